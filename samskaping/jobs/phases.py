"""Challenges come into their next phase at midnight in Norway: a line in the history, which followers hear of."""

from datetime import timedelta

from sqlalchemy import select

from samskaping import clock
from samskaping.actions import turning
from samskaping.db import transaction
from samskaping.jobs.place import Place, context, takes_turn
from samskaping.models import Challenge
from samskaping.queries import phases as plans

_EVERY = timedelta(minutes=1)


def phases(place: Place) -> int:
    """Turn every published challenge whose history last told of another phase than today's. Answers how many."""
    todays = plans.todays(Challenge.id, clock.oslo_date(place.now()))
    due = (Challenge.published_at.is_not(None), todays.is_distinct_from(Challenge.phase))
    done = 0
    with transaction(place.engine) as db:
        if not takes_turn(place, db, "phases", _EVERY):
            return 0
        found = select(Challenge.id, Challenge.municipality_id).where(*due).order_by(Challenge.id)
        rows = db.execute(found, execution_options={"every_municipality": True}).all()
        for challenge_id, municipality_id in rows:
            ctx = context(place, db, municipality_id)
            locked = select(Challenge).where(Challenge.id == challenge_id, *due).with_for_update(skip_locked=True)
            if (row := db.scalar(locked)) is not None:
                done += turning.turn(ctx, row, plans.of_challenge(ctx, challenge_id))
    return done
