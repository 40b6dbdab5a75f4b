"""Sladding: a moderator blacks out passages of a text; everybody reads marks at once, the archive keeps the words."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, literal, select

from samskaping import text
from samskaping.actions import authors, indexing, notes, rulings, statement_redaction
from samskaping.actions.moderation import Fact, closing, opened
from samskaping.actions.proposals import in_case, texts
from samskaping.actions.record import kind as kind_of
from samskaping.actions.record import log, record, record_all
from samskaping.context import Context
from samskaping.errors import Unfit
from samskaping.language import gettext as _
from samskaping.models import Comment, Proposal, Redaction, Ruling, Version
from samskaping.queries.redaction import named
from samskaping.queries.rulings import mark, newest_on
from samskaping.rules import redaction as rules
from samskaping.rules.events import What
from samskaping.rules.kinds import Outcome
from samskaping.rules.moderation import Deed
from samskaping.rules.policy import Can
from samskaping.rules.speech import REPORT_REASON_NAMES, ReportReason


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
    versions, hiding, newest = _standing(ctx, thing)
    if seen is not None and seen != mark(thing.version, newest):
        rulings.unchanged(ctx, proposal, comment, seen)
    said = rulings.worded(words)
    in_case_too = [] if comment else statement_redaction.standing(ctx, proposal)
    own = [_texts(thing), *(version.fields for version in versions)]
    own += statement_redaction.texts(statement_redaction.by_writer(proposal, in_case_too))
    _refuse(passages, own + statement_redaction.texts(in_case_too))
    deed = Deed.SLADDET if rules.standing(passages, own) else Deed.UTTALELSE_SLADDET
    ruled = rulings.decided(ctx, proposal, comment, deed, reason, said)
    hiding = [*hiding, _row(ctx, thing, ruled, passages)]
    closed = closing(ctx, Outcome.SKJULT, proposal, comment) if thing.open_reports else []
    thing.redacted_for, ruling = reason, str(ruled.public_id)
    _apply(ctx, thing, versions, hiding)
    statement_redaction.apply(in_case_too, _hidden(hiding))
    notes.keep(ctx, proposal, _("Sladdet (%(reason)s):") % {"reason": REPORT_REASON_NAMES[reason]} + f" {said}")
    facts = [_fact(comment, deed, reason, ruling), *closed]
    log(ctx, "redact", proposal=proposal.reference, ruling=ruling)
    record_all(ctx, proposal, facts, author_id=authors.municipal(ctx), once=once)
    return ruling


def _fact(comment: Comment | None, deed: Deed, reason: ReportReason, ruling: str) -> Fact:
    told = {"reason": reason, "ruling": ruling}
    if comment:
        return What.COMMENT_REDACTED, {**told, "comment": comment.public_id}
    return (What.PROPOSAL_REDACTED if deed is Deed.SLADDET else What.STATEMENT_REDACTED), told


def undo(ctx: Context, ruling: str, words: str, *, once: str | None = None) -> tuple[str, str]:
    """Show again what one redaction hid, unless another hides it too. Answers the kind and name of the text."""
    ctx.require(Can.MODERATE)
    found = named(ctx, ruling)
    proposal, comment = subject(ctx, *found)
    said = rulings.worded(words)
    if not revert(ctx, ruling, comment or proposal, said):
        raise Unfit(_("Sladdingen er opphevet fra før"))
    notes.keep(ctx, proposal, _("Sladding opphevet:") + f" {said}")
    facts = {"comment": comment.public_id} if comment else {}
    record(ctx, What.REDACTION_UNDONE, proposal, author_id=authors.municipal(ctx), once=once, ruling=ruling, **facts)
    log(ctx, "unredact", proposal=proposal.reference, ruling=ruling)
    return found


def revert(ctx: Context, ruling: str, thing: Proposal | Comment, words: str = "") -> bool:
    """Take one redaction of a locked thing away; the caller records why. Answers False when it was undone before."""
    row = ctx.db.scalar(
        select(Redaction).join(Ruling, Ruling.id == Redaction.ruling_id).where(Ruling.public_id == ruling)
    )
    if row is None or row.undone_at is not None:
        return False
    versions, hiding, _newest = _standing(ctx, thing)
    in_case_too = statement_redaction.standing(ctx, thing) if isinstance(thing, Proposal) else []
    row.undone_at, row.undone_by_id, row.undone_words = ctx.now, ctx.actor.person_id, words
    hiding = [one for one in hiding if one is not row]
    _apply(ctx, thing, versions, hiding)
    statement_redaction.apply(in_case_too, _hidden(hiding))
    return True


def subject(ctx: Context, kind: str, name: str, seen: str | None = None) -> tuple[Proposal, Comment | None]:
    """What a moderator acts on, the case locked first. Raises ``Missing``, ``Refused``, and ``Clash`` by ``seen``."""
    ctx.require(Can.MODERATE)
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


def _row(ctx: Context, thing: Proposal | Comment, ruling: Ruling, passages: Sequence[str]) -> Redaction:
    ctx.db.flush()  # the ruling has its key then
    row = Redaction(
        municipality_id=thing.municipality_id,
        ruling_id=ruling.id,
        subject_kind=kind_of(thing),
        subject_id=thing.id,
        passages=list(passages),
    )
    ctx.db.add(row)
    return row


def _standing(ctx: Context, thing: Proposal | Comment) -> tuple[list[Version], list[Redaction], str | None]:
    """Every kept version of a text, oldest first, what hides parts of it now, and the newest ruling on it.

    One statement.
    """
    kept = (Version.subject_kind == kind_of(thing), Version.subject_id == thing.id)
    hides = (Redaction.subject_kind == kind_of(thing), Redaction.subject_id == thing.id, Redaction.undone_at.is_(None))
    case_id, comment_id = (thing.proposal_id, thing.id) if isinstance(thing, Comment) else (thing.id, None)
    # Outer joins: there may be no version of what was never changed, and no redaction.
    found: Sequence[Any] = ctx.db.execute(
        select(Version, Redaction, newest_on(case_id, comment_id))
        .select_from(select(literal(1).label("one")).subquery())
        .outerjoin(Version, and_(*kept))
        .outerjoin(Redaction, and_(*hides))
        .order_by(Version.number, Redaction.id)
    ).all()
    versions = list(dict.fromkeys(row[0] for row in found if row[0]))
    return versions or [_first(thing)], list(dict.fromkeys(row[1] for row in found if row[1])), found[0][2]


def _first(thing: Proposal | Comment) -> Version:
    """The only version of a comment that was never changed, which is not kept until now."""
    return Version(
        subject_kind=kind_of(thing),
        subject_id=thing.id,
        number=thing.version,
        fields=_texts(thing),
        author_id=thing.author_id,
        written_at=thing.written_at if isinstance(thing, Comment) else thing.edited_at,
    )


def _texts(thing: Proposal | Comment) -> dict[str, Any]:
    """What a version keeps, as it stands."""
    return {"text": thing.text, "language": thing.language} if isinstance(thing, Comment) else texts(thing)


def _original(thing: Proposal | Comment, version: Version, *, is_last: bool) -> dict[str, Any]:
    """A version as it was written: area and theme too, wherever staff have put the case since."""
    kept = version.original or version.fields
    if is_last and isinstance(thing, Proposal):
        return {"place": thing.place, **kept}  # no version kept the place once
    return kept


def _apply(ctx: Context, thing: Proposal | Comment, versions: list[Version], hiding: Sequence[Redaction]) -> None:
    """Write every version, and the text that is shown, from the originals and what is hidden now.

    The thing gets a new number of version, so that a form that was opened on the old text cannot bring it back.
    """
    hidden = _hidden(hiding)
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


def _hidden(hiding: Sequence[Redaction]) -> list[str]:
    return [passage for one in hiding for passage in one.passages]


def _show(ctx: Context, thing: Proposal | Comment, shown: dict[str, Any]) -> None:
    if isinstance(thing, Comment):
        thing.text, thing.html = shown["text"], text.stored(shown["text"])
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
