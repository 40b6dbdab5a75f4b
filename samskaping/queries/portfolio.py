"""The portfolio of a municipality: its public cases by state, goal, theme and area, and its challenges by goal."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from samskaping.context import Context
from samskaping.models import Area, Challenge, Proposal, ProposalGoal, Stay, Theme
from samskaping.rules.goals import GOALS
from samskaping.rules.kinds import ChallengeState
from samskaping.rules.paces import FEW_STAYS
from samskaping.rules.pipeline import State
from samskaping.rules.portfolio import COUNTED, Group, Line, group


@dataclass(frozen=True)
class Filters:
    """What a portfolio is narrowed by: a goal's number, and a theme's public id."""

    goal: int | None = None
    theme: str = ""


@dataclass(frozen=True)
class Stop:
    """How many cases are in one state now, and since when the one that came there first."""

    state: State
    count: int
    since: datetime | None


@dataclass(frozen=True)
class Portfolio:
    """Everything on the page."""

    stops: tuple[Stop, ...]
    goals: tuple[Line, ...]
    themes: tuple[Line, ...]
    areas: tuple[Line, ...]
    #: Days that a case of this municipality is in a state, in the mean of the last twelve months; of all its cases.
    days: Mapping[State, float]

    @property
    def by_state(self) -> dict[State, int]:
        return {stop.state: stop.count for stop in self.stops}

    @property
    def counts(self) -> Counter[Group]:
        """All cases by group."""
        found: Counter[Group] = Counter()
        for stop in self.stops:
            found[group(stop.state)] += stop.count
        return found


def portfolio(ctx: Context, filters: Filters) -> Portfolio:
    """The whole, or a part of it. Six statements, however many cases there are."""
    lines = (_goals(ctx, filters), _themes(ctx, filters), _areas(ctx, filters))
    return Portfolio(_stops(ctx, filters), *lines, days=_days(ctx))


def _days(ctx: Context) -> dict[State, float]:
    rows: Any = ctx.db.execute(
        select(Stay.state, Stay.days).where(Stay.municipality_id == ctx.here.id, Stay.cases >= FEW_STAYS)
    )
    return dict(rows.all())


def _narrowed(ctx: Context, filters: Filters) -> list[Any]:
    wanted: list[Any] = [
        Proposal.municipality_id == ctx.here.id, Proposal.is_public, Proposal.state.in_(COUNTED),
    ]  # fmt: skip
    if filters.goal:
        having = select(ProposalGoal.proposal_id).where(ProposalGoal.goal == filters.goal)
        wanted.append(Proposal.id.in_(having.correlate(None)))
    if filters.theme:
        wanted.append(Proposal.theme_id.in_(select(Theme.id).where(Theme.public_id == filters.theme)))
    return wanted


def _stops(ctx: Context, filters: Filters) -> tuple[Stop, ...]:
    counted = select(Proposal.state, func.count(), func.min(Proposal.state_since))
    rows = ctx.db.execute(counted.where(*_narrowed(ctx, filters)).group_by(Proposal.state))
    found = {state: Stop(state, count, since) for state, count, since in rows}
    return tuple(found.get(state) or Stop(state, 0, None) for state in State if state in COUNTED)


def _goals(ctx: Context, filters: Filters) -> tuple[Line, ...]:
    counted = (
        select(ProposalGoal.goal, Proposal.state, func.count())
        .join(Proposal, Proposal.id == ProposalGoal.proposal_id)
        .where(*_narrowed(ctx, filters))
        .group_by(ProposalGoal.goal, Proposal.state)
    )
    running = select(Challenge.goals).where(
        Challenge.stands_in(ctx.here.id), Challenge.state == ChallengeState.APEN, Challenge.published_at.is_not(None)
    )
    if filters.theme:
        running = running.where(Challenge.theme_id.in_(select(Theme.id).where(Theme.public_id == filters.theme)))
    challenges = Counter(goal for goals in ctx.db.scalars(running) for goal in set(goals or ()))
    counts = _by_group(ctx.db.execute(counted))
    return tuple(
        Line(str(number), goal.title, counts.get(number, Counter()), challenges[number])
        for number, goal in GOALS.items()
        if filters.goal in (None, number)
    )


def _themes(ctx: Context, filters: Filters) -> tuple[Line, ...]:
    return _named(ctx, filters, Theme, Proposal.theme_id, Theme.position)


def _areas(ctx: Context, filters: Filters) -> tuple[Line, ...]:
    return _named(ctx, filters, Area, Proposal.area_id, Area.sort_key)


def _named(ctx: Context, filters: Filters, table: Any, key: Any, order: Any) -> tuple[Line, ...]:
    cases: Any = select(key.label("key"), Proposal.state, func.count().label("count"))
    counted = cases.where(*_narrowed(ctx, filters)).group_by(key, Proposal.state).subquery()
    named = select(table.public_id, table.name, order, counted.c.state, counted.c.count)
    rows = ctx.db.execute(named.join(counted, counted.c.key == table.id)).all()
    counts = _by_group((row[0], row[3], row[4]) for row in rows)
    places = sorted({row[0]: (row[2], row[0]) for row in rows}.items(), key=lambda one: one[1])
    names = {row[0]: row[1] for row in rows}
    return tuple(Line(public_id, names[public_id], counts[public_id]) for public_id, _order in places)


def _by_group(rows: Iterable[Any]) -> dict[Any, Counter[Group]]:
    found: dict[Any, Counter[Group]] = {}
    for key, state, count in rows:
        found.setdefault(key, Counter())[group(state)] += count
    return found
