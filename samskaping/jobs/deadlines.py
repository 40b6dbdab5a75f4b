"""Deadlines: reminders before, the leader told after, and a question to whoever keeps a slow case silent."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

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
from samskaping.rules.pipeline import OPEN, Ball
from samskaping.rules.shelves import WATCHED

_EVERY = timedelta(minutes=10)
_QUIET_EVERY = timedelta(hours=6)
_MOST_ASKED = 500
#: Cases that one statement finds; nobody waits for a list of all that is near in every municipality.
BATCH = 200
_EVERYWHERE = {"every_municipality": True}
Tell = Callable[[Context, Proposal], bool]


def deadlines(place: Place) -> int:
    """Remind of what is near, and tell leaders of what has passed. Answers how much was told."""
    today = clock.oslo_date(place.now())
    with transaction(place.engine) as db:
        if not takes_turn(place, db, "deadlines", _EVERY):
            return 0
    near, passed = _found(place, _near(today)), _found(place, _passed(today))
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


def _found(place: Place, wanted: Select[int, int]) -> Iterator[Any]:
    """Cases some at a time, each once: what is told meanwhile moves nothing."""
    last = 0
    while not place.stopping.is_set():
        some = wanted.where(Proposal.id > last).order_by(Proposal.id).limit(BATCH)
        with transaction(place.engine) as db:
            rows = db.execute(some, execution_options=_EVERYWHERE).all()
        yield from rows
        if len(rows) < BATCH:
            break
        last = rows[-1][0]


def _near(today: date) -> Select[int, int]:
    """Cases that have come to a mark before their day, of which nobody is told. Says in SQL what ``_mark`` says."""
    days = (today + timedelta(days=left) for left in range(max(REMIND_DAYS) + 1))
    return _watched().where(or_(*(_unreminded(day, _reached(days_left(day, today))) for day in days)))


def _unreminded(due: date, mark: int) -> ColumnElement[bool]:
    before_mark = Proposal.state_since < clock.midnight(due - timedelta(days=mark - 1))
    told = _reminders(Proposal.id).where(
        Event.details["due"].as_string() == str(due), Event.details["days"].as_integer() == mark
    )
    return and_(_NEXT == due, before_mark, ~told.exists())  # noqa: SIM300  a column, not a constant


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
_ANSWER, _STEP = (case((whose, day)) for whose, day in _OWED)
#: The first of them, or the one that there is: what ``_due`` is in Python.
_NEXT: ColumnElement[date | None] = case(
    (_STEP.is_(None), _ANSWER), (_ANSWER.is_(None), _STEP), (_ANSWER <= _STEP, _ANSWER), else_=_STEP
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
    return select(Proposal.id, Proposal.municipality_id).where(Proposal.shelf.in_(WATCHED))


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
    if proposal.shelf not in WATCHED or newest is None or (told is not None and told >= newest):
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
    if due is None or proposal.shelf not in WATCHED or (mark := _mark(ctx, proposal, due)) is None:
        return False
    record(ctx, What.DEADLINE_NEAR, proposal, due=str(due), days=mark)
    return True


def _mark(ctx: Context, proposal: Proposal, due: date) -> int | None:
    """The mark that has been reached and not told; none for one that had passed when the case came in."""
    left = days_left(due, ctx.today)
    if not 0 <= left <= max(REMIND_DAYS):
        return None
    mark = _reached(left)
    if due - timedelta(days=mark) < clock.oslo_date(proposal.state_since):
        return None
    told = ctx.db.scalars(_reminders(proposal.id))
    return None if any(one.get("days") == mark and one.get("due") == str(due) for one in told) else mark


def _reached(left: int) -> int:
    """The nearest mark, so many days before a day that is within the widest of them."""
    return min(days for days in REMIND_DAYS if left <= days)


def _reminders(proposal_id: Any) -> Select[Any]:
    """The details of those that a case has had."""
    about = (Event.subject_kind == "proposal", Event.subject_id == proposal_id, Event.what == What.DEADLINE_NEAR)
    return select(Event.details).where(*about)
