"""Sladding: a moderator blacks out passages of a text; everybody reads marks at once, the archive keeps the words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, cast, select, union_all

from samskaping import text
from samskaping.actions import authors, indexing, need_rulings, notes, rulings, statement_redaction
from samskaping.actions.moderation import Fact, closing, opened
from samskaping.actions.proposals import in_case, texts
from samskaping.actions.record import kind as kind_of
from samskaping.actions.record import log, record, record_all
from samskaping.actions.statement_redaction import Said
from samskaping.context import Context
from samskaping.errors import Unfit
from samskaping.language import gettext as _
from samskaping.models import Comment, Need, Proposal, Redaction, Ruling, Statement, Version
from samskaping.queries.redaction import named
from samskaping.queries.rulings import mark, newest_on
from samskaping.rules import redaction as rules
from samskaping.rules.events import What
from samskaping.rules.kinds import Outcome
from samskaping.rules.moderation import Deed
from samskaping.rules.policy import Can
from samskaping.rules.speech import ReportReason

#: What can be redacted.
Thing = Proposal | Comment | Need


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

    What is blacked out in a proposal, is so in all that is said in its case. What stands only where others than the
    writer have spoken, is against no text of the writer's. Passages are found letter for letter; open reports are
    closed. Raises ``Unfit`` when one stands nowhere.
    """
    proposal, comment = subject(ctx, kind, name)
    thing = comment or proposal
    stands = _standing(ctx, thing)
    if seen is not None and seen != mark(thing.version, stands.newest):
        rulings.unchanged(ctx, proposal, comment, seen)
    said = rulings.worded(words)
    own = [_texts(thing), *(version.fields for version in stands.versions)]
    own += statement_redaction.texts(statement_redaction.by_writer(proposal, stands.in_case_too))
    _refuse(passages, own + statement_redaction.texts(stands.in_case_too))
    deed = Deed.SLADDET if rules.standing(passages, own) else Deed.UTTALELSE_SLADDET
    with ctx.db.no_autoflush:  # all of it is written once
        ruling = rulings.rule(ctx, proposal, comment, deed, reason, said)
        row = _row(thing, ruling, passages)
        closed = closing(ctx, Outcome.SKJULT, proposal, comment) if thing.open_reports else []
        thing.redacted_for = reason
        _apply(ctx, thing, stands, [*stands.hiding, row])
        facts = [_fact(thing, deed, reason, ruling), *closed]
        log(ctx, "redact", proposal=proposal.reference, ruling=ruling)
        record_all(ctx, proposal, facts, author_id=authors.municipal(ctx), once=once)
    ctx.db.add(row)  # after its ruling
    return ruling


def _fact(thing: Thing, deed: Deed, reason: ReportReason, ruling: str) -> Fact:
    told = {"reason": reason, "ruling": ruling}
    if isinstance(thing, Comment):
        return What.COMMENT_REDACTED, {**told, "comment": thing.public_id}
    if isinstance(thing, Need):
        return What.NEED_REDACTED, told
    return (What.PROPOSAL_REDACTED if deed is Deed.SLADDET else What.STATEMENT_REDACTED), told


def undo(ctx: Context, ruling: str, words: str, *, once: str | None = None) -> tuple[str, str]:
    """Show again what one redaction hid, unless another hides it too. Answers the kind and name of the text."""
    ctx.require(Can.MODERATE)
    found = named(ctx, ruling)
    proposal, comment = subject(ctx, *found)
    said = rulings.worded(words)
    ruling_id = ctx.db.scalar(select(Ruling.id).where(Ruling.public_id == ruling))
    if not revert(ctx, ruling_id, comment or proposal, said):
        raise Unfit(_("Sladdingen er opphevet fra før"))
    notes.keep(ctx, proposal, _("Sladding opphevet:") + f" {said}")
    facts = {"comment": comment.public_id} if comment else {}
    record(ctx, What.REDACTION_UNDONE, proposal, author_id=authors.municipal(ctx), once=once, ruling=ruling, **facts)
    log(ctx, "unredact", proposal=proposal.reference, ruling=ruling)
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
    """Every kept version of a text, oldest first, what is said in its case too, what hides parts of it now, and the
    newest ruling on it.
    """

    versions: list[Version]
    in_case_too: list[Said]
    hiding: list[Redaction]
    newest: str | None


def _standing(ctx: Context, thing: Thing) -> Standing:
    """One statement, which finds a row for each version, a row for each redaction, and one row more."""
    kept = (Version.subject_kind == kind_of(thing), Version.subject_id == thing.id)
    hides = (Redaction.subject_kind == kind_of(thing), Redaction.subject_id == thing.id, Redaction.undone_at.is_(None))
    case_id = thing.proposal_id if isinstance(thing, Comment) else thing.id if isinstance(thing, Proposal) else None
    comment_id, need_id = (thing.id if isinstance(thing, kind) else None for kind in (Comment, Need))
    none = cast(None, BigInteger)
    parts = [
        select(none.label("version"), none.label("statement"), none.label("redaction")),
        select(Version.id, none, none).where(*kept),
        select(none, none, Redaction.id).where(*hides),
    ]
    if isinstance(thing, Proposal):
        parts.append(statement_redaction.standing(thing.id).add_columns(none))
    found = union_all(*parts).subquery()
    rows: Sequence[Any] = ctx.db.execute(
        select(Version, Statement, Redaction, newest_on(case_id, comment_id, need_id))
        .select_from(found)
        .outerjoin(Version, Version.id == found.c.version)
        .outerjoin(Statement, Statement.id == found.c.statement)
        .outerjoin(Redaction, Redaction.id == found.c.redaction)
        .order_by(Statement.id, Version.number, Redaction.id)
    ).all()
    versions = [row.Version for row in rows if row.Version and not row.Statement] or [_first(thing)]
    said = [(row.Statement, row.Version) for row in rows if row.Statement]
    return Standing(versions, said, [row.Redaction for row in rows if row.Redaction], rows[0][3])


def _first(thing: Thing) -> Version:
    """The only version of a comment that was never changed, or of a need, which is not kept until now."""
    return Version(
        subject_kind=kind_of(thing),
        subject_id=thing.id,
        number=thing.version,
        fields=_texts(thing),
        author_id=thing.author_id,
        written_at=_written_at(thing),
    )


def _written_at(thing: Thing) -> datetime:
    if isinstance(thing, Need):
        return thing.told_at
    return thing.written_at if isinstance(thing, Comment) else thing.edited_at


def _texts(thing: Thing) -> dict[str, Any]:
    """What a version keeps, as it stands."""
    return texts(thing) if isinstance(thing, Proposal) else {"text": thing.text, "language": thing.language}


def _original(thing: Thing, version: Version, *, is_last: bool) -> dict[str, Any]:
    """A version as it was written: area and theme too, wherever staff have put the case since."""
    kept = version.original or version.fields
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
        version.fields, version.original = shown, None if shown == original else original
    if not any(version.original for version in versions):
        thing.redacted_for = None  # what is hidden stands only in what is said about it
    thing.version += 1
    versions[-1].number = thing.version
    ctx.db.add_all(versions)
    _show(ctx, thing, versions[-1].fields)
    statement_redaction.apply(stands.in_case_too, hidden)


def _show(ctx: Context, thing: Thing, shown: dict[str, Any]) -> None:
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
