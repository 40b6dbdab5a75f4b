"""The checked-in list of answers: what each door says to each kind of visitor, at home and in another municipality.

Ids in the addresses are unknown and forms are sent empty, with their token: whoever may enter meets the page, 404, or
what is wrong with the form (422, or a way back); the others are turned away before. ``python -m tests.house.answers``
(make doors) writes the list anew, and with ``new`` asks only where it has no line yet; the difference is for a person
to read and commit.
"""

import re
import secrets
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from flask import Flask
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy import Connection

from samskaping.actions import organisations
from samskaping.actions.organisations import Wish
from samskaping.actions.sessions import token_hash
from samskaping.config import load
from samskaping.db import Scoped, make_engine
from samskaping.models import Person, PlatformRole, WebSession
from samskaping.rules.roles import MUNICIPAL_ROLES
from samskaping.rules.speech import OrganisationKind
from samskaping.web.access import doors
from samskaping.web.app import create_app
from samskaping.web.rates import limiter
from tests.databases import migrate
from tests.world import NOW, World, municipality

LIST = Path(__file__).with_name("answers.txt")
HOME, OTHER, NATION, ROOT = "/halden/nb", "/asker/nb", "/nb", ""
#: Where each door is tried: wherever it lives, and in the municipality where nobody here has a role.
PLACES = {
    "municipality": (HOME, OTHER),
    "both": (HOME, OTHER, NATION),
    "nation": (NATION,),
    "root": (ROOT,),
    "anywhere": (HOME, OTHER, NATION, ROOT),
    "nowhere": (HOME, OTHER, NATION, ROOT),
}
PRESENT = ("unknown", "unconfirmed", "resident", "organisation", *MUNICIPAL_ROLES, "plattform")
#: Somebody who has every role, for tests that are not about who it is.
ALL = "all roles"
_UNKNOWN = {"ref": "2026-999999", "reference": "2026-999999", "verb": "vurder", "int": "1"}


class Door(NamedTuple):
    """One address, method and place."""

    rule: str
    method: str
    place: str

    @property
    def path(self) -> str:
        chosen = re.sub(r"<any\((\w+)[^>]*>", r"\1", self.rule)
        return self.place + re.sub(r"<(?:\w+:)?(\w+)>", lambda part: _UNKNOWN.get(part[1], "finnesikke"), chosen)

    def __str__(self) -> str:
        return f"{self.rule} | {self.method} | {self.place or '/'}"


def all_doors(app: Flask) -> Iterator[Door]:
    for rule, methods, _endpoint, _whom, where in doors(app):
        for method in methods.split(","):
            yield from (Door(rule, method, place) for place in PLACES[where])


class Crowd:
    """One of each kind of visitor, signed in, and the application that they knock at; nothing that is done stays."""

    def __init__(self, connection: Connection, app: Flask) -> None:
        self.connection, self.app = connection, app
        # What an error page looks like is shown elsewhere; here it would take half of the time.
        bare = DictLoader({"errors/page.html": "{{ status }}"})
        app.jinja_loader = ChoiceLoader([bare, app.jinja_loader])
        self.seats: dict[str, tuple[str, str]] = {}
        with Scoped(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as db:
            home, _other = municipality(db), municipality(db, "asker")
            for name in (*PRESENT, ALL):
                self.seats[name] = (self._sit(home, name), "")
            db.commit()
        for name, (cookie, _token) in list(self.seats.items()):
            browser = self._browser(cookie)
            page = browser.get("/nb/meld-fra").get_data(as_text=True)
            token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)[0]
            self.seats[name] = (browser.get_cookie("session").value, token)

    def _sit(self, home: World, name: str) -> str:
        """The cookie of somebody new of this kind."""
        if name == "unknown":
            return ""
        roles = [role for role in MUNICIPAL_ROLES if name in (role, ALL)]
        person = home.person(f"Ei {name}", *roles, confirmed=name != "unconfirmed")
        if name == "organisation":
            organisations.register(home.context(person), Wish("Os strikkeklubb", OrganisationKind.UFORMELL))
        if name in ("plattform", ALL):
            home.db.add(PlatformRole(person_id=person.id, granted_at=NOW))
        return _session(home, person)

    def _browser(self, cookie: str):
        browser = self.app.test_client()
        if cookie:
            browser.set_cookie("session", cookie)
        return browser

    def ask(self, path: str, name: str, method: str = "GET", sent: dict[str, str] | None = None, **headers: str):
        """What somebody is answered; whatever it did is undone."""
        limiter.reset()
        before = self.connection.begin_nested()
        browser = self._browser(self.seats[name][0])
        # No Referer: some browsers never send it.
        answer = browser.open(path, method=method, data=sent, headers={"Origin": "http://localhost", **headers})
        before.rollback()
        return answer

    def answer(self, door: Door, name: str) -> int:
        sent = {"csrf_token": self.seats[name][1], "once": "noe"} if door.method == "POST" else None
        return int(self.ask(door.path, name, door.method, sent).status_code)

    def line(self, door: Door) -> str:
        """The door, and each answer with those who get it; the smallest number first."""
        met: dict[int, list[str]] = {}
        for name in PRESENT:
            met.setdefault(self.answer(door, name), []).append(name)
        told = [f"{status} {_named(names)}" for status, names in sorted(met.items())]
        return " | ".join([str(door), *told])


def _named(names: list[str]) -> str:
    if len(names) == len(PRESENT):
        return "everyone"
    left = [name for name in PRESENT if name not in names]
    return f"all but {' '.join(left)}" if len(left) < len(names) else " ".join(names)


def _session(home: World, person: Person) -> str:
    cookie, later = secrets.token_urlsafe(32), NOW + timedelta(days=30)
    times = {"created_at": NOW, "signed_in_at": NOW, "seen_at": NOW, "second_at": NOW, "expires_at": later}
    home.db.add(WebSession(token_hash=token_hash(cookie), person_id=person.id, data={}, device="", **times))
    home.db.flush()
    home.db.info.pop("untold", None)
    return cookie


def checked_in() -> dict[str, dict[str, int]]:
    """What the list says of each door: for each kind of visitor, the answer."""
    return {door: _read(_parts(line)[3:]) for door, line in _lines().items()}


def _parts(line: str) -> list[str]:
    return line.split(" | ")


def _read(told: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for status, names in (one.split(" ", 1) for one in told):
        given = set(names.removeprefix("all but ").split())
        others = names == "everyone" or names.startswith("all but ")
        found |= {name: int(status) for name in PRESENT if (name in given) is not others}
    return found


def write(known: dict[str, str]) -> None:
    """Ask at every door that has no line yet, on a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{folder}/answers.db"
        migrate([address])
        settings = load({"SAMSKAPING_ENV": "development", "SAMSKAPING_DATA": folder, "SAMSKAPING_KEPT_PAGES": "0"})
        with make_engine(address).connect() as connection, connection.begin():
            app = create_app(settings, connection, CLOCK=lambda: NOW)
            crowd = Crowd(connection, app)
            lines = [known.get(str(door)) or crowd.line(door) for door in all_doors(app)]
            LIST.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def _lines() -> dict[str, str]:
    return {" | ".join(_parts(line)[:3]): line for line in LIST.read_text("utf-8").splitlines()}


if __name__ == "__main__":
    write(_lines() if "new" in sys.argv else {})
