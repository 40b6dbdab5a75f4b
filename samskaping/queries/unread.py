"""What the signed-in person was told about one thing and has not read, by inner key."""

from typing import Any

from sqlalchemy import Select, String, bindparam, cast, func, select

from samskaping.context import Context
from samskaping.models import Event, Notification
from samskaping.rules import limits


def about(ctx: Context, kind: str, thing_id: int) -> list[int]:
    """Asked for alone, in one statement."""
    found = _about(kind, thing_id, ctx.actor.person_id)
    return list(ctx.db.scalars(found, execution_options={"every_municipality": True}))


def beside(kind: str, thing_id: Any) -> Any:
    """A column in the statement that reads the thing: the keys with commas between. ``me`` is the person's, or None."""
    found = _about(kind, thing_id, bindparam("me")).correlate(thing_id.table).subquery()
    return select(func.aggregate_strings(cast(found.c.id, String), ",")).scalar_subquery()


def _about(kind: str, thing_id: Any, person_id: Any) -> Select[Any]:
    return (
        select(Notification.id)
        .join(Event, Event.id == Notification.event_id)
        .where(Notification.person_id == person_id, Notification.read_at.is_(None))
        .where(Event.subject_kind == kind, Event.subject_id == thing_id)
        .limit(limits.UNREAD_AT_ONCE)
    )
