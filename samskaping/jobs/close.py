"""Challenges take no more proposals from the midnight after their last day."""

from datetime import timedelta

from sqlalchemy import select

from samskaping import clock
from samskaping.actions import challenges
from samskaping.db import transaction
from samskaping.jobs.place import Place, context, takes_turn
from samskaping.models import Challenge
from samskaping.rules.kinds import ChallengeState

_EVERY = timedelta(minutes=1)


def close(place: Place) -> int:
    """Close what has come past its last day in Norway. Answers how many."""
    over = (Challenge.state == ChallengeState.APEN, Challenge.closes_on < clock.oslo_date(place.now()))
    done = 0
    with transaction(place.engine) as db:
        if not takes_turn(place, db, "close", _EVERY):
            return 0
        found = select(Challenge.id, Challenge.municipality_id).where(*over)
        rows = db.execute(found, execution_options={"every_municipality": True}).all()
        for challenge_id, municipality_id in rows:
            ctx = context(place, db, municipality_id)
            locked = select(Challenge).where(Challenge.id == challenge_id, *over).with_for_update(skip_locked=True)
            if (row := db.scalar(locked)) is not None:
                challenges.shut(ctx, row)
                done += 1
    return done
