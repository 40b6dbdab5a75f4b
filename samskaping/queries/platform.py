"""Those who look after the platform, now and before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.errors import Missing
from samskaping.models import Person, PlatformRole
from samskaping.rules.policy import Can

#: So many are shown; the log of security has them all.
_MOST = 200


@dataclass(frozen=True)
class Keeper:
    """Somebody who looks after the platform, or did. ``by`` gave it; nobody did where it came from the shell."""

    public_id: str
    name: str
    email: str
    is_confirmed: bool
    granted_at: datetime
    by: str | None
    ended_at: datetime | None


def everyone(ctx: Context) -> tuple[Keeper, ...]:
    """All who do and did, those in force first. One statement."""
    ctx.require(Can.PLATFORM_LOOK_AFTER)
    found = _keepers().order_by(PlatformRole.ended_at.is_not(None), PlatformRole.granted_at.desc()).limit(_MOST)
    return tuple(Keeper(*row) for row in ctx.db.execute(found))


def keeper(ctx: Context, person: str) -> Keeper:
    """One who does now. Raises ``Missing`` for anybody else."""
    ctx.require(Can.PLATFORM_LOOK_AFTER)
    row = ctx.db.execute(_keepers().where(Person.public_id == person, PlatformRole.ended_at.is_(None))).one_or_none()
    if row is None:
        raise Missing
    return Keeper(*row)


def _keepers() -> Any:
    giver = aliased(Person)
    return (
        select(
            Person.public_id, Person.name, Person.email, Person.confirmed_at.is_not(None), PlatformRole.granted_at,
            giver.name, PlatformRole.ended_at,
        )
        .join(Person, Person.id == PlatformRole.person_id)
        .outerjoin(giver, giver.id == PlatformRole.granted_by_id)
    )  # fmt: skip
