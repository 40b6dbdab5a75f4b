"""Who works here: the roles that people hold now, those who can be given a case, those who see internal matters."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import func, select

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.models import Membership, Person, Staff, Unit
from samskaping.rules.policy import HANDLING, INSPECTING
from samskaping.rules.roles import Role

_MOST = 500


@dataclass(frozen=True)
class Colleague:
    """One of the staff. ``id`` is an inner key."""

    id: int
    public_id: str
    name: str
    title: Texts | None

    @property
    def spoken(self) -> str:
        """Name and title."""
        return f"{self.name}, {self.title}" if self.title else self.name


def holding(ctx: Context, roles: Collection[Role]) -> tuple[Any, ...]:
    """The conditions on ``Membership`` and ``Person``: one of these roles here, in force, and not shut out."""
    return (
        Membership.municipality_id == ctx.here.id,
        Membership.role.in_(roles),
        Membership.ended_at.is_(None),
        Person.blocked_at.is_(None),
    )


class Handling(NamedTuple):
    """Somebody who can be given a case, and the leader of their unit; inner keys."""

    id: int
    leader_id: int | None


def handler(ctx: Context, public_id: str) -> Handling | None:
    """The one of that name who can be given a case here; None for anybody else."""
    row = ctx.db.execute(
        select(Person.id, Unit.leader_id)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Staff, (Staff.person_id == Person.id) & (Staff.municipality_id == ctx.here.id))
        .outerjoin(Unit, Unit.id == Staff.unit_id)
        .where(Person.public_id == public_id, *holding(ctx, HANDLING))
        .limit(1)
    ).one_or_none()
    return Handling(*row) if row else None


def insiders(ctx: Context, *, but: Collection[int] = ()) -> tuple[Colleague, ...]:
    """Everyone who may see internal matters here, by name; ``but`` leaves out the partial and those they lead."""
    statement: Any = (
        select(Person.id, Person.public_id, Person.name, Staff.title)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Staff, (Staff.person_id == Person.id) & (Staff.municipality_id == ctx.here.id))
        .outerjoin(Unit, Unit.id == Staff.unit_id)
        .where(
            *holding(ctx, INSPECTING),
            Person.id.not_in(but),
            func.coalesce(Unit.leader_id, 0).not_in(but),
        )
        .order_by(Person.name, Person.public_id)
        .limit(_MOST)
    )
    return tuple({row.id: Colleague(*row) for row in ctx.db.execute(statement)}.values())
