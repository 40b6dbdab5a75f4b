"""What a caseworker may choose among: people who handle cases here, units, themes, areas, challenges."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.models import Area, Challenge, Membership, Person, Staff, Theme, Unit
from samskaping.rules.policy import HANDLING

_MOST = 500


@dataclass(frozen=True)
class Handler:
    """A person who can be given a case."""

    public_id: str
    name: str
    title: Texts | None


@dataclass(frozen=True)
class Choice:
    """Something with a public id and a name."""

    public_id: str
    name: Texts | str


def handlers(ctx: Context) -> tuple[Handler, ...]:
    """People with a handling role in force in this municipality, by name."""
    statement = (
        select(Person.public_id, Person.name, Staff.title)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Staff, (Staff.person_id == Person.id) & (Staff.municipality_id == ctx.here.id))
        .where(
            Membership.municipality_id == ctx.here.id,
            Membership.role.in_(HANDLING),
            Membership.ended_at.is_(None),
            Person.blocked_at.is_(None),
        )
        .order_by(Person.name, Person.public_id)
        .limit(_MOST)
    )
    found = {row.public_id: Handler(*row) for row in ctx.db.execute(statement)}
    return tuple(found.values())


def units(ctx: Context) -> tuple[Choice, ...]:
    return _choices(ctx, Unit, Unit.name, Unit.position)


def themes(ctx: Context) -> tuple[Choice, ...]:
    return _choices(ctx, Theme, Theme.name, Theme.position)


def areas(ctx: Context) -> tuple[Choice, ...]:
    return _choices(ctx, Area, Area.name, Area.sort_key)


def challenges(ctx: Context) -> tuple[Choice, ...]:
    """Published challenges that this municipality takes part in, newest first."""
    statement = (
        select(Challenge.public_id, Challenge.title)
        .where(Challenge.published_at.is_not(None))
        .order_by(Challenge.published_at.desc(), Challenge.public_id)
        .limit(_MOST)
    )
    return tuple(Choice(*row) for row in ctx.db.execute(statement))


def _choices(ctx: Context, table: Any, name: Any, order: Any) -> tuple[Choice, ...]:
    statement = (
        select(table.public_id, name)
        .where(table.municipality_id == ctx.here.id, table.ended_at.is_(None))
        .order_by(order, table.public_id)
        .limit(_MOST)
    )
    return tuple(Choice(*row) for row in ctx.db.execute(statement))
