"""The last day of a vote is over: it is counted, and who cast which ballot is dropped."""

from datetime import timedelta

from sqlalchemy import select

from samskaping import clock
from samskaping.actions import votes as deeds
from samskaping.db import transaction
from samskaping.jobs.place import Place, context, takes_turn
from samskaping.models import Vote

_EVERY = timedelta(minutes=1)
_MOST = 20


def votes(place: Place) -> int:
    """Close each announced vote whose last day is over in Norway. Answers how many."""
    standing = (Vote.closed_at.is_(None), Vote.taken_back_at.is_(None), Vote.announced_at.is_not(None))
    over = (*standing, Vote.closes_on < clock.oslo_date(place.now()))
    with transaction(place.engine) as db:
        if not takes_turn(place, db, "votes", _EVERY):
            return 0
        found = select(Vote.id, Vote.municipality_id).where(*over).order_by(Vote.id).limit(_MOST)
        rows = db.execute(found, execution_options={"every_municipality": True}).all()
    done = 0
    for key, municipality_id in rows:
        if place.stopping.is_set():
            break
        with transaction(place.engine) as db:
            done += deeds.close(context(place, db, municipality_id), key)
    return done
