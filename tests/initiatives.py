"""An innbyggerforslag as tests need it: begun, open for signatures, signed, and sent."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, update

from samskaping.actions import initiatives, signatures
from samskaping.actions.initiative_decisions import Decision
from samskaping.actions.initiatives import Written
from samskaping.models import Event, Initiative, Municipality, Notification
from samskaping.rules.events import What
from samskaping.rules.initiatives import InitiativeOutcome

KEY = "a key of the tests"
TITLE = "Kommunen skal ha åpent bibliotek på søndager"


def small(world: Any, inhabitants: int = 100) -> None:
    """So few live here that few must sign."""
    world.db.execute(update(Municipality).where(Municipality.id == world.here.id).values(population=inhabitants))


def begun(world: Any, person: Any, title: str = TITLE) -> str:
    return initiatives.start(world.context(person), Written(title, "Vi vil ha det **åpent**, for mange jobber ellers."))


def collecting(world: Any, person: Any, *, days: int = 30, title: str = TITLE) -> str:
    made, ctx = begun(world, person, title), world.context(person)
    initiatives.collect(ctx, made, closes_on=ctx.today + timedelta(days=days))
    return made


def sign(ctx: Any, initiative: str, name: str = "Kari Nordmann", **more: Any) -> bool:
    return signatures.sign(ctx, initiative, **{"name": name, "lives_here": True, "key": KEY, **more})


def paper(ctx: Any, initiative: str, name: str = "Ola Nordmann", born: date = date(1980, 1, 2), **more: Any) -> None:
    signatures.on_paper(ctx, initiative, name=name, born=born, key=KEY, **more)


def sent(world: Any, person: Any, title: str = TITLE) -> str:
    small(world, 50)
    made = collecting(world, person, title=title)
    sign(world.context(person), made)
    initiatives.send(world.context(person), made)
    return made


def row(world: Any, initiative: str) -> Initiative:
    world.db.expire_all()
    found: Initiative = world.db.scalars(select(Initiative).where(Initiative.public_id == initiative)).one()
    return found


def decision(world: Any, **more: Any) -> Decision:
    given = {
        "outcome": InitiativeOutcome.VEDTATT, "body": "Kommunestyret", "decided_on": world.context(None).today,
        "case_number": "45/26", "words": "Biblioteket åpner på søndager.", **more,
    }  # fmt: skip
    return Decision(**given)


def heard(world: Any, person: Any) -> list[What]:
    """What somebody has been told, in order."""
    world.told()
    told = select(Event.what).join(Notification, Notification.event_id == Event.id)
    return list(world.db.scalars(told.where(Notification.person_id == person.id).order_by(Event.id)))
