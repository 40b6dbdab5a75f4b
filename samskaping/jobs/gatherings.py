"""Meetings that come: those who have a seat are reminded the day before, and seats that nobody has are filled."""

from datetime import timedelta

from sqlalchemy import select

from samskaping import clock
from samskaping.actions import gatherings as deeds
from samskaping.actions import seats
from samskaping.db import transaction
from samskaping.jobs.place import Place, context, takes_turn
from samskaping.models import Gathering, Seat

_EVERY = timedelta(minutes=5)
_MOST = 200
#: Nobody is reminded in the middle of the night.
_MORNING = 8


def gatherings(place: Place) -> int:
    """Do what is due in each meeting that comes. Answers how many things were done."""
    now = place.now()
    coming = (Gathering.published_at.is_not(None), Gathering.cancelled_at.is_(None), Gathering.starts_at > now)
    tomorrow = clock.oslo_date(now) + timedelta(days=1)
    day = (clock.midnight(tomorrow), clock.midnight(tomorrow + timedelta(days=1)))
    near = (Gathering.starts_at >= day[0], Gathering.starts_at < day[1], Gathering.reminded_at.is_(None))
    waits = select(Seat.gathering_id).where(Seat.is_waiting)
    with transaction(place.engine) as db:
        if not takes_turn(place, db, "gatherings", _EVERY):
            return 0
        found = select(Gathering.id, Gathering.municipality_id).where(*coming).order_by(Gathering.id).limit(_MOST)
        options = {"every_municipality": True}
        is_day = clock.oslo(now).hour >= _MORNING
        reminding = db.execute(found.where(*near), execution_options=options).all() if is_day else []
        filling = db.execute(found.where(Gathering.id.in_(waits)), execution_options=options).all()
    done = 0
    for key, municipality_id in reminding:
        if place.stopping.is_set():
            break
        with transaction(place.engine) as db:
            done += deeds.remind(context(place, db, municipality_id), key)
    for key, municipality_id in filling:
        if place.stopping.is_set():
            break
        with transaction(place.engine) as db:
            done += seats.fill(context(place, db, municipality_id), key)
    return done
