"""Colleagues who may see internal matters: for notes that mention them, evaluations and tasks."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.models import Membership, Person, Staff, Unit
from samskaping.rules.policy import INSPECTING

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


def insiders(ctx: Context, *, but: Collection[int] = ()) -> tuple[Colleague, ...]:
    """Everyone who may see internal matters here, by name; ``but`` leaves out the partial and those they lead."""
    statement: Any = (
        select(Person.id, Person.public_id, Person.name, Staff.title)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Staff, (Staff.person_id == Person.id) & (Staff.municipality_id == ctx.here.id))
        .outerjoin(Unit, Unit.id == Staff.unit_id)
        .where(
            Membership.municipality_id == ctx.here.id,
            Membership.role.in_(INSPECTING),
            Membership.ended_at.is_(None),
            Person.blocked_at.is_(None),
            Person.id.not_in(but),
            func.coalesce(Unit.leader_id, 0).not_in(but),
        )
        .order_by(Person.name, Person.public_id)
        .limit(_MOST)
    )
    return tuple({row.id: Colleague(*row) for row in ctx.db.execute(statement)}.values())
