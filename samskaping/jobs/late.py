"""What is asked for within cases and has a day: evaluations and tasks are reminded of before it, and what has not
come by then, opinions too, is told of once to whoever is asked and whoever handles the case.
"""

from datetime import timedelta

from sqlalchemy import select

from samskaping import clock
from samskaping.actions import opinions, reminding
from samskaping.db import transaction
from samskaping.jobs.place import Place, context, takes_turn
from samskaping.models import Evaluation, Task
from samskaping.rules.tasks import OPINIONS

_EVERY = timedelta(minutes=10)
_BATCH = 200
_EVERYWHERE = {"every_municipality": True}


def late(place: Place) -> int:
    """Leave one reminder for each that is near or late. Answers how many were left."""
    today = clock.oslo_date(place.now())
    with transaction(place.engine) as db:
        if not takes_turn(place, db, "late", _EVERY):
            return 0
        asked = select(Task.id, Task.municipality_id, Task.kind).where(reminding.due(Task, today)).limit(_BATCH)
        judging = select(Evaluation.id, Evaluation.municipality_id).where(reminding.due(Evaluation, today))
        tasks = db.execute(asked, execution_options=_EVERYWHERE).all()
        evaluations = db.execute(judging.limit(_BATCH), execution_options=_EVERYWHERE).all()
    told = sum(_remind(place, key, here, is_opinion=kind in OPINIONS) for key, here, kind in tasks)
    return told + sum(_remind_evaluator(place, key, here) for key, here in evaluations)


def _remind(place: Place, key: int, municipality_id: int, *, is_opinion: bool) -> int:
    with transaction(place.engine) as db:
        ctx = context(place, db, municipality_id)
        return int(opinions.remind(ctx, key) if is_opinion else reminding.remind(ctx, Task, key))


def _remind_evaluator(place: Place, key: int, municipality_id: int) -> int:
    with transaction(place.engine) as db:
        return int(reminding.remind(context(place, db, municipality_id), Evaluation, key))
