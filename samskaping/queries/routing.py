"""Which unit gets what: the municipality's routes as a list, and what they say of one case."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, literal, select
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.models import Area, Route, Theme, Unit
from samskaping.rules.policy import Can
from samskaping.rules.routing import Ways

_MOST = 1_000
_exact, _wide, _rest = aliased(Route), aliased(Route), aliased(Route)
#: Routes of an area, and the one of all other cases, for joining to whatever knows theme, area and municipality.
EXACT, WIDE, REST = (
    _exact.unit_id.label("exact_unit"), _wide.unit_id.label("area_unit"), _rest.unit_id.label("rest_unit"),
)  # fmt: skip


@dataclass(frozen=True)
class RouteRow:
    """One route as the setup shows it."""

    public_id: str
    area: str | None
    area_ended: datetime | None
    theme: Texts | None
    unit: Texts


def joined(statement: Any, theme: Any, area: Any, municipality: Any) -> Any:
    """A statement with the routes of a theme and area in a municipality (columns or values) beside its rows."""
    exact = and_(_exact.area_id == area, _exact.theme_id == theme, _exact.theme_id.is_not(None))
    rest = and_(_rest.municipality_id == municipality, _rest.area_id.is_(None))
    wide = and_(_wide.area_id == area, _wide.area_id.is_not(None), _wide.theme_id.is_(None))
    found = statement.outerjoin(_exact, exact).outerjoin(_wide, wide)
    names = {"exact_name": _exact, "area_name": _wide, "rest_name": _rest}
    return found.outerjoin(_rest, rest).add_columns(*(public(one.unit_id).label(name) for name, one in names.items()))


def public(unit: Any) -> Any:
    """The public id of a unit, beside its key."""
    return select(Unit.public_id).where(Unit.id == unit).correlate_except(Unit).scalar_subquery()


def ways(ctx: Context, theme_id: int | None, area_id: int | None) -> Ways:
    """What theme and area say of a case here. One statement."""
    one = select(literal(1).label("one")).subquery()
    asked = select(EXACT, WIDE, REST, Theme.unit_id).select_from(one).outerjoin(Theme, Theme.id == theme_id)
    row = ctx.db.execute(joined(asked, theme_id, area_id, ctx.here.id)).one()
    return Ways(theme_and_area=row.exact_unit, area=row.area_unit, theme=row.unit_id, rest=row.rest_unit)


def listing(ctx: Context) -> tuple[RouteRow, ...]:
    """All routes, by area, the one for any theme last; after them the one for all other cases."""
    ctx.require(Can.MUNICIPALITY_SET)
    rows: Any = ctx.db.execute(
        select(Route.public_id, Area.name, Area.ended_at, Theme.name, Unit.name)
        .outerjoin(Area, Area.id == Route.area_id)
        .join(Unit, Unit.id == Route.unit_id)
        .outerjoin(Theme, Theme.id == Route.theme_id)
        .where(Route.municipality_id == ctx.here.id)
        .order_by(Route.area_id.is_(None), Area.sort_key, Route.theme_id.is_(None), Theme.position, Route.id)
        .limit(_MOST)
    )
    return tuple(RouteRow(*row) for row in rows)
