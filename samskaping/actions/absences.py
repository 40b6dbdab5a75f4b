"""Somebody is away for some days, and somebody stands in for them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from samskaping.actions.record import public_id, record
from samskaping.context import Context
from samskaping.errors import Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Absence, Municipality, Person, Staff, Unit
from samskaping.queries import colleagues
from samskaping.rules.absences import flaws
from samskaping.rules.events import What
from samskaping.rules.policy import Can
from samskaping.rules.roles import Role


@dataclass(frozen=True)
class Whose:
    """An absence, as permissions ask: whose it is."""

    writer_id: int | None
    session_id: int | None = None


def say(
    ctx: Context, *, person: str, stand_in: str, from_on: date | None, until_on: date | None, once: str | None = None
) -> str:
    """Say that somebody is away, both days with, and who stands in. Answers the absence's public id.

    One says it for oneself, a leader for those of their unit, an administrator for anyone.
    """
    municipality = ctx.db.scalar(select(Municipality).where(Municipality.id == ctx.here.id).with_for_update())
    if municipality is None:
        raise Missing
    found = flaws(from_on, until_on, ctx.today)
    away, other = _handling(ctx, person), _handling(ctx, stand_in)
    if away is None:
        found["person"] = _("Velg noen som behandler saker i kommunen")
    if other is None:
        found["stand_in"] = _("Velg en vikar som behandler saker i kommunen")
    elif away == other:
        found["stand_in"] = _("Velg en annen enn den som er borte")
    if away is not None:
        _may_say(ctx, away)
    if found or away is None or other is None or from_on is None or until_on is None:
        raise Unfit(**found)
    if _overlaps(ctx, away, from_on, until_on):
        raise Unfit(from_on=_("Det er meldt fravær i disse dagene fra før. Avslutt det først."))
    row = Absence(
        municipality_id=ctx.here.id, public_id=public_id(), person_id=away, stand_in_id=other,
        from_on=from_on, until_on=until_on, said_at=ctx.now, said_by_id=ctx.actor.person_id,
    )  # fmt: skip
    ctx.db.add(row)
    record(ctx, What.ABSENCE_SAID, municipality, once=once, absence=row.public_id, person=person, stand_in=stand_in)
    return row.public_id


def end(ctx: Context, absence: str, *, once: str | None = None) -> None:
    """Call an absence off, or cut it short: from now on it counts no more."""
    municipality = ctx.db.scalar(select(Municipality).where(Municipality.id == ctx.here.id).with_for_update())
    row = ctx.db.scalar(select(Absence).where(Absence.public_id == absence))
    if row is None or municipality is None:
        raise Missing
    _may_say(ctx, row.person_id)
    if row.ended_at is not None:
        return
    row.ended_at = ctx.now
    both: Any = ctx.db.execute(
        select(Person.id, Person.public_id).where(Person.id.in_((row.person_id, row.stand_in_id)))
    )
    people = {one[0]: one[1] for one in both}
    record(
        ctx, What.ABSENCE_ENDED, municipality, once=once, absence=absence,
        person=people[row.person_id], stand_in=people[row.stand_in_id],
    )  # fmt: skip


def _may_say(ctx: Context, person_id: int) -> None:
    """Raises ``Refused``, or ``Unfit`` for a leader: they say it for their own people only."""
    ctx.require(Can.ABSENCE_SAY, Whose(person_id))
    if person_id == ctx.actor.person_id or Role.ADMINISTRATOR in ctx.actor.roles:
        return
    led = select(Staff.id).join(Unit, Unit.id == Staff.unit_id)
    if ctx.db.scalar(led.where(Staff.person_id == person_id, Unit.leader_id == ctx.actor.person_id)) is None:
        raise Unfit(person=_("Du kan melde fravær for deg selv og for dem i enheten du leder."))


def _handling(ctx: Context, public_id: str) -> int | None:
    found = colleagues.handler(ctx, public_id)
    return found.id if found else None


def _overlaps(ctx: Context, person_id: int, from_on: date, until_on: date) -> bool:
    held = select(Absence.id).where(
        Absence.person_id == person_id,
        Absence.ended_at.is_(None),
        Absence.from_on <= until_on,
        Absence.until_on >= from_on,
    )
    return ctx.db.scalar(held) is not None
