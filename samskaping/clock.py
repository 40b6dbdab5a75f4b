"""The only clock: the present instant in UTC, and days as Norway counts them."""

from datetime import UTC, date, datetime, time, timedelta
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


def wall(day: date, hour: int, minute: int) -> tuple[datetime, ...]:
    """The instants at which clocks in Norway show this on a day: one, but none or two on nights when they are set."""
    shown = datetime.combine(day, time(hour, minute))
    found = {shown.replace(tzinfo=OSLO, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return tuple(sorted(moment for moment in found if oslo(moment).replace(tzinfo=None, fold=0) == shown))


def is_set_on(day: date) -> bool:
    """Whether clocks in Norway are set forward or back on a day."""
    return midnight(day + timedelta(days=1)) - midnight(day) != timedelta(days=1)


def is_summer(moment: datetime) -> bool:
    """Whether an instant is in summer time in Norway."""
    return bool(oslo(moment).dst())
