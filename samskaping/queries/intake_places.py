"""What input can be put under here, and which unit that leads to; and which rows of a sheet are here already."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, String, and_, case, cast, desc, literal, null, select, union_all

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.models import Area, Challenge, ChallengePartner, Intake, Proposal, Route, Theme, Unit


@dataclass(frozen=True)
class Places:
    """Keys behind public ids: theme → (key, unit), area → key, challenge → (key, theme, unit), and the routes.

    ``units`` are the public ids of the units that any of these lead to. ``names`` are pairs of each kind: what one of
    them is called in some form, and its public id. ``known``: the mark of a sheet's row → the case that it became.
    """

    themes: Mapping[str, Any]
    areas: Mapping[str, int]
    challenges: Mapping[str, Any]
    routes: Mapping[tuple[int | None, int | None], int]
    units: Mapping[int, str]
    names: Mapping[str, list[tuple[str, str]]]
    known: Mapping[str, str]


def places(ctx: Context, *, areas: Collection[str] | None = None, marks: Collection[str] = ()) -> Places:
    """All that is in use here, in one statement. ``areas``: the routes from these alone (public ids), and from any.

    ``marks`` are those of a sheet's rows, to be known again.
    """
    found: dict[str, list[Any]] = {kind: [] for kind in ("theme", "area", "challenge", "route", "known")}
    for row in ctx.db.execute(_asked(ctx.here.id, areas, marks)):
        found[row.kind].append(row)
    known = found.pop("known")
    return Places(
        themes={row.public_id: (row.id, row.unit_id) for row in found["theme"]},
        areas={row.public_id: row.id for row in found["area"]},
        challenges={row.public_id: (row.id, row.theme_id, row.unit_id) for row in found["challenge"]},
        routes={(row.id, row.theme_id): row.unit_id for row in found["route"]},
        units={row.unit_id: row.unit for rows in found.values() for row in rows},
        names={
            kind: [(name, row.public_id) for row in found[kind] for name in _forms(kind, row.name)]
            for kind in ("theme", "area", "challenge")
        },
        known={row.public_id: row.name for row in known},
    )


def _forms(kind: str, name: str) -> list[str]:
    """What something is called, in each form that it has a name in; an area has the same name in both."""
    if kind == "area":
        return [name]
    texts = Texts(**json.loads(name))
    return [one for one in (texts.nb, texts.nn) if one]


def _asked(here: int, areas: Collection[str] | None, marks: Collection[str]) -> Any:
    """Themes, areas, challenges and routes with the unit of each, and known rows; the newest of a kind first."""
    is_own = Challenge.municipality_id == here  # a neighbour's challenge has the neighbour's theme and unit
    own = (case((is_own, Challenge.theme_id)), case((is_own, Challenge.unit_id)))
    partners = select(ChallengePartner.challenge_id).where(ChallengePartner.takes_part(here))
    in_use = _part("area", here, Area.public_id, Area.id, name=Area.name)
    themes = _part("theme", here, Theme.public_id, Theme.id, name=Theme.name, unit=Theme.unit_id)
    title = Challenge.title
    challenges = _part("challenge", here, Challenge.public_id, Challenge.id, name=title, theme=own[0], unit=own[1])
    routes = _part("route", here, Route.public_id, Route.area_id, theme=Route.theme_id, unit=Route.unit_id)
    routes = routes.where(Route.municipality_id == here)
    if areas is not None:
        named = select(Area.id).where(Area.municipality_id == here, Area.public_id.in_(areas))
        routes = routes.where(Route.area_id.in_(named) | Route.area_id.is_(None))
    parts = [
        themes.where(Theme.municipality_id == here, Theme.ended_at.is_(None)),
        in_use.where(Area.municipality_id == here, Area.ended_at.is_(None)),
        challenges.where(Challenge.published_at.is_not(None), Challenge.id.in_(partners)),
        routes,
    ]
    if marks:
        rows = _part("known", here, Intake.row_digest, Intake.id, name=Proposal.reference)
        rows = rows.join(Proposal, Proposal.id == Intake.proposal_id)
        parts.append(rows.where(Intake.municipality_id == here, Intake.row_digest.in_(marks)))
    return union_all(*parts).order_by(desc("id"))


def _part(
    kind: str, here: int, public_id: Any, key: Any, *, name: Any = None, theme: Any = None, unit: Any = None
) -> Any:
    """One kind in the columns that all kinds have, from the table of its key, with the unit's public id."""
    columns = (
        literal(kind).label("kind"),
        public_id.label("public_id"),
        key.label("id"),
        cast(null() if theme is None else theme, BigInteger).label("theme_id"),
        cast(null() if unit is None else unit, BigInteger).label("unit_id"),
        cast(null() if name is None else name, String).label("name"),
        Unit.public_id.label("unit"),
    )
    found = select(*columns).select_from(key.class_)
    return found.outerjoin(Unit, and_(Unit.id == unit, Unit.municipality_id == here))
