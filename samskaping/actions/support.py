"""Support, once for each person or organisation, and following; counted in the same transaction, never from rows."""

from typing import Any

from sqlalchemy import delete, select, update

from samskaping.actions import authors, follows
from samskaping.actions.proposals import locked
from samskaping.context import Context
from samskaping.db import upsert
from samskaping.errors import Missing, Refused, Unfit
from samskaping.language import gettext as _
from samskaping.models import Challenge, Follow, Proposal, Support
from samskaping.queries import phases, visible
from samskaping.rules.phases import Opening, closed
from samskaping.rules.pipeline import STATES
from samskaping.rules.policy import Can
from samskaping.rules.thresholds import Act


def give(ctx: Context, ref: str, *, organisation: str = "") -> bool:
    """Support a proposal, as oneself or for an organisation. A second time changes nothing; answers whether it counted.

    Support is open where the state's column says so, and the challenge's phase.
    """
    proposal = _public(ctx, ref)
    if not ctx.may(Can.SUPPORT_GIVE, proposal):
        raise Refused(str(ctx.lacks(Act.STOTTE) or Can.SUPPORT_GIVE))
    if not STATES[proposal.state].takes_support:
        state = STATES[proposal.state].label
        raise Unfit(_("Forslaget kan ikke støttes nå, fordi saken er i «%(state)s».") % {"state": state})
    today = phases.at(ctx, proposal.challenge_id)
    if words := closed(today, Opening.STOTTE) or ctx.lacks(Act.STOTTE, today.thresholds):
        raise Unfit(str(words))
    row = upsert(ctx.db, Support).values(
        municipality_id=proposal.municipality_id,
        proposal_id=proposal.id,
        person_id=ctx.actor.person_id,
        organisation_id=authors.organisation(ctx, organisation),
        given_at=ctx.now,
    )
    given = ctx.db.scalar(row.on_conflict_do_nothing().returning(Support.id))
    if given is not None:
        count(ctx, proposal, 1)
    return given is not None


def take_back(ctx: Context, ref: str, *, organisation: str = "") -> bool:
    """Withdraw one's own support, or an organisation's that one acts for; also when the state takes no new one."""
    proposal = _public(ctx, ref)
    for_whom = authors.organisation(ctx, organisation)
    gone = delete(Support).where(Support.proposal_id == proposal.id)
    if for_whom is None:
        gone = gone.where(Support.person_id == ctx.actor.person_id, Support.organisation_id.is_(None))
    else:
        gone = gone.where(Support.organisation_id == for_whom)
    taken = ctx.db.scalar(gone.returning(Support.id), execution_options={"synchronize_session": False})
    if taken is not None:
        count(ctx, proposal, -1)
    return taken is not None


def follow(ctx: Context, kind: str, thing: str = "") -> None:
    """Hear about a ``proposal`` (by reference), a ``challenge`` (by public id) or the ``municipality`` at hand."""
    ctx.require(Can.FOLLOW)
    follows.lay(ctx, ctx.actor.person_id or 0, kind, _thing(ctx, kind, thing))


def wish_to_follow(ctx: Context, ref: str) -> int:
    """The inner key of a proposal that somebody unknown wants to follow once they have signed in."""
    return _thing(ctx, "proposal", ref)


def follow_as_wished(ctx: Context, person_id: int, proposal: int) -> None:
    """Somebody signs in who wanted to follow a proposal before: also where no municipality is at hand."""
    follows.lay(ctx, person_id, "proposal", proposal)


def unfollow(ctx: Context, kind: str, thing: str = "") -> None:
    """Hear no more about a thing."""
    ctx.require(Can.FOLLOW)
    ctx.db.execute(
        delete(Follow).where(
            Follow.person_id == ctx.actor.person_id, Follow.kind == kind, Follow.thing_id == _thing(ctx, kind, thing)
        )
    )


def _public(ctx: Context, ref: str) -> Proposal:
    proposal = locked(ctx, ref)
    if not proposal.is_public:
        raise Missing
    return proposal


def count(ctx: Context, proposal: Proposal, step: int) -> None:
    """Move the stored totals with the row. The proposal is locked, so they cannot part."""
    ctx.db.execute(
        update(Proposal).where(Proposal.id == proposal.id).values(support_count=Proposal.support_count + step)
    )
    if proposal.challenge_id:
        ctx.db.execute(
            update(Challenge)
            .where(Challenge.id == proposal.challenge_id)
            .values(support_count=Challenge.support_count + step)
        )


def _thing(ctx: Context, kind: str, thing: str) -> int:
    if kind == "municipality":
        return ctx.here.id
    found: dict[str, Any] = {
        "proposal": select(Proposal.id).where(Proposal.reference == thing, visible.proposals(ctx)),
        "challenge": select(Challenge.id).where(Challenge.public_id == thing, visible.challenges(ctx)),
    }
    key = ctx.db.scalar(found[kind]) if kind in found else None
    if key is None:
        raise Missing
    return int(key)
