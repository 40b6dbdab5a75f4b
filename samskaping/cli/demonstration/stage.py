"""The demonstration's stage: a municipality's settings, people, units, areas, themes and organisations."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from samskaping import text
from samskaping.actions.record import public_id, record
from samskaping.context import Here
from samskaping.context.doors import Door, find, without_browser
from samskaping.db import Texts
from samskaping.models import (
    Area,
    Author,
    Council,
    Membership,
    Municipality,
    Organisation,
    Person,
    Representative,
    Staff,
    Theme,
    Unit,
    Verification,
)
from samskaping.outside import passwords
from samskaping.rules.events import What
from samskaping.rules.roles import Role
from samskaping.rules.speech import AuthorKind, OrganisationKind
from samskaping.rules.tasks import CouncilKind

#: The municipality joined this long before today.
AGE = timedelta(days=420)


@dataclass
class Stage:
    """Who and what the script speaks of, by its keys."""

    db: Session
    here: Here
    now: datetime
    approves: bool
    people: dict[str, Person] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    themes: dict[str, Theme] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    challenges: dict[str, str] = field(default_factory=dict)
    proposals: dict[str, str] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    councils: dict[str, Council] = field(default_factory=dict)
    tasks: dict[str, str] = field(default_factory=dict)
    appeals: dict[str, str] = field(default_factory=dict)
    needs: dict[str, str] = field(default_factory=dict)
    asks: dict[str, str] = field(default_factory=dict)
    offers: dict[str, str] = field(default_factory=dict)
    raised: dict[str, str] = field(default_factory=dict)
    initiatives: dict[str, str] = field(default_factory=dict)
    wordings: dict[str, str] = field(default_factory=dict)
    benefits: dict[str, str] = field(default_factory=dict)
    gatherings: dict[str, str] = field(default_factory=dict)
    #: The proposals that say they meet each need, by references.
    meets: dict[str, set[str]] = field(default_factory=dict)


def set_up(db: Session, row: Municipality, script: dict[str, Any], password: str, now: datetime) -> Stage:
    """Set the stage in a municipality that nobody has used."""
    began = now - AGE
    settings = dict(script["municipality"])
    for name in ("accessibility_url", "welcome", "about", "privacy"):
        setattr(row, name, texts(settings.get(name)))
    for name in (
        "accent",
        "default_form",
        "answer_days",
        "approval",
        "read_first_words",
        "contact_email",
        "contact_phone",
        "contact_address",
    ):
        setattr(row, name, settings.get(name))
    row.activated_at = began
    db.flush()
    stage = Stage(db, find(db, Door(row.slug)), now, bool(settings.get("approval")))
    db.info["municipality_id"] = row.id
    hashed = passwords.hashed(password)
    for person in script["person"]:
        stage.people[person["key"]] = _person(stage, person, hashed, began)
    _places(stage, script)
    for person in script["person"]:
        if person.get("roles"):
            _employ(stage, person, began)
    for organisation in script["organisation"]:
        stage.organisations[organisation["key"]] = _organisation(stage, organisation, began)
    record(without_browser(db, stage.here, None, began), What.MUNICIPALITY_ACTIVATED, row)
    db.flush()
    return stage


def again(db: Session, script: dict[str, Any], now: datetime) -> Stage:
    """The stage of a municipality that was set up before: its people, units, areas and themes by their keys."""
    stage = Stage(db, find(db, Door(script["municipality"]["slug"])), now, bool(script["municipality"].get("approval")))
    db.info["municipality_id"] = stage.here.id
    emails = {given["email"]: given["key"] for given in script["person"]}
    for someone in db.scalars(select(Person).where(Person.email.in_(emails))):
        stage.people[emails[someone.email]] = someone
    places: tuple[tuple[str, Any, dict[str, Any]], ...] = (
        ("unit", Unit, stage.units),
        ("area", Area, stage.areas),
        ("theme", Theme, stage.themes),
    )
    for kind, table, known in places:
        keys = {str(given["name"] if kind == "area" else texts(given["name"])): given["key"] for given in script[kind]}
        known |= {keys[str(row.name)]: row for row in db.scalars(select(table)) if str(row.name) in keys}
    return stage


def texts(given: dict[str, str] | None) -> Texts:
    """A municipal text of the script."""
    return Texts(**{form: written.strip() for form, written in (given or {}).items()})


def _person(stage: Stage, given: dict[str, Any], hashed: str, began: datetime) -> Person:
    someone = Person(
        public_id=public_id(),
        email=given["email"],
        email_key=given["email"].casefold(),
        name=given["name"],
        shows_name=given.get("public", "own") == "own",
        password_hash=hashed,
        form=given.get("form", "nb"),
        home_id=stage.here.id if given.get("home") else None,
        confirmed_at=began,
        created_at=began,
    )
    stage.db.add(someone)
    stage.db.flush()
    shown = someone.name if someone.shows_name else ""
    stage.db.add(Author(kind=AuthorKind.PERSON, person_id=someone.id, name=shown))
    return someone


def _places(stage: Stage, script: dict[str, Any]) -> None:
    for position, given in enumerate(script["unit"]):
        stage.units[given["key"]] = Unit(
            municipality_id=stage.here.id,
            public_id=public_id(),
            name=texts(given["name"]),
            answers_for=texts(given.get("answers")),
            leader_id=stage.people[given["leader"]].id,
            leader_title=texts(given["leader_title"]),
            position=position,
        )
    stage.db.add_all(stage.units.values())
    stage.db.flush()
    for given in script["area"]:
        stage.areas[given["key"]] = Area(
            municipality_id=stage.here.id,
            public_id=public_id(),
            name=given["name"],
            sort_key=text.sort_key(given["name"]),
        )
    for position, given in enumerate(script["theme"]):
        stage.themes[given["key"]] = Theme(
            municipality_id=stage.here.id,
            public_id=public_id(),
            name=texts(given["name"]),
            unit_id=stage.units[given["unit"]].id,
            position=position,
        )
    for position, given in enumerate(script.get("council", [])):
        stage.councils[given["key"]] = Council(
            municipality_id=stage.here.id,
            public_id=public_id(),
            kind=CouncilKind(given["kind"]),
            name=texts(given["name"]),
            email=given.get("email", ""),
            position=position,
        )
    stage.db.add_all([*stage.areas.values(), *stage.themes.values(), *stage.councils.values()])
    stage.db.flush()


def _employ(stage: Stage, given: dict[str, Any], began: datetime) -> None:
    someone, here = stage.people[given["key"]], stage.here.id
    unit = stage.units.get(given.get("unit", ""))
    for role in given["roles"]:
        stage.db.add(Membership(municipality_id=here, person_id=someone.id, role=Role(role), granted_at=began))
    title = texts(given.get("title"))
    stage.db.add(Staff(municipality_id=here, person_id=someone.id, title=title, unit_id=unit.id if unit else None))
    stage.db.add(Author(kind=AuthorKind.KOMMUNE, municipality_id=here, person_id=someone.id, name=someone.name))


def _organisation(stage: Stage, given: dict[str, Any], began: datetime) -> Organisation:
    members = [stage.people[key] for key in given["members"]]
    row = Organisation(
        public_id=public_id(),
        number=given.get("number"),
        name=given["name"],
        kind=OrganisationKind(given["kind"]),
        about=text.tidy(given.get("about", "")),
        about_html=text.stored(given.get("about", "")),
        registered_by_id=members[0].id,
        registered_at=began,
    )
    stage.db.add(row)
    stage.db.flush()
    for someone in members:
        stage.db.add(Representative(organisation_id=row.id, person_id=someone.id, joined_at=began))
    stage.db.add(
        Verification(
            organisation_id=row.id,
            municipality_id=stage.here.id,
            asked_at=began,
            verified_at=began if given.get("verified") else None,
        )
    )
    return row
