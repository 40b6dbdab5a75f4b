"""Deadlines: whoever has a case is reminded seven and two days before it is due."""

from datetime import date, timedelta

from sqlalchemy import Select, and_, or_, select

from samskaping import clock
from samskaping.actions.record import record
from samskaping.context import Context
from samskaping.db import transaction
from samskaping.jobs.place import Place, context, takes_turn
from samskaping.models import Event, Proposal
from samskaping.rules.deadlines import REMIND_DAYS, answer_owed, days_left, earliest
from samskaping.rules.events import What
from samskaping.rules.pipeline import OPEN, Ball

_EVERY = timedelta(minutes=10)


def deadlines(place: Place) -> int:
    """Leave one reminder for each case, due date and mark. Answers how many were left."""
    today = clock.oslo_date(place.now())
    with transaction(place.engine) as db:
        if not takes_turn(place, db, "deadlines", _EVERY):
            return 0
        near = db.execute(_near(today), execution_options={"every_municipality": True}).all()
    return sum(_remind(place, proposal_id, municipality_id) for proposal_id, municipality_id in near)


def _near(today: date) -> Select[int, int]:
    ahead = today + timedelta(days=max(REMIND_DAYS))
    awaits = and_(Proposal.waiting_since.is_not(None), Proposal.answer_due.between(today, ahead))
    next_step = and_(Proposal.ball == Ball.KOMMUNE, Proposal.ball_until.between(today, ahead))
    return select(Proposal.id, Proposal.municipality_id).where(Proposal.state.in_(sorted(OPEN)), or_(awaits, next_step))


def _due(proposal: Proposal) -> date | None:
    """The day on which the municipality must have acted."""
    step = proposal.ball_until if proposal.ball is Ball.KOMMUNE else None
    due = earliest(answer_owed(proposal), step)
    return due.day if due else None


def _remind(place: Place, proposal_id: int, municipality_id: int) -> int:
    with transaction(place.engine) as db:
        ctx = context(place, db, municipality_id)
        proposal = db.scalar(select(Proposal).where(Proposal.id == proposal_id).with_for_update(skip_locked=True))
        due = _due(proposal) if proposal else None
        if proposal is None or due is None or (mark := _mark(ctx, proposal, due)) is None:
            return 0
        record(ctx, What.DEADLINE_NEAR, proposal, due=str(due), days=mark)
        return 1


def _mark(ctx: Context, proposal: Proposal, due: date) -> int | None:
    """The mark that has been reached and not told; none for one that had passed when the case came in."""
    left = days_left(due, ctx.today)
    mark = min((days for days in REMIND_DAYS if 0 <= left <= days), default=None)
    began = clock.oslo_date(proposal.state_since)
    if mark is None or due - timedelta(days=mark) < began:
        return None
    told = ctx.db.scalars(
        select(Event.details).where(
            Event.subject_kind == "proposal", Event.subject_id == proposal.id, Event.what == What.DEADLINE_NEAR
        )
    )
    return None if any(one.get("days") == mark and one.get("due") == str(due) for one in told) else mark
