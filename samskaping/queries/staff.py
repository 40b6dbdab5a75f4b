"""The municipality's people: their roles, titles and units, as an administrator sees them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Missing
from samskaping.models import Membership, Person, Staff, Unit
from samskaping.rules.roles import Role
from samskaping.text import sort_key

#: So many are shown; the log of security has them all.
_MOST = 100


@dataclass(frozen=True)
class Member:
    """One of the staff, with the roles in force."""

    public_id: str
    name: str
    email: str
    is_confirmed: bool
    title: Texts
    unit: Texts | None
    unit_id: str | None
    roles: frozenset[Role]
    #: Those that the municipality's own issuer of sign-ins gave.
    issued: frozenset[Role] = frozenset()

    @property
    def role_order(self) -> list[Role]:
        """The roles in the order in which they are always listed."""
        return [role for role in Role if role in self.roles]


@dataclass(frozen=True)
class Grant:
    """A role that somebody was given: by whom (nobody from the shell), when, and until when."""

    role: Role
    granted_at: datetime
    by: str | None
    ended_at: datetime | None


@dataclass(frozen=True)
class Former:
    """Somebody who worked here, and when the last role ended."""

    public_id: str
    name: str
    ended_at: datetime


def grants(ctx: Context, person: str) -> tuple[Grant, ...]:
    """Every role that somebody has been given here, the newest first. One statement."""
    giver = aliased(Person)
    found = (
        select(Membership.role, Membership.granted_at, giver.name, Membership.ended_at)
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(giver, giver.id == Membership.granted_by_id)
        .where(Person.public_id == person)
        .order_by(Membership.granted_at.desc(), Membership.id.desc())
        .limit(_MOST)
    )
    return tuple(Grant(*row) for row in ctx.db.execute(found))


def former(ctx: Context) -> tuple[Former, ...]:
    """Those whose roles here have all ended, the last one first. One statement."""
    last: Any = func.max(Membership.ended_at)
    found = (
        select(Person.public_id, Person.name, last)
        .join(Membership, Membership.person_id == Person.id)
        .group_by(Person.id, Person.public_id, Person.name)
        .having(func.count() == func.count(Membership.ended_at))
        .order_by(last.desc())
        .limit(_MOST)
    )
    return tuple(Former(*row) for row in ctx.db.execute(found))


def everyone(ctx: Context) -> tuple[Member, ...]:
    """All who have a role in force, by name."""
    return tuple(sorted(_members(ctx, _rows()), key=lambda member: sort_key(member.name)))


def member(ctx: Context, public_id: str) -> Member:
    """One of the staff, also one whose roles have all ended. Raises ``Missing`` for anybody else."""
    found = _members(ctx, _rows(inner=False).where(Person.public_id == public_id))
    if not found:
        raise Missing
    return found[0]


def _rows(*, inner: bool = True) -> Any:
    in_force = aliased(Membership)
    return (
        select(
            Person.public_id,
            Person.name,
            Person.email,
            Person.confirmed_at,
            Staff.title,
            Unit.name.label("unit"),
            Unit.public_id.label("unit_id"),
            in_force.role,
            in_force.by_issuer,
        )
        .select_from(Staff)
        .join(Person, Person.id == Staff.person_id)
        .outerjoin(Unit, Unit.id == Staff.unit_id)
        .join(in_force, and_(in_force.person_id == Person.id, in_force.ended_at.is_(None)), isouter=not inner)
    )


def _members(ctx: Context, statement: Any) -> list[Member]:
    rows: dict[str, Any] = {}
    roles: dict[str, set[Role]] = {}
    issued: dict[str, set[Role]] = {}
    for row in ctx.db.execute(statement):
        rows[row.public_id] = row
        roles.setdefault(row.public_id, set()).update({row.role} if row.role else ())
        issued.setdefault(row.public_id, set()).update({row.role} if row.by_issuer else ())
    return [
        Member(
            public_id=id_,
            name=row.name,
            email=row.email,
            is_confirmed=row.confirmed_at is not None,
            title=row.title or Texts(),
            unit=row.unit,
            unit_id=row.unit_id,
            roles=frozenset(roles[id_]),
            issued=frozenset(issued[id_]),
        )
        for id_, row in rows.items()
    ]
