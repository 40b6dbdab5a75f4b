"""A meeting as tests need it: planned, published, and signed up for."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from samskaping.actions import gatherings, seats
from samskaping.actions.gatherings import Plan
from samskaping.clock import oslo_date
from samskaping.db import Texts
from samskaping.models import Event, Gathering, Seat
from samskaping.rules.events import What
from samskaping.rules.gatherings import GatheringKind
from samskaping.rules.roles import Role
from tests.challenges import published


class Planned:
    """A challenge, staff who plan a meeting on it in a week, and the one who is responsible."""

    def __init__(self, world: Any) -> None:
        self.world = world
        self.staff = world.person("Ingrid", Role.PUBLISIST)
        self.challenge = published(world, self.staff)
        self.id = ""

    def plan(self, **change: Any) -> Plan:
        starts_at = change.pop("starts_at", self.world.now + timedelta(days=7))
        whole: dict[str, Any] = {
            "kind": GatheringKind.VERKSTED,
            "title": Texts(nb="Verksted om benker", nn="Verkstad om benker"),
            "about": Texts(nb="Vi tegner sammen.", nn="Vi teiknar saman."),
            "access": Texts(nb="Trappefritt, og teleslynge.", nn="Trappefritt, og teleslyngje."),
            "place": "Biblioteket, Storgata 1",
            "link": "",
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=2),
            "capacity": 1,
            "sign_up_until": oslo_date(starts_at),
            "responsible": self.staff.public_id,
        }
        return Plan(**{**whole, **change})

    def draft(self, **change: Any) -> "Planned":
        self.id = gatherings.plan(self.world.context(self.staff), self.challenge, self.plan(**change))
        return self

    def published(self, **change: Any) -> "Planned":
        self.draft(**change)
        gatherings.publish(self.world.context(self.staff), self.id, version=1)
        return self

    def change(self, **change: Any) -> None:
        version = row(self.world, self.id).version
        gatherings.change(self.world.context(self.staff), self.id, self.plan(**change), version=version)

    def take(self, person: Any, needs: str = "") -> bool:
        return seats.take(self.world.context(person), self.id, needs)


def row(world: Any, gathering: str) -> Gathering:
    world.db.expire_all()
    found: Gathering = world.db.scalars(
        select(Gathering).where(Gathering.public_id == gathering), execution_options={"every_municipality": True}
    ).one()
    return found


def held_by(world: Any) -> dict[int, bool]:
    """Who has signed up, by key, in order: whether they wait."""
    world.db.expire_all()
    return {one.person_id: one.is_waiting for one in world.db.scalars(select(Seat).order_by(Seat.id))}


def told(world: Any, what: What) -> list[Event]:
    return list(world.db.scalars(select(Event).where(Event.what == what).order_by(Event.id)))


def in_days(world: Any, days: int) -> datetime:
    return world.now + timedelta(days=days)
