"""Reports of barriers, for those who look after them and for the receipt."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from samskaping.context import Context
from samskaping.errors import Missing
from samskaping.models import Barrier, Person
from samskaping.queries import cursors
from samskaping.queries.cursors import Order, Place, Slice
from samskaping.rules import limits


@dataclass(frozen=True)
class Row:
    """One report."""

    id: str
    address: str
    text: str
    email: str
    reported_at: datetime
    closed_at: datetime | None
    closed_by: str | None


def looked_after_by(ctx: Context) -> int | None:
    """The municipality that looks after a report made here; None: those who run the installation."""
    return ctx.municipality.id if ctx.municipality and ctx.municipality.is_active else None


def listing(ctx: Context, *, is_closed: bool, place: Place | None = None, size: int = limits.PAGE) -> Slice:
    """A page of open reports, or of closed ones, the newest first. On national pages: those of no municipality."""
    here = looked_after_by(ctx)
    found: Any = (
        select(
            Barrier.public_id, Barrier.address, Barrier.text, Barrier.email, Barrier.reported_at, Barrier.closed_at,
            Person.name,
        )
        .outerjoin(Person, Person.id == Barrier.closed_by_id)
        .where(Barrier.municipality_id == here if here else Barrier.municipality_id.is_(None))
        .where(Barrier.closed_at.is_not(None) if is_closed else Barrier.closed_at.is_(None))
    )  # fmt: skip
    found = cursors.window(found, Order(Barrier.reported_at, Barrier.public_id), place, size)
    rows = [Row(*row) for row in ctx.db.execute(found)]
    return cursors.cut(rows, place, size, lambda row: (row.reported_at, row.id))


def receipt(ctx: Context, number: str) -> datetime:
    """When a report was filed; nothing of what it says. Raises ``Missing``."""
    here = looked_after_by(ctx)
    row = ctx.db.execute(
        select(Barrier.reported_at, Barrier.municipality_id).where(Barrier.public_id == number)
    ).one_or_none()
    if row is None or row.municipality_id != here:
        raise Missing
    at: datetime = row.reported_at
    return at
