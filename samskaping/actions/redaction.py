"""Sladding: a moderator blacks out passages of a text; everybody reads marks at once, the archive keeps the words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, cast, select, union_all

from samskaping import text
from samskaping.actions import authors, challenge_redaction, indexing, need_rulings, notes, rulings, statement_redaction
from samskaping.actions.challenges import texts as texts_of_challenge
from samskaping.actions.moderation import Fact, closing, opened
from samskaping.actions.proposals import in_case, texts
from samskaping.actions.record import kind as kind_of
from samskaping.actions.record import log, record, record_all
from samskaping.actions.statement_redaction import Said
from samskaping.context import Context
from samskaping.db import dialect, key_or_next
from samskaping.errors import Unfit
from samskaping.language import gettext as _
from samskaping.models import Challenge, Comment, Need, Proposal, Redaction, Ruling, Statement, Version
from samskaping.queries import redacted_texts
from samskaping.queries.redaction import ruled
from samskaping.queries.rulings import mark, newest_on
from samskaping.rules import redaction as rules
from samskaping.rules.events import What
from samskaping.rules.kinds import Outcome
from samskaping.rules.moderation import Deed
from samskaping.rules.policy import Can
from samskaping.rules.speech import ReportReason

#: What can be redacted.
Thing = Proposal | Comment | Need | Challenge
#: The word for it in addresses.
_KINDS: dict[Any, str] = {Proposal: "forslag", Comment: "kommentar", Need: "behov", Challenge: "utfordring"}


def redact(
    ctx: Context,
    kind: str,
    name: str,
    passages: Sequence[str],
    reason: ReportReason,
    words: str,
    *,
    seen: str | None = None,
    once: str | None = None,
) -> str:
    """Put a mark for each passage, in the text and in every kept version of it. Answers the ruling's public id.

    What is blacked out in a text, is so in all that is said about it. What stands only where others than the
    writer have spoken, is against no text of the writer's. Passages are found letter for letter; open reports are
    closed. Raises ``Unfit`` when one stands nowhere.
    """
    proposal, comment = _opened(ctx, kind, name)
    thing = comment or proposal
    stands = _standing(ctx, thing)
    if seen is not None and seen != mark(thing.version, stands.newest):
        rulings.unchanged(ctx, proposal, comment, seen)
    said = rulings.worded(words)
    deed = _deed(thing, stands, passages)
    with ctx.db.no_autoflush:  # all of it is written once
        ruling = rulings.rule(ctx, proposal, comment, deed, reason, said)
        row = _row(thing, ruling, passages)
        closed = [] if isinstance(proposal, Challenge) else _closed(ctx, proposal, comment)
        thing.redacted_for = reason
        _apply(ctx, thing, stands, [*stands.hiding, row])
        facts = [_fact(thing, deed, reason, ruling), *closed]
        log(ctx, "redact", **_named(proposal), ruling=ruling)
        record_all(ctx, proposal, facts, author_id=authors.municipal(ctx), once=once)
    ctx.db.add(row)  # after its ruling
    return ruling


def _deed(thing: Thing, stands: "Standing", passages: Sequence[str]) -> Deed:
    """Whether it is against the writer of the text. Raises ``Unfit`` when a passage stands nowhere."""
    own = [_texts(thing), *statement_redaction.texts([(thing, version) for version in stands.versions])]
    if isinstance(thing, Challenge):
        _refuse(passages, own + statement_redaction.texts(stands.in_case_too))
        return Deed.UTTALELSE_SLADDET  # the municipality's own words
    own += statement_redaction.texts(statement_redaction.by_writer(thing, stands.in_case_too))
    _refuse(passages, own + statement_redaction.texts(stands.in_case_too))
    return Deed.SLADDET if rules.standing(passages, own) else Deed.UTTALELSE_SLADDET


def _closed(ctx: Context, proposal: Proposal | Need, comment: Comment | None) -> list[Fact]:
    return closing(ctx, Outcome.SKJULT, proposal, comment) if (comment or proposal).open_reports else []


def _named(proposal: Proposal | Need | Challenge) -> dict[str, Any]:
    if isinstance(proposal, Challenge):
        return {"challenge": proposal.public_id}
    return {"proposal": proposal.reference}


def _fact(thing: Thing, deed: Deed, reason: ReportReason, ruling: str) -> Fact:
    told = {"reason": reason, "ruling": ruling}
    if isinstance(thing, Comment):
        return What.COMMENT_REDACTED, {**told, "comment": thing.public_id}
    if isinstance(thing, Need | Challenge):
        return (What.NEED_REDACTED if isinstance(thing, Need) else What.CHALLENGE_REDACTED), told
    return (What.PROPOSAL_REDACTED if deed is Deed.SLADDET else What.STATEMENT_REDACTED), told


def undo(ctx: Context, ruling: str, words: str, *, once: str | None = None) -> tuple[str, str]:
    """Show again what one redaction hid, unless another hides it too. Answers the kind and name of the text."""
    ctx.require(Can.MODERATE)
    ruling_id, found = ruled(ctx, ruling)
    proposal, comment = _opened(ctx, *found)
    said = rulings.worded(words)
    if not revert(ctx, ruling_id, comment or proposal, said):
        raise Unfit(_("Sladdingen er opphevet fra før"))
    notes.keep(ctx, proposal, _("Sladding opphevet:") + f" {said}")
    facts = {"comment": comment.public_id} if comment else {}
    record(ctx, What.REDACTION_UNDONE, proposal, author_id=authors.municipal(ctx), once=once, ruling=ruling, **facts)
    log(ctx, "unredact", **_named(proposal), ruling=ruling)
    return found


def revert(ctx: Context, ruling_id: int | None, thing: Thing, words: str = "") -> bool:
    """Take one redaction of a locked thing away; the caller records why. Answers False when it was undone before."""
    stands = _standing(ctx, thing)
    row = next((one for one in stands.hiding if one.ruling_id == ruling_id), None)
    if row is None:
        return False
    row.undone_at, row.undone_by_id, row.undone_words = ctx.now, ctx.actor.person_id, words
    _apply(ctx, thing, stands, [one for one in stands.hiding if one is not row])
    return True


def _opened(ctx: Context, kind: str, name: str) -> tuple[Proposal | Need | Challenge, Comment | None]:
    if kind == "utfordring":
        return challenge_redaction.opened(ctx, name), None
    return subject(ctx, kind, name)


def subject(ctx: Context, kind: str, name: str, seen: str | None = None) -> tuple[Proposal | Need, Comment | None]:
    """What a moderator acts on, the case locked first. Raises ``Missing``, ``Refused``, and ``Clash`` by ``seen``."""
    ctx.require(Can.MODERATE)
    if kind == "behov":
        return need_rulings.opened(ctx, name, seen), None
    if kind == "kommentar":
        return opened(ctx, name, seen)
    proposal = rulings.at_hand(ctx, name)[0] or in_case(ctx, name)
    ctx.require(Can.MODERATE, proposal)
    if seen is not None:
        rulings.unchanged(ctx, proposal, None, seen)
    return proposal, None


def _refuse(passages: Sequence[str], versions: list[dict[str, Any]]) -> None:
    if not passages:
        raise Unfit(passages=_("Skriv det som skal sladdes, slik det står i teksten"))
    if missing := rules.unfound(passages, versions):
        words = _("Dette står ikke i teksten: «%(what)s». Skriv det tegn for tegn.")
        raise Unfit(passages=words % {"what": missing[0]})


def _row(thing: Thing, ruling: str, passages: Sequence[str]) -> Redaction:
    return Redaction(
        municipality_id=thing.municipality_id,
        ruling_id=select(Ruling.id).where(Ruling.public_id == ruling).scalar_subquery(),
        subject_kind=kind_of(thing),
        subject_id=thing.id,
        passages=list(passages),
    )


class Standing(NamedTuple):
    """Every kept version, oldest first, what is said in the case too, what hides parts now, and the newest ruling."""

    versions: list[Version]
    in_case_too: list[Said]
    hiding: list[Redaction]
    newest: str | None


def _standing(ctx: Context, thing: Thing) -> Standing:
    """One statement, which finds a row for each version, each redaction and each thing beside, and one row more."""
    kept = (Version.subject_kind == kind_of(thing), Version.subject_id == thing.id)
    hides = (Redaction.subject_kind == kind_of(thing), Redaction.subject_id == thing.id, Redaction.undone_at.is_(None))
    kind, none, key = _KINDS[type(thing)], cast(None, BigInteger), key_or_next(dialect(ctx.db), Version)
    names = ("version", "statement", "redaction", "which", "thing")
    parts = [
        select(*(none.label(name) for name in names)),
        select(Version.id, none, none, none, none).where(*kept),
        select(none, none, Redaction.id, none, none).where(*hides),
    ]
    if isinstance(thing, Proposal | Challenge):
        parts.append(redacted_texts.statements_of(kind, thing.id).add_columns(none, none, none))
    for one in redacted_texts.keys(kind, thing.id):
        version, which, row = one.selected_columns
        parts.append(one.with_only_columns(version, none, none, which, row))
    found = union_all(*parts).subquery()
    wanted = (
        select(Version, Statement, Redaction, _newest_on(thing), key, *redacted_texts.tables(kind))
        .select_from(found)
        .outerjoin(Version, Version.id == found.c.version)
        .outerjoin(Statement, Statement.id == found.c.statement)
        .outerjoin(Redaction, Redaction.id == found.c.redaction)
        .order_by(Statement.id, found.c.which, found.c.thing, Version.number, Redaction.id)
    )
    rows: Sequence[Any] = ctx.db.execute(redacted_texts.joined(wanted, found, kind)).all()
    own, said, spare = [], [], None
    for version, statement, _redaction, _newest, key, *besides in rows:
        about = statement or next((one for one in besides if one is not None), None)
        if about is not None:
            said.append((about, version or redacted_texts.first(about, key)))
        elif version:
            own.append(version)
        else:
            spare = key
    hiding = [row.Redaction for row in rows if row.Redaction]
    return Standing(own or [_kept_first(thing, spare)], said, hiding, rows[0][3])


def _newest_on(thing: Thing) -> Any:
    case_id = thing.proposal_id if isinstance(thing, Comment) else thing.id if isinstance(thing, Proposal) else None
    others = (thing.id if isinstance(thing, kind) else None for kind in (Comment, Need, Challenge))
    return newest_on(case_id, *others)


def _kept_first(thing: Thing, key: int | None) -> Version:
    """The only version of a comment that was never changed, or of a need, which is not kept until now."""
    return Version(
        id=key,
        subject_kind=kind_of(thing),
        subject_id=thing.id,
        number=thing.version,
        fields=_texts(thing),
        why="",
        author_id=None if isinstance(thing, Challenge) else thing.author_id,
        written_at=_written_at(thing),
    )


def _written_at(thing: Thing) -> datetime:
    if isinstance(thing, Need):
        return thing.told_at
    if isinstance(thing, Challenge):
        return thing.published_at or thing.created_at
    return thing.written_at if isinstance(thing, Comment) else thing.edited_at


def _texts(thing: Thing) -> dict[str, Any]:
    """What a version keeps, as it stands."""
    if isinstance(thing, Challenge):
        return texts_of_challenge(thing, ())
    return texts(thing) if isinstance(thing, Proposal) else {"text": thing.text, "language": thing.language}


def _original(thing: Thing, version: Version, *, is_last: bool) -> dict[str, Any]:
    """A version as it was written: area and theme too, wherever staff have put the case since."""
    kept = version.original or {**version.fields, **({"why": version.why} if version.why else {})}
    if is_last and isinstance(thing, Proposal):
        return {"place": thing.place, **kept}  # no version kept the place once
    return kept


def _apply(ctx: Context, thing: Thing, stands: Standing, hiding: Sequence[Redaction]) -> None:
    """Write every version, and the text that is shown, from the originals and what is hidden now.

    The thing gets a new number of version, so that a form that was opened on the old text cannot bring it back.
    """
    hidden, versions = [passage for one in hiding for passage in one.passages], stands.versions
    for version in versions:
        original = _original(thing, version, is_last=version is versions[-1])
        shown = rules.version(original, hidden)
        version.original, version.why = None if shown == original else original, shown.pop("why", version.why)[:500]
        version.fields = shown
    if not any(version.original for version in versions):
        thing.redacted_for = None  # what is hidden stands only in what is said about it
    thing.version += 1
    if not isinstance(thing, Challenge):  # there the history tells which change made which version
        versions[-1].number = thing.version
    _show(ctx, thing, versions[-1].fields)
    changed = statement_redaction.apply(stands.in_case_too, hidden)
    statement_redaction.keep(ctx, [*versions, *changed])


def _show(ctx: Context, thing: Thing, shown: dict[str, Any]) -> None:
    if isinstance(thing, Challenge):
        challenge_redaction.show(ctx, thing, shown)
        return
    if not isinstance(thing, Proposal):
        thing.text, thing.html = shown["text"], text.stored(shown["text"])
        if isinstance(thing, Need):
            with ctx.db.no_autoflush:
                indexing.need(ctx, thing)
        return
    if all(shown.get(name, "") == getattr(thing, name) for name in ("title", "need", "idea", "place")):
        return  # only what stood there before, or what is said in the case, reads otherwise
    thing.title, thing.need, thing.idea = shown["title"][:200], shown["need"], shown["idea"]
    thing.place = shown.get("place", "")[:200]
    thing.need_html = text.stored(thing.need)
    thing.idea_html = text.stored(thing.idea) if thing.idea else ""
    thing.excerpt = text.excerpt(thing.need)
    with ctx.db.no_autoflush:  # the case is written once, with its history
        indexing.proposal(ctx, thing)
