"""Who is away, and who stands in for them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.models import Absence, Person
from samskaping.rules.policy import Can

_MOST = 200


@dataclass(frozen=True)
class Away:
    """One absence that is in force or to come. ``stand_in_from`` is set when the stand-in is away too meanwhile."""

    public_id: str
    person_id: int
    person_key: str
    person: str
    stand_in_id: int
    stand_in_key: str
    stand_in: str
    from_on: date
    until_on: date
    stand_in_from: date | None
    stand_in_until: date | None

    def is_on(self, day: date) -> bool:
        """Whether the person is away on a day."""
        return self.from_on <= day <= self.until_on


def known(ctx: Context) -> tuple[Away, ...]:
    """Absences in force and to come, the first first. One statement."""
    ctx.require(Can.STAFF_ENTER)
    away, stand_in, theirs = aliased(Person), aliased(Person), aliased(Absence)
    overlap = and_(
        theirs.person_id == Absence.stand_in_id,
        theirs.ended_at.is_(None),
        theirs.from_on <= Absence.until_on,
        theirs.until_on >= Absence.from_on,
        or_(Absence.from_on > ctx.today, theirs.until_on >= ctx.today),
    )
    statement: Any = (
        select(
            Absence.public_id, away.id, away.public_id, away.name, stand_in.id, stand_in.public_id, stand_in.name,
            Absence.from_on, Absence.until_on, theirs.from_on, theirs.until_on,
        )
        .join(away, away.id == Absence.person_id)
        .join(stand_in, stand_in.id == Absence.stand_in_id)
        .outerjoin(theirs, overlap)
        .where(
            Absence.municipality_id == ctx.here.id,
            Absence.until_on >= ctx.today,
            Absence.ended_at.is_(None),
        )
        .order_by(Absence.from_on, Absence.public_id)
        .limit(_MOST)
    )  # fmt: skip
    found = {row[0]: Away(*row) for row in ctx.db.execute(statement)}
    return tuple(found.values())


def in_force(ctx: Context, person_id: Any) -> ColumnElement[bool]:
    """The absence that keeps a person away today; one at the most."""
    return and_(
        Absence.municipality_id == ctx.here.id,
        Absence.person_id == person_id,
        Absence.ended_at.is_(None),
        Absence.from_on <= ctx.today,
        Absence.until_on >= ctx.today,
    )


def stood_in_for(ctx: Context, absences: tuple[Away, ...]) -> tuple[Away, ...]:
    """Those whose cases are the reader's too today."""
    mine = [one for one in absences if one.is_on(ctx.today) and one.stand_in_id == ctx.actor.person_id]
    return tuple({one.person_id: one for one in mine}.values())
