"""Doors with ids in their address, and a browser that knocks on them for somebody and leaves no trace."""

import re
from collections.abc import Iterator
from functools import cache, cached_property
from itertools import product
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from samskaping import clock
from samskaping.actions import (
    sessions,
)
from samskaping.context.doors import Door as Place
from samskaping.context.doors import find
from samskaping.db import Scoped
from samskaping.models import Challenge, ChallengePartner, Municipality, Person
from samskaping.rules.moves import BY_VERB
from samskaping.rules.roles import Role
from samskaping.web.app import create_app
from tests.house.doors import LIST
from tests.living import Thing, things
from tests.world import World

#: Words in an address that choose among kinds, and are no ids.
CHOICES = {
    "verb": tuple(BY_VERB),
    "kinds": ("enheter", "omrader", "temaer"),
    "width": ("480",),
    "step": ("vedtak", "plansak"),
    "file_name": ("prove.pdf", "prove.webp"),
}
#: Words of an address that stand for a table of another name.
MEANT = {
    "enheter": "units",
    "omrader": "areas",
    "fil": "files",
    "utkast": "proposals",
    "forslag": "proposals",
    "behov": "needs",
    "utfordring": "challenges",
    "utfordringer": "challenges",
    "felles": "challenge_partners",
    "bidrag": "offers",
    "trenger": "asks",
    "rad": "councils",
    "reist": "raised",
    "endring": "wordings",
    "tillit": "staff",
    "invitert": "challenge_invitations",
    "identitet": "identities",
    "gevinst": "benefits",
    "maling": "measurements",
    "steng": "measure_asks",
    "innbyggerforslag": "initiatives",
    "moter": "gatherings",
    "laerdom": "lessons",
    "stryk": "signatures",
}
UNKNOWN_REF, UNKNOWN_ID = "2026-987654", "zzzzzzzzzz"
_SLOT = re.compile(r"<(?:any\(([^)]*)\):)?(\w+)>")
Answer = tuple[int, str, str]


class Door(NamedTuple):
    """One row of the list of doors, for one method."""

    rule: str
    method: str
    endpoint: str
    whom: str
    where: str

    @property
    def slots(self) -> list[tuple[str, tuple[str, ...]]]:
        """The words of the address: each with what it may be, nothing for an id."""
        found = _SLOT.findall(self.rule)
        return [(name, tuple(re.split(r",\s*", given)) if given else CHOICES.get(name, ())) for given, name in found]

    @property
    def noun(self) -> str:
        return self.endpoint.partition(".")[0]

    @property
    def ids(self) -> list[str]:
        return [name for name, choices in self.slots if not choices]

    @property
    def ways(self) -> Iterator[dict[str, str]]:
        """Every way to fill in the words that are no ids."""
        chosen = [(name, choices) for name, choices in self.slots if choices]
        for values in product(*(choices for _name, choices in chosen)):
            yield dict(zip((name for name, _choices in chosen), values, strict=True))

    def path(self, words: dict[str, str]) -> str:
        return _SLOT.sub(lambda slot: words[slot[2]], self.rule)

    def named(self, thing: Thing) -> dict[str, str]:
        """The words of this address that name a thing; none when it lacks a case that the address asks for."""
        if self.ids == ["ref"]:
            return {"ref": thing.ref} if thing.ref else {}
        if len(self.ids) == 1:
            return {self.ids[0]: thing.own} if thing.own else {}
        return dict(zip(self.ids, (thing.ref, thing.own), strict=True)) if thing.ref and thing.own else {}

    @cache  # noqa: B019  there are few doors, and they live as long as the run
    def likeness(self, chosen: tuple[str, ...], table: str) -> int:
        """How likely it is that this door is that table's, by their names."""
        path = re.split(r"\W+", f"{self.rule} {' '.join(chosen)}")
        words = (self.endpoint, *self.ids, *(MEANT.get(word, "") for word in path))
        # A kind that the way names counts for more than all names of the door.
        return 9 * sum(table == MEANT.get(one) for one in chosen) + sum(table[:4] in word for word in words)


def municipal_doors() -> Iterator[Door]:
    """Every door of a municipality that has an id in its address."""
    return (door for door in all_doors() if door.ids)


def all_doors(*places: str) -> Iterator[Door]:
    """Every door of a municipality, or (by the list's words) of these places, for each method that it takes."""
    for line in LIST.read_text("utf-8").splitlines():
        rule, methods, endpoint, whom, where = line.split(" | ")
        for method in methods.split(","):
            door = Door(rule, method, endpoint, whom, where)
            if where in (places or ("municipality",)):
                yield door


class Strangers:
    """Two municipalities with something in them: theirs, and ours, from where strangers look."""

    def __init__(self, connection: Connection, settings: Any, theirs: str, ours: str) -> None:
        self.connection, self.slugs = connection, {"theirs": theirs, "ours": ours}
        self.app = create_app(settings, connection)
        self.seats: dict[int, tuple[str, str]] = {}
        self.opened: dict[str, Thing] = {}
        with self.session() as db:
            found = select(Municipality.slug, Municipality.id).where(Municipality.slug.in_([theirs, ours]))
            self.keys = {row.slug: row.id for row in db.execute(found)}
        self.staff = {side: self._staff(side) for side in self.slugs}

    def session(self) -> Scoped:
        return Scoped(self.connection, expire_on_commit=False, join_transaction_mode="create_savepoint")

    def world(self, db: Any, slug: str) -> World:
        return World(db, find(db, Place(slug)), clock.now())

    def _staff(self, side: str) -> int:
        """Somebody new who holds every role there."""
        with self.session() as db:
            roles = [role for role in Role if role is not Role.PLATTFORM]
            person = self.world(db, self.slugs[side]).person(f"Alle roller, {side}", *roles)
            db.commit()
            return person.id

    @cached_property
    def theirs(self) -> list[Thing]:
        return things(self.connection, self.keys[self.slugs["theirs"]])

    @cached_property
    def shared(self) -> set[str]:
        """Names that stand for something here as well: a number that both have given, a challenge that is both's."""
        ours = things(self.connection, self.keys[self.slugs["ours"]])
        partners = select(ChallengePartner.challenge_id).where(
            ChallengePartner.municipality_id == self.keys[self.slugs["ours"]]
        )
        both = select(Challenge.public_id).where(Challenge.id.in_(partners))
        with self.session() as db:
            shared = set(db.scalars(both.execution_options(every_municipality=True)))
        return shared | {name for one in ours for name in (one.own, one.ref)} - {""}

    def seat(self, person: int) -> tuple[str, str]:
        """The cookie of somebody who has signed in, and the token of their forms."""
        if person not in self.seats:
            cookie = f"seat-{person}"
            with self.session() as db:
                who = db.get_one(Person, person)
                hashed, known = sessions.token_hash(cookie), {"_user_id": who.public_id}
                row = sessions.begin(db, hashed, clock.now(), known, "Prøve")
                sessions.seat(db, row, hashed, person, clock.now(), is_sure=True)
                db.commit()
            client = self.app.test_client()
            client.set_cookie("session", cookie)
            page = client.get("/nb/meld-fra").get_data(as_text=True)
            self.seats[person] = (cookie, re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)[0])
        return self.seats[person]

    def ask(self, side: str, door: Door, words: dict[str, str], person: int) -> Answer:
        """What is answered, with every id of the address out of it; nothing that it did stays."""
        cookie, token = self.seat(person)
        client = self.app.test_client()
        client.set_cookie("session", cookie)
        before = self.connection.begin_nested()
        answer = client.open(
            f"/{self.slugs[side]}/nb{door.path(words)}",
            method=door.method,
            data={"csrf_token": token, "once": "noe"} if door.method == "POST" else None,
            headers={"Origin": "http://localhost"},
        )
        body, where = str(answer.get_data(as_text=answer.mimetype.startswith("text/"))), answer.headers.get("Location")
        before.rollback()
        assert answer.status_code < 500, f"{answer.status_code} at {door}"
        ids = [words[name] for name in door.ids]
        return answer.status_code, _without(body, ids), _without(where or "", ids)

    def unknown(self, door: Door, way: dict[str, str]) -> dict[str, str]:
        """The same address with ids that never were."""
        return way | {name: UNKNOWN_REF if name in ("ref", "other") else UNKNOWN_ID for name in door.ids}

    def living(self, door: Door) -> dict[str, str] | None:
        """An address at this door that its own municipality answers otherwise than an unknown one."""
        nothing: dict[tuple[str, int], Answer] = {}
        for words, thing, person in self.tries(door):
            unknown = self.unknown(door, {name: words[name] for name, choices in door.slots if choices})
            met = (door.path(unknown), person)
            if met not in nothing:
                nothing[met] = self.ask("theirs", door, unknown, person)
            if self.ask("theirs", door, words, person) != nothing[met]:
                self.opened[door.noun] = thing
                return words
        return None

    def tries(self, door: Door) -> Iterator[tuple[dict[str, str], Thing, int]]:
        """Whatever of theirs this address could name, and who might find it there; each once.

        What another door of the same noun opened to comes first, then the likeliest.
        """
        every, tried = product(door.ways, self.theirs), set()
        opened = self.opened.get(door.noun)

        def order(one: tuple[dict[str, str], Thing]) -> tuple[bool, int]:
            return one[1] is not opened, -door.likeness(tuple(one[0].values()), one[1].table)

        for way, thing in sorted(every, key=order):
            named = door.named(thing)
            is_ours = not named or self.shared & set(named.values())
            for person in () if is_ours else (self.staff["theirs"], *thing.people):
                if (once := (door.path(way | named), person)) not in tried:
                    tried.add(once)
                    yield way | named, thing, person


def _without(text: str, ids: list[str]) -> str:
    for one in ids:
        text = text.replace(one, "ID")
    return re.sub(r'name="(csrf_token|once)"[^>]*>', r"\1", text)
