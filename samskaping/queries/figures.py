"""Who answers how fast: measured from real rows, and told as it is."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select

from samskaping.clock import midnight, oslo_date
from samskaping.context import Context
from samskaping.db import Texts
from samskaping.models import Person, Proposal, Unit

#: Figures are made from the newest so many proposals of the last year: a bounded reading. The year begins with a day,
#: so that a page shows the same until midnight.
YEAR = timedelta(days=365)
_MOST_MEASURED = 300


@dataclass(frozen=True)
class Figures:
    """Measured from real rows: how many were due, how many were answered in time, and how fast."""

    due: int = 0
    in_time: int = 0
    answered: int = 0
    days: int = 0
    overdue: int = 0

    @property
    def share(self) -> float | None:
        return self.in_time / self.due if self.due else None

    @property
    def average(self) -> int | None:
        """Days to the first answer, rounded."""
        return round(self.days / self.answered) if self.answered else None


@dataclass(frozen=True)
class Answering:
    """A unit, who leads it, and how it answers."""

    name: Texts
    answers_for: Texts
    leader_title: Texts
    leader: str | None
    figures: Figures


_UNITS: Any = (
    select(Unit.id, Unit.name, Unit.answers_for, Unit.leader_title, Person.name)
    .outerjoin(Person, Person.id == Unit.leader_id)
    .where(Unit.ended_at.is_(None))
    .order_by(Unit.position, Unit.id)
)
_OPEN = (Proposal.municipality_id == bindparam("here"), Proposal.is_public)
_PASSED = and_(Proposal.waiting_since.is_not(None), Proposal.answer_due < bindparam("today"))
_DUE: Any = (
    select(Proposal.unit_id, Proposal.submitted_at, Proposal.answered_at, Proposal.answer_due)
    .where(
        *_OPEN,
        Proposal.submitted_at > bindparam("since"),
        Proposal.answer_due.is_not(None),
        or_(Proposal.answered_at.is_not(None), _PASSED),
    )
    .order_by(Proposal.submitted_at.desc(), Proposal.reference.desc())
    .limit(_MOST_MEASURED)
)
_LATE: Any = select(Proposal.unit_id, func.count()).where(*_OPEN, _PASSED).group_by(Proposal.unit_id)


def answering(ctx: Context, measured: "defaultdict[int | None, Figures]") -> tuple[Answering, ...]:
    """The units that answer, each with its leader and figures. One statement."""
    rows: Any = ctx.db.execute(_UNITS)
    return tuple(Answering(row[1], row[2], row[3], row[4], measured[row[0]]) for row in rows)


def by_unit(ctx: Context) -> tuple[Answering, ...]:
    """Each unit with its figures, and last those of cases that no unit has, if any. Three statements."""
    figures = measured(ctx)
    units = answering(ctx, figures)
    if None not in figures:
        return units
    return (*units, Answering(Texts(), Texts(), Texts(), None, figures[None]))


def measured(ctx: Context) -> "defaultdict[int | None, Figures]":
    """Figures of each unit's answers. Two statements.

    A proposal counts once its answer is given or its date has passed; one that the writer took back, or that was
    merged before its date, does not. What is still unanswered after its date counts as late.
    """
    when = {"here": ctx.here.id, "today": ctx.today, "since": midnight(ctx.today) - YEAR}
    found: defaultdict[int | None, Figures] = defaultdict(Figures)
    for unit, submitted, answered, until in ctx.db.execute(_DUE, when):
        found[unit] = _added(found[unit], submitted, answered, until)
    for unit, count in ctx.db.execute(_LATE, when):
        before = found[unit]
        found[unit] = Figures(before.due, before.in_time, before.answered, before.days, count)
    return found


def total(figures: "defaultdict[int | None, Figures]") -> Figures:
    """The municipality's figures from its units'."""
    columns = zip(*((f.due, f.in_time, f.answered, f.days, f.overdue) for f in figures.values()), strict=True)
    return Figures(*(sum(column) for column in columns)) if figures else Figures()


def _added(before: Figures, submitted: datetime, answered: datetime | None, until: date) -> Figures:
    if answered is None:
        return Figures(before.due + 1, before.in_time, before.answered, before.days)
    day = oslo_date(answered)
    return Figures(
        before.due + 1,
        before.in_time + (day <= until),
        before.answered + 1,
        before.days + (day - oslo_date(submitted)).days,
    )
