"""What a block looks at in a larger statement: whether somebody is blocked here now, and the roles they have."""

from typing import Any

from sqlalchemy import String, exists, or_, select, type_coerce
from sqlalchemy.sql.functions import aggregate_strings

from samskaping.context import Context
from samskaping.models import Membership, Person
from samskaping.rules.roles import Role


def holding(ctx: Context, block: Any, person_id: Any) -> Any:
    """Whether a block holds somebody from writing here now."""
    return exists().where(
        block.person_id == person_id,
        block.municipality_id == ctx.here.id,
        block.lifted_at.is_(None),
        or_(block.until_on.is_(None), block.until_on >= ctx.today),
    )


def roles_held(ctx: Context) -> Any:
    """The roles that the person of a row has here, to be read by ``roles``."""
    held = select(aggregate_strings(type_coerce(Membership.role, String), ",")).where(
        Membership.person_id == Person.id, Membership.municipality_id == ctx.here.id, Membership.ended_at.is_(None)
    )
    return held.scalar_subquery()


def roles(held: str | None) -> frozenset[Role]:
    """What ``roles_held`` found."""
    return frozenset(map(Role, held.split(",") if held else ()))
