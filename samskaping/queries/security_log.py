"""The security log of one municipality in pages, and of the whole installation as rows for another system."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, func, select

from samskaping.clock import midnight
from samskaping.context import Context
from samskaping.errors import Missing
from samskaping.models import Municipality, Person, PlatformRole, SecurityEvent, Staff
from samskaping.queries import cursors
from samskaping.queries.cursors import Order, Place, Slice
from samskaping.rules.policy import Can

#: Rows that are read at a time for another system.
_STEP = 500


@dataclass(frozen=True)
class Wanted:
    """Which rows: of a kind, by a person (public id), from and until a day in Norway, about an object (its id)."""

    what: str = ""
    person: str = ""
    since: date | None = None
    until: date | None = None
    about: str = ""


@dataclass(frozen=True)
class Logged:
    """One row. ``who`` is the name now, of somebody on the staff there; ``person`` their public id, or anybody's."""

    mark: str
    happened_at: datetime
    what: str
    who: str | None
    person: str | None
    municipality: str | None
    details: dict[str, Any]


def listing(ctx: Context, wanted: Wanted, place: Place | None = None, size: int = 50) -> Slice:
    """The municipality's own log, newest first."""
    ctx.require(Can.SECURITY_READ)
    return _cut(ctx, SecurityEvent.municipality_id == ctx.here.id, wanted, place, size)


def of_platform(ctx: Context, wanted: Wanted, place: Place | None = None, size: int = 50) -> Slice:
    """What belongs to no municipality, newest first."""
    ctx.require(Can.PLATFORM_LOOK_AFTER)
    return _cut(ctx, SecurityEvent.municipality_id.is_(None), wanted, place, size)


def _cut(ctx: Context, where: ColumnElement[bool], wanted: Wanted, place: Place | None, size: int) -> Slice:
    statement = _rows().where(where, *_chosen(wanted))
    order = Order(SecurityEvent.happened_at, SecurityEvent.mark)
    found: Any = ctx.db.execute(cursors.window(statement, order, place, size))
    return cursors.cut([Logged(*row) for row in found], place, size, lambda row: (row.happened_at, row.mark))


def after(ctx: Context, mark: str = "", since: datetime | None = None) -> Iterator[Logged]:
    """Every municipality's rows, oldest first: from an instant, or after the row of a mark. ``Missing`` if none is."""
    ctx.require(Can.PLATFORM_LOOK_AFTER)
    place = None
    if mark:
        began = ctx.db.scalar(select(SecurityEvent.happened_at).where(SecurityEvent.mark == mark))
        if began is None:
            raise Missing
        place = Place(began, mark)
    order = Order(SecurityEvent.happened_at, SecurityEvent.mark, descending=False)
    statement = _rows().where(*([SecurityEvent.happened_at >= since] if since else []))
    while True:
        stepped = cursors.window(statement, order, place, _STEP).execution_options(every_municipality=True)
        rows = [Logged(*row) for row in ctx.db.execute(stepped)]
        yield from rows[:_STEP]
        if len(rows) <= _STEP:
            return
        place = Place(rows[_STEP - 1].happened_at, rows[_STEP - 1].mark)


def _rows() -> Any:
    # Those who work there are named. Of others the log is to say that it was one account, not which resident.
    named = and_(Staff.person_id == Person.id, Staff.municipality_id == SecurityEvent.municipality_id)
    who = select(Person.name).join(Staff, named).where(Person.id == SecurityEvent.person_id).correlate(SecurityEvent)
    keeps = and_(PlatformRole.person_id == Person.id, SecurityEvent.municipality_id.is_(None))
    keeper = select(func.max(Person.name)).join(PlatformRole, keeps).where(Person.id == SecurityEvent.person_id)
    whose = select(Person.public_id).where(Person.id == SecurityEvent.person_id).correlate(SecurityEvent)
    where = select(Municipality.slug).where(Municipality.id == SecurityEvent.municipality_id).correlate(SecurityEvent)
    return select(
        SecurityEvent.mark,
        SecurityEvent.happened_at,
        SecurityEvent.what,
        func.coalesce(who.scalar_subquery(), keeper.correlate(SecurityEvent).scalar_subquery()),
        whose.scalar_subquery(),
        where.scalar_subquery(),
        SecurityEvent.details,
    )


def _chosen(wanted: Wanted) -> list[Any]:
    found: list[Any] = []
    if wanted.what:
        found.append(SecurityEvent.what == wanted.what)
    if wanted.person:
        key = select(Person.id).where(Person.public_id == wanted.person).scalar_subquery()
        found.append(SecurityEvent.person_id == key)
    if wanted.since:
        found.append(SecurityEvent.happened_at >= midnight(wanted.since))
    if wanted.until:
        found.append(SecurityEvent.happened_at < midnight(wanted.until + timedelta(days=1)))
    if wanted.about:
        found.append(cast(SecurityEvent.details, String).contains(f'"{wanted.about}"', autoescape=True))
    return found
