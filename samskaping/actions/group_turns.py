"""A working group opens and closes with the state of its proposal, in the very deed that moves the proposal."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import update

from samskaping.actions import authors
from samskaping.actions.record import Fact, public_id
from samskaping.context import Context
from samskaping.db import upsert
from samskaping.models import GroupMember, Proposal
from samskaping.rules.events import What
from samskaping.rules.groups import MemberRole
from samskaping.rules.pipeline import STATES, State


def by_moving(ctx: Context, moved: Sequence[tuple[Proposal, State]]) -> list[Fact]:
    """Seat whoever proposed and whoever moved it, where a group opens; take back what is unanswered, where it closes.

    ``moved`` is each case with the state before. As many statements for one as for many. Answers what to record.
    """
    opened = [row for row, before in moved if STATES[row.state].takes_group and not STATES[before].takes_group]
    closed = [row for row, before in moved if STATES[before].takes_group and not STATES[row.state].takes_group]
    shut = [row.id for row, before in moved if STATES[before].invites and not STATES[row.state].invites]
    if seats := [seat for row in opened for seat in _seats(ctx, row)]:
        ctx.db.execute(upsert(ctx.db, GroupMember).on_conflict_do_nothing(), seats)
    if shut:
        unanswered = (GroupMember.proposal_id.in_(shut), GroupMember.is_offered())
        ctx.db.execute(
            update(GroupMember).where(*unanswered).values(left_at=ctx.now, email_key=None),
            execution_options={"synchronize_session": False},
        )
    turned = [(row, What.GROUP_OPENED) for row in opened] + [(row, What.GROUP_CLOSED) for row in closed]
    return [(row, what, {}) for row, what in turned]


def _seats(ctx: Context, proposal: Proposal) -> list[dict[str, Any]]:
    """Whoever proposed, and whoever takes the case on for the municipality."""
    seats: list[tuple[int | None, int | None, int | None, MemberRole]] = [
        (proposal.writer_id, proposal.author_id, proposal.organisation_id, MemberRole.FORFATTER)
    ]
    if ctx.actor.person_id != proposal.writer_id:
        seats.append((ctx.actor.person_id, authors.municipal(ctx), None, MemberRole.KOMMUNEN))
    return [
        {
            "municipality_id": proposal.municipality_id, "public_id": public_id(), "proposal_id": proposal.id,
            "role": role, "person_id": person, "author_id": author, "organisation_id": organisation,
            "invited_at": ctx.now, "joined_at": ctx.now,
        }
        for person, author, organisation, role in seats
        if person and author
    ]  # fmt: skip
