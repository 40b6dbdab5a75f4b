"""Turning an event into what people are told, in the transaction that takes it off the outbox."""

from samskaping.context import Context
from samskaping.db import upsert
from samskaping.models import Event, Notification, Outbox
from samskaping.queries.audiences import hearers
from samskaping.rules.kinds import MailChoice


def tell(ctx: Context, waiting: Outbox, event: Event, *, by_mail: bool = True) -> int:
    """Tell everyone whom an event concerns, once each, and take it off the outbox. Answers how many heard."""
    heard = hearers(ctx, event)
    rows = [
        {
            "event_id": event.id,
            "person_id": person_id,
            "created_at": ctx.now,
            "mail": "" if choice is MailChoice.INGEN or not by_mail else choice.value,
        }
        for person_id, choice in sorted(heard.items())
    ]
    if rows:
        ctx.db.execute(upsert(ctx.db, Notification).values(rows).on_conflict_do_nothing())
    ctx.db.delete(waiting)
    return len(rows)
