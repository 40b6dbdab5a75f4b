"""What was planned is published when its hour comes: exactly once, whoever works and whoever is killed."""

import logging

from sqlalchemy import ColumnElement, select

from samskaping import language
from samskaping.actions import planned
from samskaping.db import transaction
from samskaping.jobs.place import Place, context
from samskaping.models import Person, Planned, Proposal
from samskaping.rules.planned import PlannedState

_log = logging.getLogger(__name__)
_BATCH = 100
_EVERYWHERE = {"every_municipality": True}


def publish(place: Place) -> int:
    """Publish what is due, each in a transaction of its own. Answers how many were published or held."""
    with transaction(place.engine, reading=True) as db:
        wanted = select(Planned.id, Planned.proposal_id, Planned.municipality_id).where(*_is_due(place))
        rows = db.execute(wanted.order_by(Planned.publish_at).limit(_BATCH), execution_options=_EVERYWHERE).all()
    done = 0
    for planned_id, proposal_id, municipality_id in rows:
        if place.stopping.is_set():
            break
        try:
            done += _publish_one(place, planned_id, proposal_id, municipality_id)
        except Exception:  # noqa: BLE001  one that cannot be published must not hold up those after it
            _log.exception("planned row %s was neither published nor held", planned_id)
    return done


def _is_due(place: Place) -> tuple[ColumnElement[bool], ...]:
    return Planned.state == PlannedState.VENTER, Planned.publish_at <= place.now()


def _publish_one(place: Place, planned_id: int, proposal_id: int, municipality_id: int) -> int:
    with transaction(place.engine) as db:
        ctx = context(place, db, municipality_id)
        # The case first, as everywhere; another worker who has it is left alone with it.
        case = select(Proposal).where(Proposal.id == proposal_id).with_for_update(skip_locked=True)
        proposal = db.scalar(case)
        if proposal is None:
            return 0
        row = db.scalar(select(Planned).where(Planned.id == planned_id, *_is_due(place)).with_for_update())
        if row is None:
            return 0
        blocked = db.scalar(select(Person.blocked_at).where(Person.id == row.person_id))
        writer = context(place, db, municipality_id, None if blocked else row.person_id)
        with language.speaking(writer.language):
            planned.publish(ctx, writer, proposal, row)
        return 1
