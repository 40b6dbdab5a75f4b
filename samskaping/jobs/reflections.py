"""Staff are reminded, some days before a phase is over, of what they asked about it and have not answered."""

from datetime import timedelta

from samskaping import clock
from samskaping.actions import reflections as deeds
from samskaping.db import transaction
from samskaping.jobs.place import Place, context, takes_turn
from samskaping.queries import reflections as asked

_EVERY = timedelta(minutes=10)


def reflections(place: Place) -> int:
    """Remind of each phase whose last day is near, once. Answers how many. One worker at a time."""
    done = 0
    with transaction(place.engine) as db:
        if not takes_turn(place, db, "reflections", _EVERY):
            return 0
        near = asked.unanswered(clock.oslo_date(place.now()))
        rows = db.execute(near, execution_options={"every_municipality": True}).all()
        for challenge_id, municipality_id, phase, ends_on in rows:
            done += deeds.remind(context(place, db, municipality_id), challenge_id, phase, ends_on)
    return done
