"""Routes are laid and taken away, and cases find their unit along them."""

from collections.abc import Iterable, Mapping
from dataclasses import astuple
from typing import Any, NamedTuple

from sqlalchemy import or_, select

from samskaping.actions.municipalities import locked
from samskaping.actions.record import public_id, record
from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Area, Proposal, Route, Theme, Unit
from samskaping.queries import routing
from samskaping.rules.events import What
from samskaping.rules.policy import Can
from samskaping.rules.routing import Ways, choose
from samskaping.rules.selection import Chosen


def lay(ctx: Context, *, area: str = "", unit: str, theme: str = "", once: str | None = None) -> str:
    """Let cases from an area (on one theme, or on any) go to a unit; without an area, all that no other way leads.

    Answers the route's public id. Raises ``Unfit``, also for a theme without an area: a theme has a unit of its own.
    """
    ctx.require(Can.MUNICIPALITY_SET)
    municipality = locked(ctx)
    found: dict[str, str] = {}
    area_id = (_in_use(ctx, Area, area) or found.setdefault("area", _("Velg et område i lista"))) if area else None
    theme_id = (_in_use(ctx, Theme, theme) or found.setdefault("theme", _("Velg et tema i lista"))) if theme else None
    unit_id = _in_use(ctx, Unit, unit) or found.setdefault("unit", _("Velg en enhet i lista"))
    if theme and not area:
        found["theme"] = _("Temaets egen enhet velger du under «Temaer». Velg et område, eller alle temaer.")
    if found:
        raise Unfit(**found)
    twin = select(Route.id).where(
        Route.area_id.is_not_distinct_from(area_id), Route.theme_id.is_not_distinct_from(theme_id)
    )
    if ctx.db.scalar(twin):
        raise Unfit(area=_("Det finnes en regel for dette fra før. Fjern den først."))
    row = Route(municipality_id=ctx.here.id, public_id=public_id(), area_id=area_id, theme_id=theme_id, unit_id=unit_id)
    ctx.db.add(row)
    record(ctx, What.MUNICIPALITY_CHANGED, municipality, once=once, fields=["added"], kind="route", thing=row.public_id)
    return row.public_id


def take_away(ctx: Context, route: str, *, once: str | None = None) -> None:
    """Take a route away; the cases that went along it stay where they are."""
    ctx.require(Can.MUNICIPALITY_SET)
    municipality = locked(ctx)
    row = ctx.db.scalar(select(Route).where(Route.public_id == route))
    if row is None:
        raise Missing
    ctx.db.delete(row)
    record(ctx, What.MUNICIPALITY_CHANGED, municipality, once=once, fields=["ended"], kind="route", thing=route)


class Led(NamedTuple):
    """A unit's public id, the key of whoever leads it, and its name."""

    public_id: str
    leader_id: int | None = None
    name: Texts = Texts()


def way(case: Chosen, ways: Ways, units: Mapping[int, Led]) -> tuple[int, str] | None:
    """The unit a case that nobody has taken goes to, and the rule that says so. None when it stays.

    A unit whose leader is partial in the case is passed by: nobody in it may decide there.
    """
    chosen = choose(ways, but={key for key, unit in units.items() if unit.leader_id in case.partial_ids})
    return None if case.handler_id is not None or chosen is None or chosen[0] == case.unit_id else chosen


def send(proposal: Proposal, ways: Ways, units: Mapping[int, Led]) -> dict[str, Any] | None:
    """Give a case to the unit of its ways, as ``way`` says. Answers the event's details; None when it stays."""
    chosen = way(proposal, ways, units)
    if chosen is None:
        return None
    proposal.unit_id = chosen[0]
    return {"by": chosen[1], "unit": units[chosen[0]].public_id}


def send_again(ctx: Context, proposal: Proposal) -> dict[str, Any] | None:
    """The same for a case that was put elsewhere, by its theme and area as they are now."""
    if proposal.handler_id is not None:
        return None
    ways = routing.ways(ctx, proposal.theme_id, proposal.area_id)
    return send(proposal, ways, units_of(ctx, [ways]))


def ways_of(ctx: Context, theme_id: int | None, areas: set[int | None]) -> dict[int | None, Ways]:
    """What one theme and each of several areas say. Two statements."""
    theme = ctx.db.scalar(select(Theme.unit_id).where(Theme.id == theme_id))
    rows: Any = ctx.db.execute(
        select(Route.area_id, Route.theme_id, Route.unit_id).where(
            or_(Route.area_id.in_([area for area in areas if area]), Route.area_id.is_(None))
        )
    )
    laid = {(row[0], row[1]): row[2] for row in rows}
    return {
        area: Ways(
            theme_and_area=laid.get((area, theme_id)),
            area=laid.get((area, None)) if area else None,
            theme=theme,
            rest=laid.get((None, None)),
        )
        for area in areas
    }


def units_of(ctx: Context, ways: Iterable[Ways]) -> dict[int, Led]:
    """The units that these ways lead to, by key. One statement."""
    keys = {key for one in ways for key in astuple(one) if key}
    wanted = select(Unit.id, Unit.public_id, Unit.leader_id, Unit.name).where(Unit.id.in_(keys))
    rows: Any = ctx.db.execute(wanted) if keys else ()
    return {key: Led(*led) for key, *led in rows}


def _in_use(ctx: Context, table: Any, public_id: str) -> Any:
    return ctx.db.scalar(select(table.id).where(table.public_id == public_id, table.ended_at.is_(None)))
