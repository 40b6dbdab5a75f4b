"""All that is kept about one person, table by table, in steps: the rows that ``rules/own_data.py`` says are theirs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, case, func, or_, select
from sqlalchemy.orm import Session

from samskaping.db import Base, plain
from samskaping.models import (
    Area,
    Author,
    Benefit,
    Block,
    Challenge,
    Comment,
    Event,
    GroupMember,
    Municipality,
    Need,
    Organisation,
    Person,
    Proposal,
    Statement,
    Theme,
    Unit,
    Vote,
)
from samskaping.rules.own_data import Part

#: Rows read in one statement.
STEP = 500
#: Columns that hold an address as it was written, and those that hold its key.
_ADDRESSES, _ADDRESS_KEYS = frozenset({"email", "address"}), frozenset({"email_key"})


@dataclass(frozen=True)
class Owner:
    """Whose rows are looked for."""

    id: int
    email_key: str
    name: str


def owner(db: Session, person_id: int) -> Owner | None:
    """The person, unless the account is closed or erased meanwhile."""
    found: Any = select(Person.id, Person.email_key, Person.name).where(
        Person.id == person_id, Person.blocked_at.is_(None)
    )
    row = db.execute(found).one_or_none()
    return Owner(*row) if row else None


def after(db: Session, part: Part, who: Owner, last: int) -> list[tuple[int, dict[str, Any]]]:
    """The next rows of a part, each with its key; those after the key ``last``. One statement."""
    table = Base.metadata.tables[part.table]
    shown = [_shown(table, name).label(name) for name in part.columns]
    wanted = select(table.c.id.label("_key"), *shown).where(whose(part, who), table.c.id > last)
    rows = db.execute(wanted.order_by(table.c.id).limit(STEP)).all()
    return [(row[0], dict(zip(part.columns, row[1:], strict=True))) for row in rows]


def every(db: Session, part: Part, who: Owner) -> Iterator[dict[str, Any]]:
    """All rows of a part, in steps."""
    last, size = 0, STEP
    while size == STEP:
        found = after(db, part, who, last)
        yield from (row for _key, row in found)
        size = len(found)
        last = found[-1][0] if found else last


def whose(part: Part, who: Owner) -> ColumnElement[bool]:
    """The condition under which a row of the part is the person's."""
    if part.table == "rulings":
        return _ruled(Base.metadata.tables["rulings"], who)
    table = Base.metadata.tables[part.table]
    return or_(*(_leads(table.c[name], who) for name in part.by))


def _leads(column: Any, who: Owner) -> ColumnElement[bool]:
    if column.name in _ADDRESS_KEYS:
        return _is(column, who.email_key)
    if column.name in _ADDRESSES:
        return _is(func.lower(column), who.email_key)
    led = {key.column.table.name for key in column.foreign_keys}
    if "authors" in led:
        return _in(column, select(plain(Author).c.id).where(plain(Author).c.person_id == who.id))
    if "group_members" in led:
        return _in(column, select(plain(GroupMember).c.id).where(plain(GroupMember).c.person_id == who.id))
    return _is(column, who.id)


def _is(column: Any, value: Any) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column == value
    return found


def _in(column: Any, keys: Select[Any]) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column.in_(keys)
    return found


def _ruled(rulings: Table, who: Owner) -> ColumnElement[bool]:
    """What was decided about the person's own texts, or about what they may; never about another's in their case."""
    own: dict[str, Any] = {
        name: select(plain(table).c.id).where(plain(table).c.writer_id == who.id)
        for name, table in (("comment_id", Comment), ("need_id", Need), ("proposal_id", Proposal))
    }
    blocked = select(plain(Block).c.ruling_id).where(plain(Block).c.person_id == who.id)
    of_case = and_(rulings.c.comment_id.is_(None), rulings.c.proposal_id.in_(own["proposal_id"]))
    texts = (rulings.c[name].in_(own[name]) for name in ("comment_id", "need_id"))
    return or_(*texts, of_case, rulings.c.id.in_(blocked))


#: Keys read as what they lead to; by the column's own name.
_READ_AS: dict[str, tuple[type[Base], str]] = {
    "municipality_id": (Municipality, "name"),
    "home_id": (Municipality, "name"),
    "works_at_id": (Municipality, "name"),
    "proposal_id": (Proposal, "reference"),
    "need_id": (Need, "reference"),
    "challenge_id": (Challenge, "public_id"),
    "organisation_id": (Organisation, "name"),
    "area_id": (Area, "name"),
    "theme_id": (Theme, "name"),
    "unit_id": (Unit, "name"),
    "parent_id": (Comment, "public_id"),
    "statement_id": (Statement, "public_id"),
    "comment_id": (Comment, "public_id"),
    "event_id": (Event, "what"),
    "benefit_id": (Benefit, "public_id"),
}
#: Things that are named by a word for their kind and a key.
_THINGS: dict[str, tuple[type[Base], str]] = {
    "proposal": (Proposal, "reference"),
    "need": (Need, "reference"),
    "challenge": (Challenge, "public_id"),
    "comment": (Comment, "public_id"),
    "organisation": (Organisation, "public_id"),
    "municipality": (Municipality, "name"),
}


def _shown(table: Table, name: str) -> Any:
    column = table.c[name]
    if name in ("thing_id", "subject_id"):
        kind = table.c["kind" if name == "thing_id" else "subject_kind"]
        return case(*((kind == word, _read(column, *to)) for word, to in _THINGS.items()))
    if name == "vote_id":
        owner = select(plain(Vote).c.challenge_id).where(plain(Vote).c.id == column).scalar_subquery()
        return _read(owner, Challenge, "public_id")
    return _read(column, *_READ_AS[name]) if name in _READ_AS else column


def _read(column: Any, table: type[Base], name: str) -> Any:
    to = plain(table).alias()
    return select(to.c[name]).where(to.c.id == column).scalar_subquery()
