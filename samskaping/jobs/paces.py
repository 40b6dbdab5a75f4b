"""Reckons, once an hour, how fast each unit was in each of the last twelve months, and how long states last."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import mean, median
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from samskaping.clock import oslo_date
from samskaping.db import transaction
from samskaping.jobs.place import Place, takes_turn
from samskaping.models import Municipality, Pace, Stay
from samskaping.queries.paces import measured, stays
from samskaping.rules.paces import months
from samskaping.rules.pipeline import STATES, State

_EVERY = timedelta(hours=1)


@dataclass
class Days:
    """Days from sending in until the first reaction, and until the answer, of one unit's cases in one month."""

    reactions: list[int] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)


def paces(place: Place) -> int:
    """Reckon anew for every municipality that is active. Answers for how many."""
    with transaction(place.engine) as db:
        if not takes_turn(place, db, "paces", _EVERY):
            return 0
        active = db.scalars(select(Municipality.id).where(Municipality.activated_at.is_not(None))).all()
    today = oslo_date(place.now())
    for municipality_id in active:
        with transaction(place.engine, municipality_id) as db:
            reckon(db, municipality_id, today)
    return 0  # nothing follows from it: the loop need not look again at once


def reckon(db: Session, municipality_id: int, today: date) -> None:
    """Put the figures of one municipality in the place of those before."""
    found = gathered(measured(db, municipality_id, today), set(months(today)))
    db.execute(delete(Pace).where(Pace.municipality_id == municipality_id))
    rows = [
        {
            "municipality_id": municipality_id,
            "unit_id": unit,
            "month": month,
            "reactions": len(days.reactions),
            "reaction_days": median(days.reactions) if days.reactions else None,
            "answers": len(days.answers),
            "answer_days": median(days.answers) if days.answers else None,
        }
        for (unit, month), days in found.items()
    ]
    if rows:
        db.execute(insert(Pace), rows)
    _settle(db, municipality_id, lasted(stays(db, municipality_id, today)))


def _settle(db: Session, municipality_id: int, found: dict[State, list[int]]) -> None:
    db.execute(delete(Stay).where(Stay.municipality_id == municipality_id))
    rows = [
        {"municipality_id": municipality_id, "state": state, "cases": len(days), "days": mean(days)}
        for state, days in found.items()
    ]
    if rows:
        db.execute(insert(Stay), rows)


def lasted(steps: Iterable[Any]) -> dict[State, list[int]]:
    """Days of each stay that is over, by state. A step that leaves a case where it was, ends none."""
    found: defaultdict[State, list[int]] = defaultdict(list)
    for details, came, left in steps:
        before = details.get("before")
        if before in STATES and before != details.get("after"):
            found[State(before)].append((oslo_date(left) - oslo_date(came)).days)
    return dict(found)


def gathered(rows: Iterable[Any], wanted: set[date]) -> dict[tuple[int | None, date], Days]:
    """Days by unit and month of the reaction or answer; the unit None is the whole municipality."""
    found: defaultdict[tuple[int | None, date], Days] = defaultdict(Days)
    for unit, sent, reacted, answered in rows:
        for kind, moment in (("reactions", reacted), ("answers", answered)):
            if moment is None or (month := _month(moment)) not in wanted:
                continue
            days = (oslo_date(moment) - oslo_date(sent)).days
            for of in {None, unit}:
                getattr(found[of, month], kind).append(days)
    return found


def _month(moment: datetime) -> date:
    return oslo_date(moment).replace(day=1)
