"""Every column that can lead to a person is in what they get who ask for all of it, or is left out for a reason."""

import re

import pytest
from sqlalchemy import JSON, Column, Table

from samskaping.db import Base, TextsColumn
from samskaping.queries.own_data import Owner, whose
from samskaping.rules.own_data import PARTS
from samskaping.rules.own_data_left_out import COLUMNS, EVERYWHERE, LEADING, TABLES
from samskaping.rules.own_words import COLUMN_WORDS

GIVEN = {part.table: part for part in PARTS}
#: Tables whose rows are a person, or lead on to one.
PEOPLE = {"people", "authors", "web_sessions", "group_members"}
#: Names of columns that can hold who somebody is, where no key says so.
TELLING = re.compile(
    r"(^|_)(email|contact|person|people|partial|mentioned|signed|device|account|params|payload)(_|$)|^address$"
)


def leads(column: Column) -> bool:
    """Whether a column can lead to a person."""
    if {key.column.table.name for key in column.foreign_keys} & PEOPLE:
        return True
    is_free = isinstance(column.type, JSON) and not isinstance(column.type, TextsColumn)
    return bool(TELLING.search(column.name)) or (is_free and column.name == "data")


def is_given(table: Table, name: str) -> bool:
    part = GIVEN.get(table.name)
    return part is not None and name in part.by + part.columns


def undecided() -> list[str]:
    found = []
    for table in Base.metadata.sorted_tables:
        if table.name not in GIVEN and table.name not in TABLES:
            found.append(f"{table.name}: is it given, or not?")
        for column in table.columns:
            name = f"{table.name}.{column.name}"
            if is_given(table, column.name) or name in LEADING:
                continue
            is_key = column.primary_key or (column.foreign_keys and not leads(column))
            hidden = column.name in EVERYWHERE or name in COLUMNS
            if leads(column) and not (hidden and table.name in GIVEN):
                found.append(f"{name} leads to a person")
            elif table.name in GIVEN and not is_key and not hidden and column.name != "id":
                found.append(f"{name} is neither given nor left out")
    return found


def test_every_column_is_given_or_left_out_for_a_reason():
    assert undecided() == []


def test_what_is_new_is_seen():
    table = Table("diaries", Base.metadata, Column("person_id"), Column("words"))
    try:
        assert undecided() == ["diaries: is it given, or not?", "diaries.person_id leads to a person"]
    finally:
        Base.metadata.remove(table)


def test_nothing_is_left_out_that_is_not_there():
    tables = Base.metadata.tables
    there = {f"{table}.{column}" for table in tables for column in tables[table].columns.keys()}  # noqa: SIM118
    assert (set(LEADING) | set(COLUMNS)) - there == set()
    assert set(TABLES) - set(tables) == set()
    assert set(TABLES) & set(GIVEN) == set()
    names = {column for table in GIVEN for column in tables[table].columns.keys()}  # noqa: SIM118
    assert set(EVERYWHERE) - names == set()


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.table)
def test_every_part_has_its_columns_its_words_and_its_way_to_the_person(part):
    columns = Base.metadata.tables[part.table].columns
    assert set(part.by) | set(part.columns) <= set(columns.keys())
    assert set(part.columns) <= set(COLUMN_WORDS)
    assert "person" in str(whose(part, Owner(1, "a@example.no", "A"))) or part.by


def test_no_secret_is_given():
    given = {name for part in PARTS for name in part.columns}
    assert (
        given & {"password_hash", "token_hash", "data", "payload", "original", "email_key", "details", "params"}
        == set()
    )


def test_every_word_is_used():
    assert set(COLUMN_WORDS) == {name for part in PARTS for name in part.columns}
