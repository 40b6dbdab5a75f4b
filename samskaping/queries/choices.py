"""What lists of proposals can be narrowed by: the municipality's themes, areas and published challenges."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, or_, select

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.models import Area, Challenge, Theme

#: Challenges named in the filter; older ones are found on their own pages, and stay chosen when an address names them.
MOST_CHALLENGES = 50


@dataclass(frozen=True)
class Choices:
    """Public id and name of each; what has ended is there only while it is chosen."""

    themes: tuple[tuple[str, Texts], ...]
    areas: tuple[tuple[str, str], ...]
    challenges: tuple[tuple[str, Texts], ...]


def _alive(table: Any) -> Any:
    chosen = or_(table.ended_at.is_(None), table.public_id == bindparam("chosen"))
    return select(table.public_id, table.name).where(chosen)


_THEMES = _alive(Theme).order_by(Theme.position, Theme.id)
_AREAS = _alive(Area).order_by(Area.sort_key, Area.id)
_CHALLENGES = (
    select(Challenge.public_id, Challenge.title)
    .where(Challenge.published_at.is_not(None))
    .order_by((Challenge.public_id == bindparam("chosen")).desc(), Challenge.published_at.desc(), Challenge.id.desc())
    .limit(MOST_CHALLENGES)
)


def choices(ctx: Context, *, theme: str = "", area: str = "", challenge: str = "") -> Choices:
    """What can be chosen, beside what is. Three statements."""

    def rows(statement: Any, chosen: str) -> tuple[Any, ...]:
        return tuple((row[0], row[1]) for row in ctx.db.execute(statement, {"chosen": chosen}))

    return Choices(rows(_THEMES, theme), rows(_AREAS, area), rows(_CHALLENGES, challenge))


def themes(ctx: Context, chosen: str = "") -> tuple[tuple[str, Texts], ...]:
    """The themes alone. One statement."""
    return tuple((row[0], row[1]) for row in ctx.db.execute(_THEMES, {"chosen": chosen}))


def areas(ctx: Context, chosen: str = "") -> tuple[tuple[str, str], ...]:
    """The areas alone. One statement."""
    return tuple((row[0], row[1]) for row in ctx.db.execute(_AREAS, {"chosen": chosen}))
