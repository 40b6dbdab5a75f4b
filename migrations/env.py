"""Alembic's way in: one engine given by the caller, both databases, batch mode, one migrator at a time."""

from typing import Any

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext

from samskaping.db import Base, Moment, TextsColumn

#: Made by migration 0002 as the database's own index; not tables of ours.
NOT_OURS = ("search_index",)
ONE_AT_A_TIME = 7_261_357


def is_ours(thing: Any, name: str | None, kind: str, _reflected: bool, _compare_to: Any) -> bool:
    """Whether autogenerate should look at a thing: everything but the search index and its shadow."""
    if kind == "column" and name == "lexemes":
        return False
    return not (name or "").startswith(NOT_OURS) and name != "ix_search_documents_lexemes"


def render(kind: str, thing: Any, _context: AutogenContext) -> Any:
    """Migrations import no models: our column types are written as what the database stores."""
    if kind == "type" and isinstance(thing, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, TextsColumn):
        return "sa.JSON()"
    return False


def migrate(connection: sa.Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        include_object=is_ours,
        render_item=render,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL lock_timeout = '30s'; SET LOCAL statement_timeout = '10min'")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})")
        context.run_migrations()


migrate(context.config.attributes["connection"])
