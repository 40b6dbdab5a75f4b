"""Meetings: in lists, whole, on a challenge, at the desk; and who has signed up, for those who arrange them."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, select, true

from samskaping.context import Context
from samskaping.db import Listed, Texts
from samskaping.errors import Missing
from samskaping.models import Challenge, Gathering, Membership, Person, Seat, Staff
from samskaping.queries import cursors
from samskaping.queries.colleagues import Colleague, holding
from samskaping.queries.cursors import Order, Place, Slice
from samskaping.rules import limits
from samskaping.rules.gatherings import CALENDAR_BACK, CALENDAR_MOST, GatheringKind, Held, held, takes_names
from samskaping.rules.policy import PUBLISHING, Can

_MOST = 20
_G = Gathering


@dataclass(frozen=True)
class Row:
    """One in a list."""

    id: str
    kind: GatheringKind
    title: Texts
    place: str
    link: str
    starts_at: datetime
    ends_at: datetime
    capacity: int | None
    sign_up_until: date
    published_at: datetime | None
    cancelled_at: datetime | None
    seated: int
    waiting: int
    challenge_id: str
    challenge: Texts

    def held(self, now: datetime) -> Held:
        """Where it is in time."""
        is_published, is_cancelled = self.published_at is not None, self.cancelled_at is not None
        return held(self.starts_at, self.ends_at, now, is_published=is_published, is_cancelled=is_cancelled)

    def takes_names(self, now: datetime, today: date) -> bool:
        """Whether one can sign up now."""
        return takes_names(self.held(now), self.sign_up_until, today)

    @property
    def left(self) -> int | None:
        """How many seats nobody has; None where there is no end to them."""
        return None if self.capacity is None else max(self.capacity - self.seated, 0)

    @property
    def is_full(self) -> bool:
        """Whether the next one waits."""
        return self.left == 0 or (self.left is not None and self.waiting > 0)


@dataclass(frozen=True)
class Page(Row):
    """One, whole. ``key``, ``writer_id`` and ``challenge_key`` are inner matters."""

    key: int
    version: int
    sequence: int
    about: Texts
    access: Texts
    changed_at: datetime
    cancelled_why: str
    writer_id: int | None
    responsible_id: str | None
    responsible: str | None
    responsible_title: Texts | None
    challenge_key: int
    session_id: int | None = None


@dataclass(frozen=True)
class Near:
    """One that comes, as the page of its challenge tells of it."""

    order: int
    id: str
    kind: GatheringKind
    title: Texts
    place: str
    starts_at: datetime
    ends_at: datetime
    is_cancelled: bool


@dataclass(frozen=True)
class Mine:
    """The visitor's own seat, or place in the queue (``ahead`` are before them)."""

    is_waiting: bool
    needs: str
    ahead: int


@dataclass(frozen=True)
class Attendee:
    """One who has signed up. ``needs`` is empty for anybody but the responsible."""

    name: str
    is_waiting: bool
    asked_at: datetime
    needs: str


def _count(*, is_waiting: bool) -> Any:
    found = select(func.count(Seat.id)).where(Seat.gathering_id == _G.id, Seat.is_waiting.is_(is_waiting))
    return found.correlate(_G).scalar_subquery()


def _rows(*more: Any) -> Any:
    columns = (
        _G.public_id, _G.kind, _G.title, _G.place, _G.link, _G.starts_at, _G.ends_at, _G.capacity, _G.sign_up_until,
        _G.published_at, _G.cancelled_at, _count(is_waiting=False), _count(is_waiting=True), Challenge.public_id,
        Challenge.title,
    )  # fmt: skip
    return select(*columns, *more).select_from(_G).join(Challenge, Challenge.id == _G.challenge_id)


def _pages() -> Any:
    return (
        _rows(
            _G.id, _G.version, _G.sequence, _G.about, _G.access, _G.changed_at, _G.cancelled_why, _G.responsible_id,
            Person.public_id, Person.name, Staff.title, _G.challenge_id,
        )
        .outerjoin(Person, Person.id == _G.responsible_id)
        .outerjoin(Staff, (Staff.person_id == Person.id) & (Staff.municipality_id == _G.municipality_id))
    )  # fmt: skip


def listing(ctx: Context, *, past: bool, place: Place | None = None) -> Slice:
    """A page of those that come, the next first; or of those that have been, the last first. One statement."""
    over: ColumnElement[bool] = _G.ends_at <= ctx.now
    found = _rows().where(_G.municipality_id == ctx.here.id, _G.published_at.is_not(None), over if past else ~over)
    order = Order(_G.starts_at, _G.public_id, descending=past)
    rows = [Row(*row) for row in ctx.db.execute(cursors.window(found, order, place, limits.PAGE))]
    return cursors.cut(rows, place, limits.PAGE, lambda row: (row.starts_at, row.id))


_NEAR: tuple[Any, ...] = (
    _G.id, _G.public_id, _G.kind, cast(_G.title, String), _G.place, cast(_G.starts_at, String),
    cast(_G.ends_at, String), _G.cancelled_at.is_not(None),
)  # fmt: skip


def beside(ctx: Context, challenge: Any) -> Any:
    """A column in the statement that reads a challenge: the meetings here on it that are not over, for ``coming``."""
    known = (_G.municipality_id == ctx.here.id, _G.published_at.is_not(None), _G.ends_at > ctx.now)
    return (
        select(Listed(*_NEAR)).where(_G.challenge_id == challenge, *known).correlate(challenge.table).scalar_subquery()
    )


def coming(cell: Any) -> tuple[Near, ...]:
    """The meetings of a cell that ``beside`` made, the next first."""
    return tuple(sorted(map(_near, cell or ()), key=lambda one: (one.starts_at, one.order))[:_MOST])


def _near(row: Any) -> Near:
    order, public_id, kind, title, place, starts_at, ends_at, is_cancelled = row
    times = _instant(starts_at), _instant(ends_at)
    return Near(order, public_id, GatheringKind(kind), Texts(**json.loads(title)), place, *times, bool(is_cancelled))


def _instant(written: str) -> datetime:
    """As a database writes it: SQLite in UTC without saying so."""
    found = datetime.fromisoformat(written)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def calendar(ctx: Context, challenge: str = "") -> tuple[Page, ...]:
    """Those that calendars follow, of here or of one challenge: what comes, and what lately was. One statement."""
    lately = _G.ends_at > ctx.now - CALENDAR_BACK
    found = _pages().where(_G.municipality_id == ctx.here.id, _G.published_at.is_not(None), lately)
    if challenge:
        found = found.where(Challenge.public_id == challenge)
    return tuple(Page(*row) for row in ctx.db.execute(found.order_by(_G.starts_at, _G.id).limit(CALENDAR_MOST)))


def of_challenge(ctx: Context, challenge: int) -> tuple[Row, ...]:
    """All of them for staff, drafts too, the last first. One statement."""
    found = _rows().where(_G.challenge_id == challenge).order_by(_G.starts_at.desc(), _G.id.desc())
    return tuple(Row(*row) for row in ctx.db.execute(found.limit(limits.INBOX_PAGE)))


def page(ctx: Context, gathering: str) -> Page:
    """One, as far as this reader may see it: drafts for those who plan them. One statement. Raises ``Missing``."""
    is_seen = true() if ctx.may(Can.GATHERING_PLAN) else _G.published_at.is_not(None)
    found = _pages().where(_G.public_id == gathering, _G.municipality_id == ctx.here.id, is_seen)
    row = ctx.db.execute(found).one_or_none()
    if row is None or not ctx.here.is_active:
        raise Missing
    return Page(*row)


def mine(ctx: Context, one: Page) -> Mine | None:
    """The visitor's own seat; None where they have none. One statement, or none."""
    if ctx.actor.person_id is None:
        return None
    before = select(func.count()).select_from(Seat)
    own = Seat.gathering_id == one.key, Seat.person_id == ctx.actor.person_id
    key = select(Seat.id).where(*own).scalar_subquery()
    ahead = before.where(Seat.gathering_id == one.key, Seat.is_waiting, Seat.id < key).scalar_subquery()
    row: Any = ctx.db.execute(select(Seat.is_waiting, Seat.needs, ahead).where(*own)).one_or_none()
    return Mine(*row) if row else None


def attendees(ctx: Context, one: Page, place: Place | None = None) -> Slice:
    """Who has signed up, in order, those who wait last. The door asks who may read it. One statement."""
    reads_needs = ctx.may(Can.SEAT_NEEDS, one)
    found: Any = (
        select(Person.name, Seat.is_waiting, Seat.asked_at, Seat.needs, Seat.public_id)
        .join(Person, Person.id == Seat.person_id)
        .where(Seat.gathering_id == one.key)
    )
    order = Order(Seat.asked_at, Seat.public_id, descending=False)
    rows = ctx.db.execute(cursors.window(found, order, place, limits.INBOX_PAGE)).all()
    cut = cursors.cut(rows, place, limits.INBOX_PAGE, lambda row: (row.asked_at, row.public_id))
    shown = (Attendee(row.name, row.is_waiting, row.asked_at, row.needs if reads_needs else "") for row in cut.rows)
    return Slice(tuple(shown), cut.following, cut.preceding)


def responsible(ctx: Context) -> tuple[Colleague, ...]:
    """Those who can be responsible for a meeting, by name. One statement."""
    found: Any = (
        select(Person.id, Person.public_id, Person.name, Staff.title)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Staff, (Staff.person_id == Person.id) & (Staff.municipality_id == ctx.here.id))
        .where(*holding(ctx, PUBLISHING))
        .order_by(Person.name, Person.public_id)
        .limit(500)
    )
    return tuple({row.id: Colleague(*row) for row in ctx.db.execute(found)}.values())
