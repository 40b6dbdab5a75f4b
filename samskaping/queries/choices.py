"""What lists of proposals can be narrowed by: the municipality's themes, areas and published challenges."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

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


def choices(ctx: Context, *, theme: str = "", area: str = "", challenge: str = "") -> Choices:
    """What can be chosen, beside what is. Three statements."""
    return Choices(
        themes=_rows(ctx, _alive(Theme, theme).order_by(Theme.position, Theme.id)),
        areas=_rows(ctx, _alive(Area, area).order_by(Area.sort_key, Area.id)),
        challenges=_rows(
            ctx,
            select(Challenge.public_id, Challenge.title)
            .where(Challenge.published_at.is_not(None))
            .order_by((Challenge.public_id == challenge).desc(), Challenge.published_at.desc(), Challenge.id.desc())
            .limit(MOST_CHALLENGES),
        ),
    )


def _alive(table: Any, chosen: str) -> Any:
    return select(table.public_id, table.name).where(or_(table.ended_at.is_(None), table.public_id == chosen))


def _rows(ctx: Context, statement: Any) -> tuple[Any, ...]:
    return tuple((row[0], row[1]) for row in ctx.db.execute(statement))
