"""Every thing of a municipality that an address can name, asked of the tables themselves, and whom it belongs to."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, or_, select

from samskaping.db import Base

_TABLES = Base.metadata.tables
_CASES = _TABLES["proposals"]
_NEEDS = _TABLES["needs"]


class Thing(NamedTuple):
    """A row as an address names it: its own public id, the case it stands in, and keys of the people it names."""

    table: str
    own: str
    ref: str
    people: tuple[int, ...]


def things(connection: Connection, municipality_id: int) -> list[Thing]:
    """All that stands in a municipality, and what others have asked it. Cases by number as well as by public id."""
    refs = {row.id: str(row.reference or "") for row in connection.execute(select(_CASES.c.id, _CASES.c.reference))}
    writers = {row.id: row.writer_id for row in connection.execute(select(_CASES.c.id, _CASES.c.writer_id))}
    said = _TABLES["comments"].c
    speakers = {row.id: row.writer_id for row in connection.execute(select(said.id, said.writer_id))}
    found = []
    for table in _TABLES.values():
        places = _leading_to(table, "municipalities")
        if table is _NEEDS or not places or not {"public_id", "proposal_id", "reference"} & set(table.c.keys()):
            continue
        rows = connection.execute(select(table).where(or_(*(table.c[name] == municipality_id for name in places))))
        for row in rows.mappings():
            case = row["id"] if table is _CASES else row.get("proposal_id") or 0
            writer = speakers.get(row.get("comment_id") or 0) or writers.get(case)
            people = _unique([*(row[name] for name in _leading_to(table, "people")), writer])
            ref, own = refs.get(case, ""), str(row.get("public_id", ""))
            found += [Thing(table.name, name, ref, people) for name in _unique([own, ref if table is _CASES else ""])]
            found += [Thing(table.name, refs[row[name]], ref, people) for name in ("other_id",) if name in row]
    rest = (_needs, _partners, _signatures, _staff)
    return [*found, *(thing for part in rest for thing in part(connection, municipality_id))]


def _needs(connection: Connection, municipality_id: int) -> Iterable[Thing]:
    """Needs by their numbers, and beside each the challenges that it is tied to."""
    ties, challenges = _TABLES["challenge_needs"].c, _TABLES["challenges"].c
    tied = select(_NEEDS.c.reference, _NEEDS.c.writer_id, challenges.public_id).select_from(_NEEDS)
    tied = tied.outerjoin(ties.id.table, ties.need_id == _NEEDS.c.id)
    tied = tied.outerjoin(challenges.id.table, challenges.id == ties.challenge_id)
    here = (_NEEDS.c.municipality_id == municipality_id, _NEEDS.c.reference.is_not(None))
    for ref, writer, challenge in connection.execute(tied.where(*here)):
        people = _unique([writer])
        yield Thing("needs", ref, ref, people)
        if challenge:
            yield Thing("needs", challenge, ref, people)


def _partners(connection: Connection, municipality_id: int) -> Iterable[Thing]:
    """Challenges that another municipality leads, and this one shares or is asked to."""
    partners, challenges = _TABLES["challenge_partners"].c, _TABLES["challenges"].c
    found = select(challenges.public_id).join(partners.id.table, partners.challenge_id == challenges.id)
    theirs = (partners.municipality_id == municipality_id, challenges.municipality_id != municipality_id)
    return [Thing("partners", row, "", ()) for row in connection.scalars(found.where(*theirs))]


def _signatures(connection: Connection, municipality_id: int) -> Iterable[Thing]:
    """Signatures, each beside its innbyggerforslag."""
    signed, initiatives = _TABLES["signatures"].c, _TABLES["initiatives"].c
    found = select(signed.public_id, initiatives.public_id, initiatives.writer_id)
    found = found.join(initiatives.id.table, initiatives.id == signed.initiative_id)
    for own, initiative, writer in connection.execute(found.where(initiatives.municipality_id == municipality_id)):
        yield Thing("signatures", own, initiative, _unique([writer]))


def _leading_to(table: Table, name: str) -> list[str]:
    """The columns that hold a key of another table."""
    return [column.name for column in table.c if any(key.column is _TABLES[name].c.id for key in column.foreign_keys)]


def _unique(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(value for value in values if value)) or ()


def _staff(connection: Connection, municipality_id: int) -> list[Thing]:
    staff, people = _TABLES["staff"], _TABLES["people"]
    named = select(people.c.public_id).join(staff, staff.c.person_id == people.c.id)
    rows = connection.scalars(named.where(staff.c.municipality_id == municipality_id))
    return [Thing("staff", row, "", ()) for row in rows]
