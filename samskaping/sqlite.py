"""How SQLite is asked: readers see one moment, writers take turns, and whoever only asks keeps nobody waiting."""

import sqlite3
import time
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

#: For how many seconds a writer waits for its turn.
PATIENCE = 5
#: How often it tries. SQLite's own waiting sleeps longer and longer, up to 100 ms, while others pass by.
_PAUSE = 0.002


def dress(engine: Engine) -> None:
    """Let an engine write ahead, mind foreign keys, and begin transactions as this module says."""
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "before_cursor_execute", _take_turn)


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see below
    for pragma in ("journal_mode=wal", "synchronous=full", "foreign_keys=on", f"busy_timeout={PATIENCE * 1000}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:
    """A reader sees the same moment from its first statement to its last."""
    if _reads(connection):
        connection.exec_driver_sql("BEGIN")


def _take_turn(connection: Any, cursor: Any, _statement: str, _values: Any, context: Any, _many: bool) -> None:
    """A writer has the database to itself from its first statement that writes or locks, as PostgreSQL locks a row.

    A deferred BEGIN that writes later would fail at once under load, whatever the timeout.
    """
    if cursor.connection.in_transaction or _reads(connection) or _only_asks(context):
        return
    cursor.execute("PRAGMA busy_timeout=0")
    try:
        _wait(cursor)
    finally:
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE * 1000}")


def _reads(connection: Any) -> bool:
    return bool(connection.get_execution_options().get("reading", False))


def _only_asks(context: Any) -> bool:
    """Whether the statement is a SELECT without FOR UPDATE; what we cannot tell, such as plain text, may write."""
    asked = context.compiled.statement if context.compiled else None
    return asked is not None and asked.is_select and getattr(asked, "_for_update_arg", None) is None


def _wait(cursor: Any) -> None:
    """BEGIN IMMEDIATE, as soon as nobody else has begun. Raises ``OperationalError`` when that takes too long."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            cursor.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise OperationalError("BEGIN IMMEDIATE", None, error) from error
            time.sleep(_PAUSE)
        else:
            return
