"""Asking somebody else to look at a ruling again, and deciding that: the ruling stands, or is undone at once."""

from typing import Any, NamedTuple

from sqlalchemy import select

from samskaping import text
from samskaping.actions import authors, letters
from samskaping.actions.proposals import locked
from samskaping.actions.record import log, public_id, record_all
from samskaping.actions.undoing import undo
from samskaping.clock import oslo_date
from samskaping.context import Context
from samskaping.errors import Missing, Unfit
from samskaping.language import gettext as _
from samskaping.language import number
from samskaping.models import Appeal, Comment, LetterKind, Proposal, Report, Ruling
from samskaping.rules import limits
from samskaping.rules.appeals import AGAINST, WORDS_MOST, Conclusion, due, open_until
from samskaping.rules.events import What
from samskaping.rules.policy import Can


class Matter(NamedTuple):
    """A ruling with what it is about, as permissions ask."""

    ruling: Ruling
    proposal: Proposal
    comment: Comment | None

    @property
    def writer_id(self) -> int | None:
        """Whom the ruling is against."""
        return (self.comment or self.proposal).writer_id

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
    matter = _matter(ctx, select(Ruling).where(Ruling.public_id == ruling))
    if not ctx.may(Can.APPEAL_MAKE, matter) or matter.ruling.deed not in AGAINST:
        raise Missing
    said = _said(words, _("Skriv hvorfor avgjørelsen bør vurderes på nytt"), limits.NOTE)
    if ctx.db.scalar(select(Appeal.id).where(Appeal.ruling_id == matter.ruling.id)):
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
    about = select(Ruling).join(Appeal, Appeal.ruling_id == Ruling.id).where(Appeal.public_id == public_id)
    matter = _matter(ctx, about)
    ctx.require(Can.APPEAL_DECIDE, matter)
    found = select(Appeal).where(Appeal.public_id == public_id).with_for_update()
    row = ctx.db.scalars(found, execution_options={"populate_existing": True}).one()
    if row.decided_at is not None:
        raise Unfit(_("Klagen er avgjort fra før. Se hva som ble bestemt."))
    said = _said(words, _("Skriv en begrunnelse. Den som klaget, får lese den."), WORDS_MOST)
    row.conclusion, row.words, row.words_language = conclusion, said, ctx.language
    row.decided_at, row.decided_by_id = ctx.now, ctx.actor.person_id
    facts = _facts(ctx, row, matter)
    letters.post(ctx, LetterKind.APPEAL_DECIDED, person_id=row.person_id, appeal=public_id)
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
    reported = select(Report.id).where(
        Report.proposal_id == matter.proposal.id,
        Report.comment_id == matter.ruling.comment_id if matter.comment else Report.comment_id.is_(None),
        Report.closed_at == matter.ruling.decided_at,
    )
    if ctx.db.scalar(reported.limit(1)):
        facts.append((What.REPORT_REVISED, {"ruling": ruling}))
    return facts


def _matter(ctx: Context, about: Any) -> Matter:
    """A ruling with its case, the case locked first, as those who moderate do. Raises ``Missing``."""
    ruling = ctx.db.scalar(about)
    ref = ruling and ctx.db.scalar(select(Proposal.reference).where(Proposal.id == ruling.proposal_id))
    if not ref:
        raise Missing
    proposal = locked(ctx, ref)
    comment = ctx.db.get(Comment, ruling.comment_id, with_for_update=True) if ruling.comment_id else None
    return Matter(ruling, proposal, comment)


def _said(words: str, lacks: str, most: int) -> str:
    said = text.tidy(words)
    if not said:
        raise Unfit(text=lacks)
    if len(said) > most:
        facts = {"most": number(most), "now": number(len(said))}
        raise Unfit(text=_("Teksten kan ha %(most)s tegn. Nå har den %(now)s.") % facts)
    return said
