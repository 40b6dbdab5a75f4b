"""Columns of kinds that take further values, or give them up again: for migrations."""

import re

from sqlalchemy import Connection, text


def widen(connection: Connection, table: str, column: str, *values: str) -> None:
    """Let a column of kinds take further values: for migrations, which never build a large table anew for that."""
    name, held = _kinds(connection, table, column)
    _set_kinds(connection, table, column, name, held + [value for value in values if value not in held])


def narrow(connection: Connection, table: str, column: str, *values: str) -> None:
    """Take values away from a column of kinds again."""
    name, held = _kinds(connection, table, column)
    _set_kinds(connection, table, column, name, [value for value in held if value not in values])


def _kinds(connection: Connection, table: str, column: str) -> tuple[str, list[str]]:
    """The name of the check on a column of kinds, and the values that it lets in, in their order."""
    if connection.dialect.name == "postgresql":
        found = text(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = CAST(:table AS regclass) AND pg_get_constraintdef(oid) LIKE :beginning"
        )
        name, words = connection.execute(found, {"table": table, "beginning": f"CHECK ((({column})%ANY%"}).one()
    else:
        check = re.search(rf"CONSTRAINT (\w+) CHECK \({column} IN \((.*?)\)\)", _made(connection, table), re.DOTALL)
        assert check is not None
        name, words = check.groups()
    return name, re.findall(r"'([^']*)'", words)


def _set_kinds(connection: Connection, table: str, column: str, name: str, values: list[str]) -> None:
    listed = ", ".join(f"'{value}'" for value in values)
    check = f"CHECK ({column} IN ({listed}))"
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        connection.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} {check}")
        return
    # The manual's own way for a change that leaves the rows as they are (sqlite.org/lang_altertable.html, 7).
    old = rf"CONSTRAINT {name} CHECK \({column} IN \(.*?\)\)"
    again = re.sub(old, f"CONSTRAINT {name} {check}", _made(connection, table), flags=re.DOTALL)
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema=ON")
    connection.exec_driver_sql("UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?", (again, table))
    connection.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema=OFF")


def _made(connection: Connection, table: str) -> str:
    """The words with which SQLite made a table."""
    found = text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name")
    return str(connection.execute(found, {"name": table}).scalar_one())
