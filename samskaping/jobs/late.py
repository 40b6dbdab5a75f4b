"""Opinions that have not come by their day: whoever is asked and whoever handles the case are reminded, once."""

from datetime import timedelta

from sqlalchemy import select

from samskaping import clock
from samskaping.actions import opinions
from samskaping.db import transaction
from samskaping.jobs.place import Place, context, takes_turn
from samskaping.models import Task
from samskaping.rules.tasks import OPINIONS

_EVERY = timedelta(minutes=10)
_BATCH = 200


def late(place: Place) -> int:
    """Leave one reminder for each late opinion. Answers how many were left."""
    today = clock.oslo_date(place.now())
    with transaction(place.engine) as db:
        if not takes_turn(place, db, "late", _EVERY):
            return 0
        waiting = (
            select(Task.id, Task.municipality_id)
            .where(
                Task.kind.in_(sorted(OPINIONS)),
                Task.done_at.is_(None),
                Task.dropped_at.is_(None),
                Task.reminded_on.is_(None),
                Task.due < today,
            )
            .limit(_BATCH)
        )
        rows = db.execute(waiting, execution_options={"every_municipality": True}).all()
    return sum(_remind(place, task_id, municipality_id) for task_id, municipality_id in rows)


def _remind(place: Place, task_id: int, municipality_id: int) -> int:
    with transaction(place.engine) as db:
        return int(opinions.remind(context(place, db, municipality_id), task_id))
