"""Which needs a proposal says that it meets, as rows: of a draft, and of what is sent in."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from samskaping.context import Context
from samskaping.errors import Unfit
from samskaping.language import gettext as _
from samskaping.models import Need, Proposal, ProposalNeed

#: A proposal that says it meets more than this, says nothing.
MOST_MET = 10


def put(ctx: Context, proposal: Proposal, refs: Sequence[str]) -> tuple[list[Need], list[Need]]:
    """A locked proposal meets these needs and no others. Answers all of them, and the new ones. Raises ``Unfit``."""
    rows = _wanted(ctx, refs)
    before = set(ctx.db.scalars(select(ProposalNeed.need_id).where(ProposalNeed.proposal_id == proposal.id)))
    gone = before - {row.id for row in rows}
    if gone:
        ctx.db.execute(
            delete(ProposalNeed).where(ProposalNeed.proposal_id == proposal.id, ProposalNeed.need_id.in_(gone))
        )
    new = [row for row in rows if row.id not in before]
    for row in new:
        ctx.db.add(
            ProposalNeed(
                municipality_id=proposal.municipality_id,
                proposal_id=proposal.id,
                need_id=row.id,
                said_by_id=ctx.actor.person_id,
                said_at=ctx.now,
            )
        )
    return rows, new


def _wanted(ctx: Context, refs: Sequence[str]) -> list[Need]:
    """Needs that everyone can see, locked in one order. Raises ``Unfit``."""
    if len(set(refs)) > MOST_MET:
        raise Unfit(needs=_("Velg inntil %(most)s behov") % {"most": MOST_MET})
    found = select(Need).where(Need.reference.in_(set(refs)), Need.is_public).order_by(Need.id).with_for_update()
    rows = list(ctx.db.scalars(found)) if refs else []
    if len(rows) != len(set(refs)):
        raise Unfit(needs=_("Et av behovene kan ikke velges lenger"))
    return rows
