"""A person's own second factor, as far as they are told of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from samskaping.context import Context
from samskaping.models import Person, RecoveryCode, SecondFactor


@dataclass(frozen=True)
class Factor:
    """Since when there is one, when it was used last, and how many codes on paper are left."""

    made_at: datetime
    used_at: datetime
    codes_left: int


def own(ctx: Context) -> Factor | None:
    """The visitor's own; None when they have set up none."""
    left = select(func.count()).where(RecoveryCode.person_id == SecondFactor.person_id, RecoveryCode.used_at.is_(None))
    found: Any = ctx.db.execute(
        select(SecondFactor.made_at, SecondFactor.used_at, left.scalar_subquery()).where(
            SecondFactor.person_id == ctx.actor.person_id
        )
    ).one_or_none()
    return Factor(*found) if found else None


def has(ctx: Context, person: str) -> bool:
    """Whether somebody (public id) has set one up."""
    theirs = select(SecondFactor.id).join(Person, Person.id == SecondFactor.person_id)
    return ctx.db.scalar(theirs.where(Person.public_id == person)) is not None
