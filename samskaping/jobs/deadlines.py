"""Deadlines: reminders before, the leader told after, and a question to whoever keeps a slow case silent."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from samskaping import clock
from samskaping.actions.record import record
from samskaping.context import Context
from samskaping.db import transaction
from samskaping.jobs.place import Place, context, takes_turn
from samskaping.models import Event, Proposal
from samskaping.rules.deadlines import (
    ASK_AGAIN_DAYS,
    QUIET_DAYS,
    REMIND_DAYS,
    answer_owed,
    days_left,
    earliest,
)
from samskaping.rules.events import NEWS, What
from samskaping.rules.pipeline import OPEN, WATCHED, Ball

_EVERY = timedelta(minutes=10)
_QUIET_EVERY = timedelta(hours=6)
_MOST_ASKED = 500
_EVERYWHERE = {"every_municipality": True}
Tell = Callable[[Context, Proposal], bool]


def deadlines(place: Place) -> int:
    """Remind of what is near, and tell leaders of what has passed. Answers how much was told."""
    today = clock.oslo_date(place.now())
    with transaction(place.engine) as db:
        if not takes_turn(place, db, "deadlines", _EVERY):
            return 0
        near = db.execute(_near(today), execution_options=_EVERYWHERE).all()
        passed = db.execute(_passed(today), execution_options=_EVERYWHERE).all()
    return _each(place, near, _remind) + _each(place, passed, _escalate)


def quiet(place: Place) -> int:
    """Ask whoever has a case in which nothing public has happened for so long. Never ends one."""
    with transaction(place.engine) as db:
        if not takes_turn(place, db, "quiet", _QUIET_EVERY):
            return 0
        rows = db.execute(_silent(place), execution_options=_EVERYWHERE).all()
    return _each(place, rows, _ask)


def _each(place: Place, rows: Iterable[Any], tell: Tell) -> int:
    done = 0
    for proposal_id, municipality_id in rows:
        if place.stopping.is_set():
            break
        with transaction(place.engine) as db:
            ctx = context(place, db, municipality_id)
            proposal = db.scalar(select(Proposal).where(Proposal.id == proposal_id).with_for_update(skip_locked=True))
            done += proposal is not None and tell(ctx, proposal)
    return done


def _near(today: date) -> Select[int, int]:
    ahead = today + timedelta(days=max(REMIND_DAYS))
    awaits = and_(Proposal.waiting_since.is_not(None), Proposal.answer_due.between(today, ahead))
    next_step = and_(Proposal.ball == Ball.KOMMUNE, Proposal.ball_until.between(today, ahead))
    return _watched().where(or_(awaits, next_step))


def _passed(today: date) -> Select[int, int]:
    """Cases past a date that no leader has been told of."""
    late = [and_(whose, day < today, _untold(day)) for whose, day in _OWED]
    return _watched().where(or_(*late))


def _untold(day: ColumnElement[date | None]) -> ColumnElement[bool]:
    return or_(Proposal.told_late_for.is_(None), Proposal.told_late_for < day)


#: Under which condition a column is a day on which the municipality must have acted.
_OWED: tuple[tuple[ColumnElement[bool], Any], ...] = (
    (Proposal.waiting_since.is_not(None), Proposal.answer_due),
    (Proposal.ball == Ball.KOMMUNE, Proposal.ball_until),
)


def _silent(place: Place) -> Select[int, int]:
    """Open cases, old enough, in which nothing public has happened for so long and nobody was asked lately."""

    def happened(*what: What, days: int) -> ColumnElement[bool]:
        since = place.now() - timedelta(days=days)
        about = (Event.subject_kind == "proposal", Event.subject_id == Proposal.id)
        return select(Event.id).where(*about, Event.what.in_(what), Event.happened_at > since).exists()

    old = Proposal.submitted_at <= place.now() - timedelta(days=QUIET_DAYS)
    spoken, asked = happened(*NEWS, days=QUIET_DAYS), happened(What.CASE_QUIET, days=ASK_AGAIN_DAYS)
    cases = select(Proposal.id, Proposal.municipality_id).where(Proposal.state.in_(sorted(OPEN)), old)
    return cases.where(~spoken, ~asked).order_by(Proposal.id).limit(_MOST_ASKED)


def _watched() -> Select[int, int]:
    return select(Proposal.id, Proposal.municipality_id).where(Proposal.state.in_(sorted(WATCHED)))


def _step(proposal: Proposal) -> date | None:
    """The day of what the municipality itself shall do next."""
    return proposal.ball_until if proposal.ball is Ball.KOMMUNE else None


def _due(proposal: Proposal) -> date | None:
    """The day on which the municipality must have acted."""
    due = earliest(answer_owed(proposal), _step(proposal))
    return due.day if due else None


def _escalate(ctx: Context, proposal: Proposal) -> bool:
    """The leader hears of the newest day that passed, once; and whether it was the answer's or a step's."""
    answer, step = answer_owed(proposal), _step(proposal)
    late = [day for day in (answer, step) if day is not None and day < ctx.today]
    newest = max(late, default=None)
    told = proposal.told_late_for
    if proposal.state not in WATCHED or newest is None or (told is not None and told >= newest):
        return False
    proposal.told_late_for = newest
    record(ctx, What.DEADLINE_PASSED, proposal, due=str(newest), step="answer" if newest == answer else "move")
    return True


def _ask(ctx: Context, proposal: Proposal) -> bool:
    if proposal.state not in OPEN:
        return False
    since = _last_public(ctx, proposal)
    record(ctx, What.CASE_QUIET, proposal, days=(ctx.today - since).days, since=str(since))
    return True


def _last_public(ctx: Context, proposal: Proposal) -> date:
    happened = ctx.db.scalar(
        select(func.max(Event.happened_at)).where(
            Event.subject_kind == "proposal", Event.subject_id == proposal.id, Event.what.in_(NEWS)
        )
    )
    return clock.oslo_date(happened or proposal.submitted_at or proposal.created_at)


def _remind(ctx: Context, proposal: Proposal) -> bool:
    due = _due(proposal)
    if due is None or proposal.state not in WATCHED or (mark := _mark(ctx, proposal, due)) is None:
        return False
    record(ctx, What.DEADLINE_NEAR, proposal, due=str(due), days=mark)
    return True


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
