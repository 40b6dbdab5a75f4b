"""The only clock: the present instant in UTC, and days as Norway counts them."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def oslo(moment: datetime) -> datetime:
    """The same instant on a wall clock in Norway."""
    return moment.astimezone(OSLO)


def oslo_date(moment: datetime) -> date:
    """The calendar day in Norway on which an instant falls."""
    return oslo(moment).date()


def midnight(day: date) -> datetime:
    """The instant at which a day begins in Norway."""
    return datetime.combine(day, time(), OSLO).astimezone(UTC)


def at(day: date, hour: int) -> datetime:
    """The instant at which a full hour strikes in Norway on a day."""
    return datetime.combine(day, time(hour), OSLO).astimezone(UTC)
