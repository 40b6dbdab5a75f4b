"""What tests of accounts share: a password, and the steps that everybody takes."""

from sqlalchemy import select

from samskaping.actions import tokens
from samskaping.models import Letter, LetterKind, Person
from samskaping.outside import passwords
from samskaping.rules.kinds import Purpose
from tests.visitor import Site

PASSWORD = "grønne epler på låven"
NEW = {"email": "Mona@Example.no", "name": "Mona", "shown_as": "eget", "form": "nb", "home": "", "old_enough": "y"}


def with_password(site: Site, name: str = "Ola Nordmann", **more: object) -> Person:
    person = site.world.person(name, **more)
    person.password_hash = passwords.hashed(PASSWORD)
    site.world.db.commit()
    return person


def letters(site: Site) -> list[tuple[LetterKind, int | None]]:
    rows = site.world.db.scalars(select(Letter).order_by(Letter.id)).all()
    return [(row.kind, row.person_id) for row in rows]


def link(site: Site, person: Person, purpose: Purpose, **payload: str) -> str:
    """What the worker does when it sends a letter."""
    token = tokens.issue(site.world.db, person.id, purpose, site.now, payload)
    site.world.db.commit()
    return tokens.PATHS[purpose] + token


def register(visitor, **fields):
    visitor.get("/registrer")
    visitor.fill(**{**NEW, **fields}).press("Lag konto")
    return visitor


def sign_out(visitor) -> None:
    visitor.get("/min-side")
    visitor.post("/logg-ut", {"csrf_token": visitor.token})


def somebody(site: Site, email: str = "mona@example.no") -> Person:
    found = site.world.db.scalar(select(Person).where(Person.email_key == email))
    assert found is not None
    return found
