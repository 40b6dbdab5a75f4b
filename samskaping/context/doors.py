"""The ways in: a request's context at a municipality's door, and one for people without a browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Engine, Select, bindparam, select
from sqlalchemy.orm import Session

from samskaping.context import Context, Here, visitors
from samskaping.db import Scoped
from samskaping.errors import Missing
from samskaping.models import Municipality, OldSlug
from samskaping.rules.policy import Actor


class Door(NamedTuple):
    """How a visitor came: by a municipality's slug or own host, or (neither) to the national pages."""

    slug: str | None = None
    host: str | None = None


class Moved(Missing):
    """The slug is an old one; ``slug`` is where the municipality lives now."""

    def __init__(self, slug: str) -> None:
        super().__init__()
        self.slug = slug


@contextmanager
def enter(
    bind: Any,
    door: Door,
    now: datetime,
    *,
    token_hash: str | None = None,
    language: str = "nb",
    reading: bool = False,
    needs_second: bool = True,
) -> Iterator[Context]:
    """A context at the door: one session, seeing one municipality, with the visitor's own rights there.

    ``needs_second``: whether roles wait for a second factor also of those who have set up none.
    Raises ``Missing`` for a municipality that is not in the register, ``Moved`` for an old slug.
    """
    if reading and isinstance(bind, Engine):
        bind = bind.execution_options(reading=True)
    with Scoped(bind, expire_on_commit=False, join_transaction_mode="create_savepoint") as db:
        here, (session, actor, me, over) = _come(db, door, now, token_hash, needs_second=needs_second)
        if here:
            db.info["municipality_id"] = here.id
        yield Context(db, here, actor, now, language, me, session, over)


def _come(
    db: Session, door: Door, now: datetime, token_hash: str | None, *, needs_second: bool
) -> tuple[Here | None, visitors.Visitor]:
    """The place and the visitor; both in one statement when there are both to ask for."""
    is_somewhere = bool(door.slug or door.host)
    if token_hash is None:
        return find(db, door) if is_somewhere else None, visitors.NOBODY
    if not is_somewhere:
        return None, visitors.in_session(db, token_hash, now, needs_second=needs_second)
    way = {"slug": door.slug} if door.slug else {"host": door.host}
    return visitors.at_door(db, token_hash, now, needs_second=needs_second, **way) or (find(db, door), visitors.NOBODY)


def without_browser(
    db: Session, here: Here | None, person_id: int | None, now: datetime, language: str = "nb"
) -> Context:
    """A context for the shell, the worker, the demonstration and tests; the session sees ``here`` from now on."""
    db.info["municipality_id"] = here.id if here else None
    if person_id is None:
        return Context(db, here, Actor(), now, language)
    actor, me = visitors.person(db, here, person_id, now)
    return Context(db, here, actor, now, language, me)


def from_shell(db: Session, here: Here | None, now: datetime, language: str = "nb") -> Context:
    """A context for whoever runs commands on the machine itself: no person, and the shell's own permissions."""
    db.info["municipality_id"] = here.id if here else None
    return Context(db, here, Actor(in_shell=True), now, language)


_HERE: Select[Any] = select(*visitors.HERE).execution_options(every_municipality=True)
_BY_SLUG = _HERE.where(Municipality.slug == bindparam("slug"))
_BY_HOST = _HERE.where(Municipality.host == bindparam("host"))
_MOVED = (
    select(Municipality.slug)
    .join(OldSlug, OldSlug.municipality_id == Municipality.id)
    .where(OldSlug.slug == bindparam("slug"))
)


def find(db: Session, door: Door) -> Here:
    """The municipality behind a door. Raises ``Missing`` or ``Moved``."""
    found = db.execute(_BY_SLUG if door.slug else _BY_HOST, {"slug": door.slug, "host": door.host}).one_or_none()
    if found is not None:
        return Here(*found)
    if door.slug and (slug := db.scalar(_MOVED, {"slug": door.slug})):
        raise Moved(slug)
    raise Missing
