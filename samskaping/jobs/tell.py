"""Events → notifications: everyone whom an event concerns is told once, with the rights they have when it is told."""

import logging

from sqlalchemy import select

from samskaping.actions import telling
from samskaping.db import transaction
from samskaping.jobs.place import Place, context
from samskaping.models import Event, Outbox

_log = logging.getLogger(__name__)
_BATCH = 100


def tell(place: Place, *, by_mail: bool = True) -> int:
    """Tell what waits in the outbox, each event in a transaction of its own. Answers how many were told."""
    with transaction(place.engine, reading=True) as db:
        waiting = db.scalars(select(Outbox.id).order_by(Outbox.id).limit(_BATCH)).all()
    done = 0
    for outbox_id in waiting:
        if place.stopping.is_set():
            break
        try:
            done += _tell_one(place, outbox_id, by_mail=by_mail)
        except Exception:  # noqa: BLE001  one event that cannot be told must not silence those after it
            _log.exception("event of outbox row %s was not told", outbox_id)
    return done


def _tell_one(place: Place, outbox_id: int, *, by_mail: bool) -> int:
    with transaction(place.engine) as db:
        row = db.scalar(select(Outbox).where(Outbox.id == outbox_id).with_for_update(skip_locked=True))
        if row is None:
            return 0
        event = db.get_one(Event, row.event_id)
        telling.tell(context(place, db, event.municipality_id), row, event, by_mail=by_mail)
        return 1
