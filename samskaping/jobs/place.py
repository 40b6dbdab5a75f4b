"""Where jobs work: the database, the settings, the clock, and whether to stop."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event

from sqlalchemy import Engine, or_, select, update
from sqlalchemy.orm import Session

from samskaping import clock
from samskaping.config import Settings
from samskaping.context import Context, Here
from samskaping.context.doors import Door, find, without_browser
from samskaping.db import upsert
from samskaping.models import JobRun, Municipality


@dataclass(frozen=True)
class Place:
    """One worker at work. ``is_once`` makes every job run now, whenever it ran last."""

    engine: Engine
    settings: Settings
    name: str = "worker"
    now: Callable[[], datetime] = clock.now
    is_once: bool = False
    stopping: Event = field(default_factory=Event)


def takes_turn(place: Place, db: Session, job: str, every: timedelta) -> bool:
    """Whether it is time for a recurring job, and no other worker is at it; its row stays locked with the work."""
    now = place.now()
    db.execute(upsert(db, JobRun).values(name=job).on_conflict_do_nothing())
    is_time = or_(JobRun.ran_at.is_(None), JobRun.ran_at <= now - every, JobRun.ran_at > now)
    turn = update(JobRun).where(JobRun.name == job).values(ran_at=now)
    return bool(db.execute(turn if place.is_once else turn.where(is_time)).rowcount)  # type: ignore[attr-defined]


def here(db: Session, municipality_id: int | None) -> Here | None:
    """The municipality with this key, from now on the one that the session sees."""
    if municipality_id is None:
        return None
    slug = db.scalar(select(Municipality.slug).where(Municipality.id == municipality_id))
    return find(db, Door(slug)) if slug else None


def context(place: Place, db: Session, municipality_id: int | None, person_id: int | None = None) -> Context:
    """A context in a municipality: nobody's, or (for what a letter may say) a person's own, in their form."""
    ctx = without_browser(db, here(db, municipality_id), person_id, place.now())
    if ctx.me is None:
        return ctx
    return without_browser(db, ctx.municipality, person_id, place.now(), ctx.me.form)
