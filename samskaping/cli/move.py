"""From SQLite to PostgreSQL: every table copied, in one transaction."""

from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import click
from sqlalchemy import Connection, Engine, Table, bindparam, func, insert, select, update
from sqlalchemy.exc import ArgumentError, OperationalError

from samskaping import config
from samskaping.cli.db import migrate
from samskaping.db import Base, make_engine

_BATCH = 500


@click.command()
@click.option("--to", "target", required=True, help="postgresql://user:password@host/name, empty.")
def move(target: str) -> None:
    """Copy everything to an empty PostgreSQL database; this one stays as it is. Stop web and worker first."""
    settings = config.load()
    _must_be_reached(target)
    migrate(replace(settings, database_url=target))
    with ExitStack() as stack:
        source, to = (_engine(stack, url) for url in (settings.database_url, target))
        origin = stack.enter_context(source.execution_options(reading=True).connect())
        copy = stack.enter_context(to.begin())
        _must_be_empty(copy)
        for table in Base.metadata.sorted_tables:
            count = _copy(origin, copy, table)
            if count != copy.scalar(select(func.count()).select_from(table)):
                raise click.ClickException(f"{table.name}: antallet stemmer ikke. Ingenting er flyttet.")
            click.echo(f"{table.name}: {count}")
    click.echo("Alt er flyttet. Sett SAMSKAPING_DATABASE_URL til den nye databasen.")


def _engine(stack: ExitStack, url: str) -> Engine:
    engine = make_engine(url)
    stack.callback(engine.dispose)
    return engine


def _must_be_reached(target: str) -> None:
    if not target.startswith("postgresql"):
        raise click.ClickException("Adressen må begynne med postgresql://")
    try:
        with ExitStack() as stack:
            stack.enter_context(_engine(stack, target).connect())
    except (ArgumentError, OperationalError) as error:
        raise click.ClickException(f"Når ikke databasen. {getattr(error, 'orig', None) or error}") from None


def _must_be_empty(copy: Connection) -> None:
    full = [table.name for table in Base.metadata.sorted_tables if copy.scalar(select(func.count()).select_from(table))]
    if full:
        raise click.ClickException(f"Databasen er ikke tom: {', '.join(full)}")


def _copy(origin: Connection, copy: Connection, table: Table) -> int:
    """Copy a table; references to its own rows are set when all rows are there."""
    own = [
        key.parent.name
        for key in table.foreign_keys
        if key.column.table is table and key.parent.name != "municipality_id"
    ]
    count, later = 0, []
    rows = origin.execution_options(yield_per=_BATCH).execute(select(table).order_by(*table.primary_key)).mappings()
    for batch in rows.partitions(_BATCH):
        values = [dict(row) for row in batch]
        later += [_cut(row, own) for row in values if any(row[name] is not None for name in own)]
        copy.execute(insert(table), values)
        count += len(values)
    for names, key in later:
        copy.execute(update(table).where(table.c.id == bindparam("key")), {"key": key, **names})
    if count and "id" in table.c:
        sequence = func.pg_get_serial_sequence(table.name, "id")
        copy.execute(select(func.setval(sequence, select(func.max(table.c.id)).scalar_subquery())))
    return count


def _cut(row: dict[str, Any], own: list[str]) -> tuple[dict[str, Any], int]:
    """Take a row's references to its own table off; answers them and the row's key."""
    names = {name: row[name] for name in own if row[name] is not None}
    row.update(dict.fromkeys(names))
    return names, row["id"]
