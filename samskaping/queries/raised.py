"""Challenges that were raised: one as its writer and staff read it, those that staff have got, and one's own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Missing
from samskaping.models import Author, Challenge, Municipality, Need, Organisation, Raised, Theme
from samskaping.queries import cursors
from samskaping.queries.cursors import Order, Place, Slice
from samskaping.rules import limits
from samskaping.rules.policy import Can
from samskaping.rules.raised import READ_BY_STAFF, RaisedState
from samskaping.rules.speech import AuthorKind

_OWN_MOST = 50


@dataclass(frozen=True)
class Row:
    """One in a list; ``sent_at`` is None of a draft."""

    id: str
    state: RaisedState
    title: str
    language: str
    author_kind: AuthorKind
    author: str
    edited_at: datetime
    sent_at: datetime | None
    decided_at: datetime | None


@dataclass(frozen=True)
class Own(Row):
    """One of one's own, in whichever municipality. ``challenge`` is what came of it, once that is published."""

    municipality: str
    slug: str
    host: str | None
    challenge: str | None


@dataclass(frozen=True)
class Page(Row):
    """One, whole. ``key`` and ``writer_id`` are inner matters; ``challenge`` is what the municipality made of it."""

    key: int
    writer_id: int
    need: str
    concerns: str
    success: str
    theme_id: str | None
    theme: Texts | None
    organisation_id: str | None
    need_ref: str | None
    need_text: str | None
    need_language: str | None
    answer: str
    challenge: str | None
    challenge_title: Texts | None
    challenge_published_at: datetime | None
    session_id: int | None = None


_COLUMNS: tuple[Any, ...] = (
    Raised.public_id, Raised.state, Raised.title, Raised.language, Author.kind, Author.name, Raised.edited_at,
    Raised.sent_at, Raised.decided_at,
)  # fmt: skip


def _rows(*more: Any) -> Any:
    return select(*_COLUMNS, *more).select_from(Raised).join(Author, Author.id == Raised.author_id)


def page(ctx: Context, public_id: str) -> Page:
    """One for whoever wrote it, and for staff who may answer once it is sent in. One statement. Raises ``Missing``."""
    found = (
        _rows(
            Raised.id, Raised.writer_id, Raised.need, Raised.concerns, Raised.success, Theme.public_id, Theme.name,
            Organisation.public_id, Need.reference, Need.text, Need.language, Raised.answer, Challenge.public_id,
            Challenge.title, Challenge.published_at,
        )
        .outerjoin(Theme, Theme.id == Raised.theme_id)
        .outerjoin(Organisation, Organisation.id == Author.organisation_id)
        .outerjoin(Need, and_(Need.id == Raised.need_id, Need.is_public))
        .outerjoin(Challenge, Challenge.id == Raised.challenge_id)
        .where(Raised.public_id == public_id, _is_seen(ctx))
    )  # fmt: skip
    row = ctx.db.execute(found).one_or_none()
    if row is None or not ctx.here.is_active:
        raise Missing
    return Page(*row)


def listing(ctx: Context, *, is_waiting: bool, place: Place | None = None) -> Slice:
    """What staff have got: those that wait, the oldest first; or all, the newest first. One statement."""
    states = (RaisedState.SENDT,) if is_waiting else tuple(READ_BY_STAFF)
    found = _rows().where(Raised.municipality_id == ctx.here.id, Raised.state.in_(states))
    order = Order(Raised.sent_at, Raised.public_id, descending=not is_waiting)
    rows = [Row(*row) for row in ctx.db.execute(cursors.window(found, order, place, limits.INBOX_PAGE))]
    return cursors.cut(rows, place, limits.INBOX_PAGE, lambda row: (row.sent_at, row.id))


def waiting(ctx: Context) -> int:
    """How many wait for the municipality's answer. One statement."""
    counted = select(func.count(Raised.id)).where(Raised.municipality_id == ctx.here.id)
    return ctx.db.scalar(counted.where(Raised.state == RaisedState.SENDT)) or 0


def origin(ctx: Context, challenge_id: int) -> Page | None:
    """What a challenge of our own was raised as, for those who write it. One statement, two where there is one."""
    known = ctx.db.scalar(select(Raised.public_id).where(Raised.challenge_id == challenge_id))
    return page(ctx, known) if known else None


def mine(ctx: Context) -> tuple[Own, ...]:
    """What the signed-in person has raised, or begun to, in whichever municipality, the last first. One statement."""
    found = (
        _rows(Municipality.name, Municipality.slug, Municipality.host, Challenge.public_id)
        .join(Municipality, Municipality.id == Raised.municipality_id)
        .outerjoin(Challenge, and_(Challenge.id == Raised.challenge_id, Challenge.published_at.is_not(None)))
        .where(Raised.writer_id == ctx.actor.person_id)
        .order_by(Raised.edited_at.desc(), Raised.id.desc())
        .limit(_OWN_MOST)
    )
    rows = ctx.db.execute(found, execution_options={"every_municipality": True})
    return tuple(Own(*row) for row in rows)


def _is_seen(ctx: Context) -> ColumnElement[bool]:
    mine = Raised.writer_id == ctx.actor.person_id
    return or_(mine, Raised.state.in_(READ_BY_STAFF)) if ctx.may(Can.RAISED_DECIDE) else mine
