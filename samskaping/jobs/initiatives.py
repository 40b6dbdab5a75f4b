"""The days of innbyggerforslag: signatures are no longer collected, and the council's months go."""

from datetime import timedelta

from sqlalchemy import or_, select

from samskaping import clock
from samskaping.actions import initiative_decisions, initiatives
from samskaping.db import transaction
from samskaping.jobs.place import Place, context, takes_turn
from samskaping.models import Initiative
from samskaping.rules.initiatives import MONTHS, InitiativeState

_EVERY = timedelta(minutes=10)
_MOST = 500


def drives(place: Place) -> int:
    """End each drive that is over, and warn of each clock that has come to a mark. Answers how many."""
    today = clock.oslo_date(place.now())
    over = (Initiative.state == InitiativeState.UNDERSKRIFT) & (Initiative.closes_on < today)
    ticking = (Initiative.state == InitiativeState.SENDT) & (Initiative.warned < MONTHS)
    with transaction(place.engine) as db:
        if not takes_turn(place, db, "initiatives", _EVERY):
            return 0
        found = select(Initiative.id, Initiative.municipality_id, Initiative.state).where(or_(over, ticking))
        found = found.order_by(Initiative.id).limit(_MOST)
        rows = db.execute(found, execution_options={"every_municipality": True}).all()
    done = 0
    for key, municipality_id, state in rows:
        if place.stopping.is_set():
            break
        with transaction(place.engine) as db:
            ctx = context(place, db, municipality_id)
            is_drive = state is InitiativeState.UNDERSKRIFT
            done += initiatives.lapse(ctx, key) if is_drive else initiative_decisions.warn(ctx, key)
    return done
