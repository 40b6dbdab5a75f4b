"""Asking somebody else to look at a ruling again, and deciding that: the ruling stands, or is undone at once."""

from typing import Any, NamedTuple

from sqlalchemy import exists, select

from samskaping import text
from samskaping.actions import authors
from samskaping.actions.record import log, public_id, record_all
from samskaping.actions.undoing import undo
from samskaping.clock import oslo_date
from samskaping.context import Context
from samskaping.errors import Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Appeal, Comment, File, Need, Proposal, Report, Ruling
from samskaping.rules import limits
from samskaping.rules.appeals import AGAINST, WORDS_MOST, Conclusion, due, open_until
from samskaping.rules.events import What
from samskaping.rules.policy import Can


class Matter(NamedTuple):
    """A ruling with what it is about, as permissions ask, and the appeal against it.

    ``was_reported`` when the ruling closed what residents had reported.
    """

    ruling: Ruling
    proposal: Proposal | Need
    comment: Comment | None
    appeal: Appeal | None
    uploader_id: int | None
    was_reported: bool

    @property
    def writer_id(self) -> int | None:
        """Whom the ruling is against."""
        return self.uploader_id if self.ruling.file else (self.comment or self.proposal).writer_id

    @property
    def session_id(self) -> None:
        return None

    @property
    def ruler_id(self) -> int:
        return self.ruling.decided_by_id

    @property
    def partial_ids(self) -> list[int]:
        return self.proposal.partial_ids


def appeal(ctx: Context, ruling: str, words: str, *, once: str | None = None) -> str:
    """The writer asks for somebody else's look at a ruling, once. Answers the appeal's public id."""
    matter = _matter(ctx, Ruling.public_id == ruling)
    if not ctx.may(Can.APPEAL_MAKE, matter) or matter.ruling.deed not in AGAINST:
        raise Missing
    said = _said(words, _("Skriv hvorfor avgjørelsen bør vurderes på nytt"), limits.NOTE)
    if matter.appeal is not None:
        raise Unfit(_("Du har klaget på denne avgjørelsen fra før"))
    if ctx.today > open_until(oslo_date(matter.ruling.decided_at)):
        raise Unfit(_("Fristen for å klage er ute"))
    row = Appeal(
        municipality_id=ctx.here.id,
        public_id=public_id(),
        ruling_id=matter.ruling.id,
        person_id=ctx.actor.person_id,
        text=said,
        language=ctx.language,
        appealed_at=ctx.now,
        due_on=due(ctx.today),
    )
    ctx.db.add(row)
    facts = {"appeal": row.public_id, "ruling": ruling, "due": str(row.due_on)}
    record_all(ctx, matter.proposal, [(What.APPEAL_MADE, facts)], author_id=authors.resident(ctx), once=once)
    return row.public_id


def decide(ctx: Context, public_id: str, conclusion: Conclusion, words: str, *, once: str | None = None) -> None:
    """Somebody else than the one who ruled decides an appeal; what is overturned is undone in the same transaction.

    Raises ``Refused`` for the one who ruled, ``Unfit`` when the appeal is decided already.
    """
    ctx.require(Can.APPEAL_DECIDE)
    about = select(Appeal.ruling_id).where(Appeal.public_id == public_id)
    matter = _matter(ctx, Ruling.id == about.scalar_subquery())
    ctx.require(Can.APPEAL_DECIDE, matter)
    row = matter.appeal
    if row is None or row.decided_at is not None:
        raise Unfit(_("Klagen er avgjort fra før. Se hva som ble bestemt."))
    said = _said(words, _("Skriv en begrunnelse. Den som klaget, får lese den."), WORDS_MOST)
    row.conclusion, row.words, row.words_language = conclusion, said, ctx.language
    row.decided_at, row.decided_by_id = ctx.now, ctx.actor.person_id
    with ctx.db.no_autoflush:  # the case is written once
        facts = _facts(ctx, row, matter)
        record_all(ctx, matter.proposal, facts, author_id=authors.municipal(ctx), once=once)
    log(ctx, "appeal", appeal=public_id, conclusion=conclusion)


def _facts(ctx: Context, row: Appeal, matter: Matter) -> list[tuple[What, dict[str, Any]]]:
    """What the conclusion makes happen: nothing more than the news of it, or the ruling undone."""
    ruling = matter.ruling.public_id
    told = {"appeal": row.public_id, "ruling": ruling}
    if row.conclusion is Conclusion.OPPRETTHOLDT:
        return [(What.RULING_UPHELD, told)]
    facts: list[tuple[What, dict[str, Any]]] = [(What.RULING_OVERTURNED, told)]
    facts += undo(ctx, matter.ruling, matter.proposal, matter.comment)
    if matter.was_reported:
        facts.append((What.REPORT_REVISED, {"ruling": ruling}))
    return facts


def _matter(ctx: Context, which: Any) -> Matter:
    """A ruling with its case, and the appeal against it; the case locked first, as those who moderate do.

    Two statements, three for a need: what hangs on the case is as it is now once that is locked. Raises ``Missing``.
    """
    case, told = (select(key).where(which).scalar_subquery() for key in (Ruling.proposal_id, Ruling.need_id))
    proposal: Proposal | Need | None = ctx.db.scalar(select(Proposal).where(Proposal.id == case).with_for_update())
    if proposal is None:
        proposal = ctx.db.scalar(select(Need).where(Need.id == told).with_for_update())
    if proposal is None or proposal.reference is None:
        raise Missing
    columns = ("proposal_id", "comment_id", "need_id")
    reported = exists().where(
        *(getattr(Report, name).is_not_distinct_from(getattr(Ruling, name)) for name in columns),
        Report.closed_at == Ruling.decided_at,
        Ruling.file == "",
    )
    found = (
        select(Ruling, Comment, Appeal, File.uploader_id, reported)
        .outerjoin(Comment, Comment.id == Ruling.comment_id)
        .outerjoin(File, File.public_id == Ruling.file)
        .outerjoin(Appeal, Appeal.ruling_id == Ruling.id)
        .where(which)
    )
    row = ctx.db.execute(found, execution_options={"populate_existing": True}).one()
    ruling, comment, appealed, uploader_id, was_reported = row
    return Matter(ruling, proposal, comment, appealed, uploader_id, was_reported)


def _said(words: str, lacks: str, most: int) -> str:
    said = text.tidy(words)
    if not said:
        raise Unfit(text=lacks)
    if flaw := limits.too_long(said, most):
        raise Unfit(text=flaw)
    return said
