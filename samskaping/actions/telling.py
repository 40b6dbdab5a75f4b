"""Turning an event into what people are told, in the transaction that takes it off the outbox."""

from samskaping.context import Context
from samskaping.db import upsert
from samskaping.models import Event, Notification, Outbox
from samskaping.queries.audiences import hearers
from samskaping.rules.events import FACTS, has_letter
from samskaping.rules.kinds import MailChoice


def tell(ctx: Context, waiting: Outbox, event: Event, *, by_mail: bool = True) -> int:
    """Tell everyone whom an event concerns, once each, and take it off the outbox. Answers how many heard."""
    heard = hearers(ctx, event)
    rows = [
        {
            "event_id": event.id,
            "person_id": person_id,
            "created_at": ctx.now,
            "mail": _mail(event, choice) if by_mail else "",
        }
        for person_id, choice in sorted(heard.items())
    ]
    if rows:
        ctx.db.execute(upsert(ctx.db, Notification).values(rows).on_conflict_do_nothing())
    ctx.db.delete(waiting)
    return len(rows)


def _mail(event: Event, choice: MailChoice) -> str:
    """When the mail goes: as the person chose, but at once when somebody waits for them; never to who wants none.

    What has a letter of its own needs no other.
    """
    if choice is MailChoice.INGEN or has_letter(event.what, event.details):
        return ""
    return MailChoice.STRAKS.value if FACTS[event.what].at_once else choice.value
