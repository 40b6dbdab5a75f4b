"""A case that nobody has is taken by whoever answers or moves it, so that none goes on without somebody."""

from samskaping.actions.record import Fact
from samskaping.context import Context
from samskaping.models import Proposal
from samskaping.rules.events import What
from samskaping.rules.pipeline import ENDED, State


def by_answering(ctx: Context, proposal: Proposal) -> list[Fact]:
    """An open case that nobody has, goes to whoever answers in it. Answers what to record beside the answer."""
    if ctx.me is None or proposal.handler_id is not None or proposal.state in ENDED:
        return []
    proposal.handler_id = ctx.actor.person_id
    return [(proposal, What.PROPOSAL_ASSIGNED, {"person": ctx.me.public_id})]


def by_moving(ctx: Context, proposal: Proposal) -> list[Fact]:
    """The same for whoever moves it, where it is theirs from then on."""
    return by_answering(ctx, proposal) if is_movers(ctx, proposal.handler_id, proposal.unit_id, proposal.state) else []


def is_movers(ctx: Context, handler_id: int | None, unit_id: int | None, after: State) -> bool:
    """Whether a case is its mover's: open, nobody's, and not left with another unit than their own, which takes it."""
    own = ctx.me.unit_id if ctx.me else None
    return ctx.me is not None and handler_id is None and after not in ENDED and (own is None or unit_id in (None, own))
