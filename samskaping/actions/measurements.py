"""Measuring a benefit: by staff, or by somebody outside through a mailed link; and taking back what was wrong."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from samskaping import text
from samskaping.actions import authors
from samskaping.actions.benefits import Subject, at_hand, is_seen, last_measured
from samskaping.actions.record import public_id, record
from samskaping.context import Context
from samskaping.errors import Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Benefit, Challenge, Measurement
from samskaping.rules import limits
from samskaping.rules.benefits import NOTE, came, next_day
from samskaping.rules.events import What
from samskaping.rules.pipeline import MEASURES
from samskaping.rules.policy import Can


@dataclass(frozen=True)
class Reading:
    """What was measured, on which day, and a word on it; ``signed`` by whoever measured through a link."""

    value: Decimal | None
    on: date | None
    note: str = ""
    language: str = "nb"
    signed: str = ""


@dataclass(frozen=True)
class Owned:
    """Who answers for a benefit, and who is partial in its case: as permissions ask."""

    writer_id: int | None
    partial_ids: list[int]
    session_id: int | None = None


def measure(ctx: Context, benefit: str, reading: Reading, *, once: str | None = None) -> str:
    """Keep what a benefit came to on a day. Answers the measurement's public id. Raises ``Unfit``."""
    row, about = measuring(ctx, benefit)
    return keep(ctx, row, about, reading, authors.municipal(ctx), once=once)


def keep(
    ctx: Context,
    row: Benefit,
    about: Subject,
    reading: Reading,
    author: int,
    *,
    once: str | None,
    by_link: bool = False,
) -> str:
    """Write a measurement down for an author, with what it comes to in the history, and look ahead to the next."""
    if row.zero_value is None or row.zero_on is None:
        raise Unfit(_("Gevinsten har ikke noe nullpunkt ennå. Skriv det i planen før dere måler."))
    _refuse_flaws(ctx, row.zero_on, reading, by_link=by_link)
    assert reading.value is not None
    assert reading.on is not None
    one = Measurement(
        municipality_id=row.municipality_id,
        public_id=public_id(),
        benefit_id=row.id,
        measured_on=reading.on,
        value=reading.value,
        note=text.tidy(reading.note),
        language=reading.language,
        author_id=author,
        signed=text.tidy(reading.signed),
        entered_at=ctx.now,
    )
    ctx.db.add(one)
    ctx.db.flush()
    row.measure_on = next_day(row.rhythm, row.zero_on, row.target_on, last_measured(ctx, row))
    record(
        ctx, What.MEASUREMENT_MADE, about, author_id=author, once=once, benefit=row.public_id,
        measurement=one.public_id, value=f"{reading.value:f}", on=str(reading.on),
        came=came(row.zero_value, row.target, reading.value),
    )  # fmt: skip
    return one.public_id


def take_back(ctx: Context, measurement: str, why: str, *, once: str | None = None) -> None:
    """Say that a measurement was wrong, and why; it stays, and counts no more."""
    named = select(Benefit.public_id).join(Measurement, Measurement.benefit_id == Benefit.id)
    benefit = ctx.db.scalar(named.where(Measurement.public_id == measurement))
    row, about = measuring(ctx, benefit or "")
    one = ctx.db.scalars(select(Measurement).where(Measurement.public_id == measurement).with_for_update()).one()
    if one.taken_back_at is not None:
        raise Unfit(_("Målingen er tatt tilbake fra før."))
    if not why.strip():
        raise Unfit(why=_("Skriv hva som var feil"))
    one.taken_back_at, one.taken_back_why = ctx.now, text.tidy(why)[:500]
    ctx.db.flush()
    row.measure_on = next_day(row.rhythm, row.zero_on, row.target_on, last_measured(ctx, row))
    record(
        ctx, What.MEASUREMENT_TAKEN_BACK, about, author_id=authors.municipal(ctx), once=once,
        benefit=row.public_id, measurement=measurement,
    )  # fmt: skip


def takes_measurements(about: Subject) -> bool:
    """Whether a benefit can be measured now: of a challenge once it is published, of a case from assessment on."""
    return is_seen(about) if isinstance(about, Challenge) else about.state in MEASURES


def measuring(ctx: Context, benefit: str) -> tuple[Benefit, Subject]:
    """A benefit and what it is about, locked, for those who may measure it now. Raises ``Missing``, ``Refused``."""
    row, about = at_hand(ctx, benefit)
    ctx.require(Can.BENEFIT_MEASURE, Owned(row.owner_id, getattr(about, "partial_ids", [])))
    if about.municipality_id != ctx.here.id:
        raise Missing
    if not takes_measurements(about):
        raise Unfit(_("Her kan ikke gevinster måles nå."))
    return row, about


def _refuse_flaws(ctx: Context, zero_on: date, reading: Reading, *, by_link: bool) -> None:
    found = {}
    if reading.value is None:
        found["value"] = _("Skriv hva dere målte, som et tall")
    if reading.on is None or reading.on > ctx.today:
        found["on"] = _("Velg dagen det ble målt, i dag eller før")
    elif reading.on <= zero_on:
        found["on"] = _("Målingen må komme etter nullpunktet")
    if flaw := limits.too_long(text.tidy(reading.note), NOTE):
        found["note"] = flaw
    if by_link and not reading.signed.strip():
        found["signed"] = _("Skriv navnet ditt, og gjerne hvem du måler for")
    if found:
        raise Unfit(**found)


def remind(ctx: Context, benefit: str) -> bool:
    """By the clock: whoever answers for a benefit hears that it is not measured, once for each day it should have been.

    Nobody is reminded where nothing can be measured any more. Answers whether it was done.
    """
    row, about = at_hand(ctx, benefit)
    due = row.measure_on
    if due is None or due >= ctx.today or (row.reminded_for is not None and row.reminded_for >= due):
        return False
    row.reminded_for = due
    if not takes_measurements(about):
        ctx.db.flush()
        ctx.db.info.pop("untold", None)  # the mark alone is no deed
        return False
    record(ctx, What.MEASUREMENT_LATE, about, benefit=benefit, due=str(due))
    return True
