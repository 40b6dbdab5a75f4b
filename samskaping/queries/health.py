"""Whether the database answers and is of this release."""

from pathlib import Path

from sqlalchemy import column, select, table
from sqlalchemy.exc import SQLAlchemyError

from samskaping.context import Context

_VERSIONS = Path(__file__).parent.parent.parent / "migrations" / "versions"


def newest() -> str:
    """The number of the newest migration: files are numbered."""
    return max(path.name.partition("_")[0] for path in _VERSIONS.glob("[0-9]*.py"))


def problem(ctx: Context) -> str:
    """The class of what is wrong: ``database``, ``migration``, or nothing."""
    try:
        version = ctx.db.scalar(select(column("version_num")).select_from(table("alembic_version")))
    except SQLAlchemyError:
        return "database"
    return "" if version == newest() else "migration"
