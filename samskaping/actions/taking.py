"""A case that nobody has is taken by whoever answers or moves it, so that none goes on without somebody."""

from samskaping.actions.record import Fact
from samskaping.context import Context
from samskaping.models import Proposal
from samskaping.rules.events import What
from samskaping.rules.pipeline import ENDED


def by_answering(ctx: Context, proposal: Proposal) -> list[Fact]:
    """An open case that nobody has, goes to whoever answers in it. Answers what to record beside the answer."""
    if ctx.me is None or proposal.handler_id is not None or proposal.state in ENDED:
        return []
    proposal.handler_id = ctx.actor.person_id
    return [(proposal, What.PROPOSAL_ASSIGNED, {"person": ctx.me.public_id})]


def by_moving(ctx: Context, proposal: Proposal) -> list[Fact]:
    """The same for whoever moves it, unless the move left it with another unit than their own: that unit takes it."""
    own = ctx.me.unit_id if ctx.me else None
    if own is not None and proposal.unit_id not in (None, own):
        return []
    return by_answering(ctx, proposal)
