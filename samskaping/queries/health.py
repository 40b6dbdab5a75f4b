"""Whether the database answers and is of this release."""

import re
from functools import cache
from pathlib import Path

from sqlalchemy import column, select, table
from sqlalchemy.exc import SQLAlchemyError

from samskaping.context import Context

_VERSIONS = Path(__file__).parent.parent.parent / "migrations" / "versions"
_NUMBERS = re.compile(r'^(?:down_)?revision = "(\w+)"$', re.MULTILINE)


@cache
def newest() -> str:
    """The number of the migration that no other follows; numbers are given out before it is known which comes last."""
    found: list[list[str]] = [_NUMBERS.findall(path.read_text("utf-8")) for path in sorted(_VERSIONS.glob("[0-9]*.py"))]
    followed = {number for _own, *before in found for number in before}
    return next(own for own, *_before in found if own not in followed)


def problem(ctx: Context) -> str:
    """The class of what is wrong: ``database``, ``migration``, or nothing."""
    try:
        version = ctx.db.scalar(select(column("version_num")).select_from(table("alembic_version")))
    except SQLAlchemyError:
        return "database"
    return "" if version == newest() else "migration"
