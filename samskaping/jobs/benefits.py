"""Whoever answers for a benefit is reminded, once for each day on which it should have been measured and was not."""

from datetime import timedelta

from sqlalchemy import or_, select

from samskaping import clock
from samskaping.actions import measurements as deeds
from samskaping.db import transaction
from samskaping.jobs.place import Place, context, takes_turn
from samskaping.models import Benefit

_EVERY = timedelta(minutes=10)
#: Found by one statement; the rest is found by the next.
_MOST = 200


def benefits(place: Place) -> int:
    """Remind of each measurement that is late, once. Answers how many. One worker at a time."""
    today, done = clock.oslo_date(place.now()), 0
    with transaction(place.engine) as db:
        if not takes_turn(place, db, "benefits", _EVERY):
            return 0
        late = (
            select(Benefit.public_id, Benefit.municipality_id)
            .where(Benefit.measure_on < today, Benefit.dropped_at.is_(None))
            .where(or_(Benefit.reminded_for.is_(None), Benefit.reminded_for < Benefit.measure_on))
            .order_by(Benefit.measure_on, Benefit.id)
            .limit(_MOST)
        )
        rows = db.execute(late, execution_options={"every_municipality": True}).all()
    for benefit, municipality_id in rows:
        if place.stopping.is_set():
            break
        with transaction(place.engine) as db:
            done += deeds.remind(context(place, db, municipality_id), benefit)
    return done
