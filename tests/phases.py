"""Phases for tests: days from today, and what is open."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from samskaping.actions import phases
from samskaping.models import Challenge, Person
from samskaping.rules.participants import Participants
from samskaping.rules.phases import PHASES, Phase, PhaseKind
from tests.world import World

BEHOV, FORSLAG, VURDERING, EFFEKT = PhaseKind.BEHOV, PhaseKind.FORSLAG, PhaseKind.VURDERING, PhaseKind.EFFEKT


def phase(world: World, kind: PhaseKind, begins: int, ends: int | None, **more: Any) -> Phase:
    """A phase from one day to another, counted from the world's today; open as its kind is at first."""
    today = world.context().today
    ends_on = None if ends is None else today + timedelta(days=ends)
    opens = frozenset(more.get("opens", PHASES[kind].opens))
    return Phase(kind, today + timedelta(days=begins), ends_on, opens, more.get("participants", Participants.ALLE))


def planned(world: World, by: Person, challenge: str, *wanted: Phase, why: str = "Slik blir planen.") -> None:
    """Plan the phases of a challenge as it stands."""
    version = world.db.scalars(select(Challenge.version).where(Challenge.public_id == challenge)).one()
    phases.plan(world.context(by), challenge, wanted, version=version, why=why)
