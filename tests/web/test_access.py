"""Every door is tried by every kind of visitor, with the method it takes, where it is and where it is not."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import NamedTuple

import pytest
from flask import Flask, Response
from sqlalchemy import Connection

from samskaping.actions.sessions import token_hash
from samskaping.config import Settings
from samskaping.db import Scoped
from samskaping.errors import Missing, Refused
from samskaping.models import Person, WebSession
from samskaping.rules.policy import Actor, Can, allowed
from samskaping.rules.roles import Role
from samskaping.web.access import NotSignedIn, Where, doors, guard
from samskaping.web.app import create_app
from tests.world import NOW, municipality

pytestmark = pytest.mark.one_database
UNKNOWN = {"ref": "2026-999999", "reference": "2026-999999", "verb": "vurder", "int": "1"}
PLACES = {
    Where.MUNICIPALITY: "/halden/nb",
    Where.NATION: "/nb",
    Where.BOTH: "/halden/nb",
    Where.ROOT: "",
    Where.ANYWHERE: "/halden/nb",
}
ELSEWHERE = {Where.MUNICIPALITY: "/nb", Where.NATION: "/halden/nb", Where.ROOT: "/halden/nb"}
MUNICIPAL = [role for role in Role if role is not Role.PLATTFORM]


class Door(NamedTuple):
    path: str
    method: str
    endpoint: str
    whom: str
    where: Where


class Someone(NamedTuple):
    """A visitor: the cookie they bring, and what the table of permissions knows of them."""

    cookie: str
    actor: Actor


@pytest.fixture
def app(settings: Settings, connection: Connection) -> Flask:
    return create_app(settings, connection, CLOCK=lambda: NOW)


@pytest.fixture
def people(connection: Connection) -> dict[str, Someone]:
    """One of each kind, signed in at a municipality that is there."""
    with Scoped(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as db:
        world = municipality(db)
        found = {"unknown": Someone("", Actor())}
        wanted = {
            "unconfirmed": ((), False),
            "resident": ((), True),
            **{role: ((role,), True) for role in MUNICIPAL},
            "everything": (MUNICIPAL, True),
        }
        for number, (name, (roles, confirmed)) in enumerate(wanted.items()):
            person = world.person(f"Person {number}", *roles, confirmed=confirmed)
            db.add(_session(person, name))
            found[name] = Someone(name, Actor(person.id, confirmed=confirmed, roles=frozenset(roles)))
        db.flush()
        db.info.pop("untold", None)
        db.commit()
    return found


def _session(person: Person, name: str) -> WebSession:
    later = NOW + timedelta(days=30)
    times = {"created_at": NOW, "signed_in_at": NOW, "seen_at": NOW, "expires_at": later, "second_at": NOW}
    return WebSession(token_hash=token_hash(name), person_id=person.id, data={}, device="", **times)


def all_doors(app: Flask) -> Iterator[Door]:
    for rule, methods, endpoint, whom, where in doors(app):
        choice = re.sub(r"<any\((\w+)[^>]*>", r"\1", rule)
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda part: UNKNOWN.get(part[1], "finnesikke"), choice)
        for method in methods.split(","):
            yield Door(path, method, endpoint, whom, Where(where))


def stand_at_the_door(app: Flask, keeper: Callable[[], None] = guard) -> None:
    """The application as far as its doors: whoever is let in meets 204 instead of the page."""

    def tried() -> Response:
        try:
            keeper()
        except NotSignedIn:
            return Response(status=401)
        except Refused:
            return Response(status=403)
        except Missing:
            return Response(status=404)
        return Response(status=204)

    before = app.before_request_funcs[None]
    before[before.index(guard)] = tried


def enter(app: Flask, door: Door, someone: Someone, place: str) -> int:
    client = app.test_client()
    if someone.cookie:
        client.set_cookie("session", someone.cookie)
    origin = {"Origin": "http://localhost"}
    return client.open(f"{place}{door.path}", method=door.method, headers=origin).status_code


def expected(door: Door, someone: Someone) -> int:
    if door.whom == "public" or (door.whom == "signed in" and someone.actor.is_known):
        return 204
    if not someone.actor.is_known:
        return 401
    return 204 if allowed(someone.actor, Can(door.whom)) else 403


def wrongly_kept(app: Flask, people: dict[str, Someone]) -> Iterator[str]:
    for door in all_doors(app):
        for name, someone in people.items():
            met, due = enter(app, door, someone, PLACES[door.where]), expected(door, someone)
            if met != due:
                yield f"{door.method} {door.path}: {name} meets {met}, not {due}"


def wrongly_placed(app: Flask, people: dict[str, Someone]) -> Iterator[str]:
    """Doors that open where they do not live. Two may share an address when they live in different places."""
    at_home = {(place, door.path) for door in all_doors(app) for place in _homes(door)}
    for door in all_doors(app):
        place = ELSEWHERE.get(door.where)
        if place is not None and (place, door.path) not in at_home:
            met = enter(app, door, people[Role.ADMINISTRATOR], place)
            if met != 404:
                yield f"{door.method} {place}{door.path}: {met}"


def _homes(door: Door) -> set[str]:
    everywhere = {Where.BOTH: {"/halden/nb", "/nb"}, Where.ANYWHERE: {"/halden/nb", "/nb", ""}}
    return everywhere.get(door.where, {PLACES[door.where]})


def test_every_door_lets_in_whom_it_says(app: Flask, people: dict[str, Someone]):
    stand_at_the_door(app)
    assert list(wrongly_kept(app, people)) == []


def test_no_door_opens_where_it_does_not_live(app: Flask, people: dict[str, Someone]):
    stand_at_the_door(app)
    assert list(wrongly_placed(app, people)) == []


def test_doors_without_a_guard_are_seen(app: Flask, people: dict[str, Someone]):
    stand_at_the_door(app, keeper=lambda: None)
    assert len(list(wrongly_kept(app, {"unknown": people["unknown"]}))) > 100
    assert len(list(wrongly_placed(app, people))) > 50


@pytest.mark.parametrize("who", ["unknown", "everything"])
def test_no_door_breaks_on_what_does_not_exist(app: Flask, people: dict[str, Someone], who: str):
    """Behind the door: a thing that is not there, or a form without its token, is told and never a 500."""
    met = {door: enter(app, door, people[who], PLACES[door.where]) for door in all_doors(app)}
    assert {door: status for door, status in met.items() if status >= 500} == {}
    assert set(met.values()) >= {200, 400, 404}
