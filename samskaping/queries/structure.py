"""Units, themes and areas as their lists and forms show them; those that are no longer in use stand last."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Missing
from samskaping.models import Area, Membership, Person, Proposal, Theme, Unit
from samskaping.rules.roles import Role
from samskaping.rules.shelves import Shelf
from samskaping.text import sort_key


@dataclass(frozen=True)
class UnitRow:
    """A unit, and who leads it."""

    public_id: str
    name: Texts
    answers_for: Texts
    leader: str | None
    leader_id: str | None
    leader_title: Texts
    position: int
    ended_at: datetime | None


@dataclass(frozen=True)
class ThemeRow:
    """A theme, and the unit that answers on it."""

    public_id: str
    name: Texts
    unit: Texts | None
    unit_id: str | None
    position: int
    ended_at: datetime | None
    open_cases: int


@dataclass(frozen=True)
class AreaRow:
    """A place in the municipality."""

    public_id: str
    name: str
    ended_at: datetime | None
    open_cases: int


def units(ctx: Context) -> tuple[UnitRow, ...]:
    """All units, in the municipality's own order."""
    rows = ctx.db.execute(_units().order_by(Unit.position, Unit.id))
    return _in_use_first(UnitRow(*row) for row in rows)


def unit(ctx: Context, public_id: str) -> UnitRow:
    """One unit. Raises ``Missing``."""
    return UnitRow(*_one(ctx, _units(), Unit, public_id))


def themes(ctx: Context) -> tuple[ThemeRow, ...]:
    """All themes, in the municipality's own order."""
    rows = ctx.db.execute(_themes().order_by(Theme.position, Theme.id))
    return _in_use_first(ThemeRow(*row) for row in rows)


def theme(ctx: Context, public_id: str) -> ThemeRow:
    """One theme. Raises ``Missing``."""
    return ThemeRow(*_one(ctx, _themes(), Theme, public_id))


def areas(ctx: Context) -> tuple[AreaRow, ...]:
    """All areas by name, as Norwegian sorts."""
    rows = ctx.db.execute(_areas().order_by(Area.sort_key, Area.public_id))
    return _in_use_first(AreaRow(*row) for row in rows)


def area(ctx: Context, public_id: str) -> AreaRow:
    """One area. Raises ``Missing``."""
    return AreaRow(*_one(ctx, _areas(), Area, public_id))


def leaders(ctx: Context) -> tuple[tuple[str, str], ...]:
    """(public id, name) of those who may lead a unit."""
    rows = ctx.db.execute(
        select(Person.public_id, Person.name)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.role == Role.LEDER, Membership.ended_at.is_(None))
    )
    return tuple(sorted(((row[0], row[1]) for row in rows), key=lambda pair: sort_key(pair[1])))


def _units() -> Any:
    found: Any = select(
        Unit.public_id,
        Unit.name,
        Unit.answers_for,
        Person.name,
        Person.public_id,
        Unit.leader_title,
        Unit.position,
        Unit.ended_at,
    ).outerjoin(Person, Person.id == Unit.leader_id)
    return found


def _themes() -> Any:
    found: Any = select(
        Theme.public_id, Theme.name, Unit.name, Unit.public_id, Theme.position, Theme.ended_at,
        _open_cases(Theme, Proposal.theme_id),
    )  # fmt: skip
    return found.outerjoin(Unit, Unit.id == Theme.unit_id)


def _areas() -> Any:
    found: Any = select(Area.public_id, Area.name, Area.ended_at, _open_cases(Area, Proposal.area_id))
    return found


def _open_cases(table: Any, column: Any) -> Any:
    """How many open cases have a row: they keep it when it goes out of use."""
    held = select(func.count()).select_from(Proposal)
    held = held.where(Proposal.municipality_id == table.municipality_id, Proposal.shelf == Shelf.APEN)
    return held.where(column == table.id).correlate(table).scalar_subquery()


def _one(ctx: Context, statement: Any, table: Any, public_id: str) -> Any:
    row = ctx.db.execute(statement.where(table.public_id == public_id)).one_or_none()
    if row is None:
        raise Missing
    return row


def _in_use_first(rows: Any) -> tuple[Any, ...]:
    return tuple(sorted(rows, key=lambda row: row.ended_at is not None))
