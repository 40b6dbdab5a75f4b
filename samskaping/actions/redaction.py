"""Sladding: a moderator blacks out passages of a text; everybody reads marks at once, the archive keeps the words."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from samskaping import text
from samskaping.actions import authors, indexing, notes, rulings
from samskaping.actions.moderation import closing, opened
from samskaping.actions.proposals import in_case, texts
from samskaping.actions.record import kind as kind_of
from samskaping.actions.record import log, record, record_all
from samskaping.context import Context
from samskaping.errors import Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Comment, Proposal, Redaction, Ruling, Version
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

    Passages are found letter for letter; open reports are closed. Raises ``Unfit`` when one stands nowhere.
    """
    proposal, comment = subject(ctx, kind, name, seen)
    thing = comment or proposal
    said = rulings.worded(words)
    versions = _versions(ctx, thing)
    _refuse(passages, [version.fields for version in versions])
    ruling = rulings.rule(ctx, proposal, comment, Deed.SLADDET, reason, said)
    ctx.db.flush()
    ctx.db.add(_row(ctx, thing, ruling, passages))
    ctx.db.flush()
    thing.redacted_for = reason
    _apply(ctx, thing, versions)
    notes.keep(ctx, proposal, _("Sladdet (%(reason)s):") % {"reason": REPORT_REASON_NAMES[reason]} + f" {said}")
    what = What.COMMENT_REDACTED if comment else What.PROPOSAL_REDACTED
    about = {"comment": comment.public_id} if comment else {}
    facts = [(what, {"reason": reason, "ruling": ruling, **about}), *closing(ctx, Outcome.SKJULT, proposal, comment)]
    record_all(ctx, proposal, facts, author_id=authors.municipal(ctx), once=once)
    log(ctx, "redact", proposal=proposal.reference, ruling=ruling)
    return ruling


def undo(ctx: Context, ruling: str, words: str, *, once: str | None = None) -> str:
    """Show again what one redaction hid, unless another hides it too. Answers the case's reference."""
    ctx.require(Can.MODERATE)
    found = _ruled(ctx, ruling)
    if found is None:
        raise Missing
    proposal, comment = subject(ctx, *found)
    said = rulings.worded(words)
    if not revert(ctx, ruling, comment or proposal, said):
        raise Unfit(_("Sladdingen er opphevet fra før"))
    notes.keep(ctx, proposal, _("Sladding opphevet:") + f" {said}")
    facts = {"comment": comment.public_id} if comment else {}
    record(ctx, What.REDACTION_UNDONE, proposal, author_id=authors.municipal(ctx), once=once, ruling=ruling, **facts)
    log(ctx, "unredact", proposal=proposal.reference, ruling=ruling)
    return str(proposal.reference)


def revert(ctx: Context, ruling: str, thing: Proposal | Comment, words: str = "") -> bool:
    """Take one redaction of a locked thing away; the caller records why. Answers False when it was undone before."""
    row = ctx.db.scalar(
        select(Redaction).join(Ruling, Ruling.id == Redaction.ruling_id).where(Ruling.public_id == ruling)
    )
    if row is None or row.undone_at is not None:
        return False
    row.undone_at, row.undone_by_id, row.undone_words = ctx.now, ctx.actor.person_id, words
    ctx.db.flush()
    _apply(ctx, thing, _versions(ctx, thing))
    return True


def subject(ctx: Context, kind: str, name: str, seen: str | None = None) -> tuple[Proposal, Comment | None]:
    """What a moderator acts on, the case locked first. Raises ``Missing``, ``Refused``, and ``Clash`` by ``seen``."""
    ctx.require(Can.MODERATE)
    if kind == "kommentar":
        return opened(ctx, name, seen)
    proposal = in_case(ctx, name)
    ctx.require(Can.MODERATE, proposal)
    if seen is not None:
        rulings.unchanged(ctx, proposal, None, seen)
    return proposal, None


def _ruled(ctx: Context, ruling: str) -> tuple[str, str] | None:
    row = ctx.db.execute(
        select(Proposal.reference, Comment.public_id)
        .join(Ruling, Ruling.proposal_id == Proposal.id)
        .outerjoin(Comment, Comment.id == Ruling.comment_id)
        .where(Ruling.public_id == ruling, Ruling.deed == Deed.SLADDET)
    ).one_or_none()
    if row is None:
        return None
    return ("kommentar", row.public_id) if row.public_id else ("forslag", row.reference)


def _refuse(passages: Sequence[str], versions: list[dict[str, Any]]) -> None:
    if not passages:
        raise Unfit(passages=_("Skriv det som skal sladdes, slik det står i teksten"))
    if missing := rules.unfound(passages, versions):
        words = _("Dette står ikke i teksten: «%(what)s». Skriv det tegn for tegn.")
        raise Unfit(passages=words % {"what": missing[0]})


def _row(ctx: Context, thing: Proposal | Comment, ruling: str, passages: Sequence[str]) -> Redaction:
    return Redaction(
        municipality_id=thing.municipality_id,
        ruling_id=ctx.db.scalars(select(Ruling.id).where(Ruling.public_id == ruling)).one(),
        subject_kind=kind_of(thing),
        subject_id=thing.id,
        passages=list(passages),
    )


def _versions(ctx: Context, thing: Proposal | Comment) -> list[Version]:
    """Every kept version, oldest first. A comment that was never changed has none until now."""
    of_thing = (Version.subject_kind == kind_of(thing), Version.subject_id == thing.id)
    found = list(ctx.db.scalars(select(Version).where(*of_thing).order_by(Version.number)))
    if found:
        return found
    first = Version(
        subject_kind=kind_of(thing),
        subject_id=thing.id,
        number=thing.version,
        fields=_texts(thing),
        author_id=thing.author_id,
        written_at=thing.written_at if isinstance(thing, Comment) else thing.edited_at,
    )
    ctx.db.add(first)
    return [first]


def _texts(thing: Proposal | Comment) -> dict[str, Any]:
    return {"text": thing.text, "language": thing.language} if isinstance(thing, Comment) else texts(thing)


def _apply(ctx: Context, thing: Proposal | Comment, versions: list[Version]) -> None:
    """Write every version, and the text that is shown, from the originals and what is hidden now.

    The thing gets a new number of version, so that a form that was opened on the old text cannot bring it back.
    """
    found = select(Redaction.passages).where(
        Redaction.subject_kind == kind_of(thing), Redaction.subject_id == thing.id, Redaction.undone_at.is_(None)
    )
    hidden = [passage for passages in ctx.db.scalars(found) for passage in passages]
    for version in versions:
        original = version.original or version.fields
        shown = rules.version(original, hidden)
        version.fields, version.original = shown, None if shown == original else original
    if not hidden:
        thing.redacted_for = None
    thing.version += 1
    versions[-1].number = thing.version
    _show(ctx, thing, versions[-1].fields)


def _show(ctx: Context, thing: Proposal | Comment, shown: dict[str, Any]) -> None:
    if isinstance(thing, Comment):
        thing.text, thing.html = shown["text"], text.stored(shown["text"])
        return
    thing.title, thing.need, thing.idea = shown["title"][:200], shown["need"], shown["idea"]
    thing.need_html = text.stored(thing.need)
    thing.idea_html = text.stored(thing.idea) if thing.idea else ""
    thing.excerpt = text.excerpt(thing.need)
    ctx.db.flush()
    indexing.proposal(ctx, thing)
