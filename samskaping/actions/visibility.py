"""One place where a proposal becomes visible or not; every list, search, feed and count obeys at once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, case, select, update

from samskaping.actions import indexing
from samskaping.actions.record import chained
from samskaping.context import Context
from samskaping.db import held, plain
from samskaping.models import Challenge, Event, Municipality, Proposal
from samskaping.rules.events import What
from samskaping.rules.pipeline import is_shown


def settle(ctx: Context, proposal: Proposal) -> None:
    """Bring ``is_public``, stored totals and the search row in step with state and hiding."""
    was = proposal.is_public
    proposal.is_public = is_shown(proposal.state, published=proposal.published_at, hidden=proposal.hidden_at)
    if proposal.is_public and proposal.published_at is None:
        proposal.published_at = ctx.now
    if proposal.is_public != was:
        _count(ctx, proposal, 1 if proposal.is_public else -1)
        indexing.proposal(ctx, proposal)


def published(ctx: Context, proposals: Sequence[Proposal]) -> None:
    """The same for many new public proposals at once, whose rows say so already. Statements do not grow with them."""
    if not proposals:
        return
    indexing.new_proposals(ctx, proposals)
    counted(ctx, len(proposals))
    counted_under(ctx, proposals)


def counted(ctx: Context, new: int) -> None:
    """So many new public proposals are in the municipality's total."""
    ctx.db.execute(_COUNTED, {"here": ctx.here.id, "step": new})


@dataclass
class Past:
    """The end of a municipality's history as it was read, for what a deed adds there without keeping others waiting."""

    __tablename__ = Municipality.__tablename__
    id: int
    history_length: int
    history_digest: str


def counted_and_told(ctx: Context, new: int, past: Past, what: What, details: dict[str, Any]) -> list[Event]:
    """The same, with what the municipality's history says of it: one UPDATE, and the event for ``record.keep``.

    Where somebody else has written in that history since it was read, it is read again, and now locked.
    """
    seen = past.history_length
    events = chained(ctx, [(past, what, details)])
    end = {"length": past.history_length, "digest": past.history_digest}
    done: Any = ctx.db.execute(_COUNTED_AND_TOLD, {"here": past.id, "step": new, "seen": seen, **end})
    if done.rowcount:
        if row := held(ctx.db, Municipality, "id", past.id):  # a deed before this one in the session has read it
            ctx.db.expire(row, ["proposal_count", "history_length", "history_digest"])
        return events
    newer = ctx.db.execute(_PAST, {"here": past.id}).one()
    return counted_and_told(ctx, new, Past(past.id, *newer), what, details)


def counted_under(ctx: Context, proposals: Sequence[Proposal]) -> None:
    """New public proposals are in the totals of their challenges."""
    under = sorted(Counter(row.challenge_id for row in proposals if row.challenge_id).items())
    if under:
        ctx.db.execute(_COUNTED_UNDER, [{"challenge": key, "step": count} for key, count in under])


def hidden(ctx: Context, proposals: Sequence[Proposal]) -> None:
    """The same for many that are hidden by now. Statements do not grow with them."""
    gone = [row for row in proposals if row.is_public]
    if not gone:
        return
    for row in gone:
        row.is_public = False
    ctx.db.execute(_COUNTED, {"here": ctx.here.id, "step": -len(gone)})
    under = Counter(row.challenge_id for row in gone if row.challenge_id)
    support = {key: sum(row.support_count for row in gone if row.challenge_id == key) for key in under}
    if under:
        left = [{"challenge": key, "step": -under[key], "support": -support[key]} for key in sorted(under)]
        ctx.db.execute(_COUNTED_WITH_SUPPORT, left)
    indexing.drop(ctx, "proposal", gone)


def transfer(ctx: Context, proposal: Proposal, challenge_id: int | None) -> None:
    """Put a proposal under another challenge, or under none; both challenges' totals follow."""
    if proposal.challenge_id == challenge_id:
        return
    if proposal.is_public:
        step = case((Challenge.id == challenge_id, 1), else_=-1)
        ctx.db.execute(
            update(Challenge)
            .where(Challenge.id.in_({proposal.challenge_id, challenge_id} - {None}))
            .values(
                proposal_count=Challenge.proposal_count + step,
                support_count=Challenge.support_count + step * proposal.support_count,
            ),
            execution_options={"synchronize_session": False},
        )
    proposal.challenge_id = challenge_id


def _count(ctx: Context, proposal: Proposal, step: int) -> None:
    ctx.db.execute(_COUNTED, {"here": proposal.municipality_id, "step": step})
    _count_in_challenge(ctx, proposal, step)


_HERE = plain(Municipality).c
_COUNTED = (
    update(plain(Municipality))
    .where(_HERE.id == bindparam("here"))
    .values(proposal_count=_HERE.proposal_count + bindparam("step"))
)
_COUNTED_AND_TOLD = _COUNTED.where(_HERE.history_length == bindparam("seen")).values(
    history_length=bindparam("length"), history_digest=bindparam("digest")
)
_PAST = select(_HERE.history_length, _HERE.history_digest).where(_HERE.id == bindparam("here"))
_PAST = _PAST.with_for_update(key_share=True)  # whoever only refers to the municipality goes on

_CHALLENGES = plain(Challenge).c
_COUNTED_UNDER = (
    update(plain(Challenge))
    .where(_CHALLENGES.id == bindparam("challenge"))
    .values(proposal_count=_CHALLENGES.proposal_count + bindparam("step"))
)
_COUNTED_WITH_SUPPORT = _COUNTED_UNDER.values(support_count=_CHALLENGES.support_count + bindparam("support"))


def _count_in_challenge(ctx: Context, proposal: Proposal, step: int) -> None:
    if proposal.challenge_id:
        ctx.db.execute(
            update(Challenge)
            .where(Challenge.id == proposal.challenge_id)
            .values(
                proposal_count=Challenge.proposal_count + step,
                support_count=Challenge.support_count + step * proposal.support_count,
            )
        )
