"""The people of whom the municipality has said that they are who they say."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.models import Identity, Person
from samskaping.queries import cursors
from samskaping.queries.cursors import Order, Place, Slice
from samskaping.rules import limits
from samskaping.rules.policy import Can


@dataclass(frozen=True)
class Confirmed:
    """A person under the name of their account, when it was said, and who saw it."""

    id: str
    name: str
    email: str
    confirmed_at: datetime
    by: str | None


def listing(ctx: Context, place: Place | None = None) -> Slice:
    """A page of those confirmed here, the newest first. One statement."""
    ctx.require(Can.IDENTITY_CONFIRM)
    by = aliased(Person)
    found: Any = (
        select(Identity.public_id, Person.name, Person.email, Identity.confirmed_at, by.name.label("by"))
        .join(Person, Person.id == Identity.person_id)
        .outerjoin(by, by.id == Identity.confirmed_by_id)
        .where(Identity.municipality_id == ctx.here.id)
    )
    window = cursors.window(found, Order(Identity.confirmed_at, Identity.public_id), place, limits.INBOX_PAGE)
    rows = [Confirmed(*row) for row in ctx.db.execute(window)]
    return cursors.cut(rows, place, limits.INBOX_PAGE, lambda row: (row.confirmed_at, row.id))


def mine(ctx: Context) -> datetime | None:
    """When the municipality at hand confirmed who the visitor is. One statement."""
    own = (Identity.person_id == (ctx.actor.person_id or 0), Identity.municipality_id == ctx.here.id)
    return ctx.db.scalar(select(Identity.confirmed_at).where(*own))
