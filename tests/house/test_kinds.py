"""A column of kinds takes further values without its table being made anew, and gives them up again."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from samskaping.db import narrow, widen

_EVENT = text(
    "INSERT INTO events (what, happened_at, subject_kind, subject_id, number, details, digest)"
    " VALUES (:what, '2026-01-01 00:00:00+00:00', 'x', 1, :number, '{}', '')"
)


def write(engine: Engine, what: str, number: int) -> None:
    with engine.begin() as connection:
        connection.execute(_EVENT, {"what": what, "number": number})


def test_a_column_takes_more_and_no_more_than_was_said(own_engine: Engine):
    with pytest.raises(DBAPIError):
        write(own_engine, "moon.landed", 1)
    for table, column in (("events", "what"), ("statements", "kind")):
        with own_engine.begin() as connection:
            widen(connection, table, column, "moon.landed", "moon.left")
    write(own_engine, "moon.landed", 1)
    write(own_engine, "role.ended", 2)
    with own_engine.begin() as connection:
        narrow(connection, "events", "what", "moon.left")
    for what, number in (("moon.left", 3), ("sun.landed", 4)):
        with pytest.raises(DBAPIError):
            write(own_engine, what, number)
    with pytest.raises(DBAPIError), own_engine.begin() as connection:
        connection.execute(text("DELETE FROM events"))  # its triggers are still there
