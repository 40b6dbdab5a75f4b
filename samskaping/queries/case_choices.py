"""What a caseworker may choose among: people who handle cases here, units, themes, areas, challenges."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import String, cast, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.models import (
    Absence,
    Area,
    Challenge,
    ChallengePartner,
    Membership,
    Organisation,
    Person,
    Proposal,
    Staff,
    Theme,
    Unit,
    Verification,
)
from samskaping.queries import absences, colleagues
from samskaping.rules.policy import HANDLING
from samskaping.rules.shelves import Shelf

_MOST = 500


@dataclass(frozen=True)
class Handler:
    """A person who can be given a case. ``away_until`` and ``stand_in`` are set while they are away."""

    public_id: str
    name: str
    title: Texts | None
    away_until: date | None
    stand_in: str | None


@dataclass(frozen=True)
class Choice:
    """Something with a public id and a name."""

    public_id: str
    name: Texts | str


def handlers(ctx: Context, *, but: Collection[int] = ()) -> tuple[Handler, ...]:
    """People with a handling role in force in this municipality, by name.

    ``but`` are those who are partial in the case (inner keys): neither they nor those they lead are offered.
    """
    stand_in = aliased(Person)
    statement = (
        select(Person.public_id, Person.name, Staff.title, Absence.until_on, stand_in.name)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Staff, (Staff.person_id == Person.id) & (Staff.municipality_id == ctx.here.id))
        .outerjoin(Unit, Unit.id == Staff.unit_id)
        .outerjoin(Absence, absences.in_force(ctx, Person.id))
        .outerjoin(stand_in, stand_in.id == Absence.stand_in_id)
        .where(
            *colleagues.holding(ctx, HANDLING),
            Person.id.not_in(but),
            func.coalesce(Unit.leader_id, 0).not_in(but),
        )
        .order_by(Person.name, Person.public_id)
        .limit(_MOST)
    )
    found = {row.public_id: Handler(*row) for row in ctx.db.execute(statement)}
    return tuple(found.values())


#: What the inbox can be narrowed by, and in which order each is offered.
NARROWING = ("challenge", "theme", "area", "organisation", "unit")


def narrowing(ctx: Context, *, with_held: bool = False) -> dict[str, list[tuple[str, Any]]]:
    """(public id, name) of everything that the inbox can be narrowed by, of each kind. One statement.

    ``with_held`` adds the themes and areas out of use that open cases still have: those are found, but not chosen.
    """
    return _named(ctx, NARROWING, with_held=with_held)


def placing(ctx: Context) -> tuple[tuple[Choice, ...], ...]:
    """The themes, areas and published challenges that a proposal can be put under. One statement."""
    kinds = ("theme", "area", "challenge")
    found = _named(ctx, kinds)
    return tuple(tuple(Choice(*one) for one in found[kind]) for kind in kinds)


def _named(ctx: Context, kinds: Collection[str], *, with_held: bool = False) -> dict[str, list[tuple[str, Any]]]:
    here = ctx.here.id
    published = select(Challenge.public_id, Challenge.title).join(
        ChallengePartner, ChallengePartner.challenge_id == Challenge.id
    )
    known = select(Organisation.public_id, Organisation.name).join(
        Verification, Verification.organisation_id == Organisation.id
    )
    parts: dict[str, Any] = {
        "challenge": published.where(ChallengePartner.takes_part(here), Challenge.published_at.is_not(None))
        .order_by(Challenge.published_at.desc()),
        "theme": select(Theme.public_id, Theme.name)
        .where(Theme.municipality_id == here, _in_use(Theme, Proposal.theme_id, with_held))
        .order_by(Theme.ended_at.is_not(None), Theme.position),
        "area": select(Area.public_id, Area.name)
        .where(Area.municipality_id == here, _in_use(Area, Proposal.area_id, with_held))
        .order_by(Area.ended_at.is_not(None), Area.sort_key),
        "organisation": known.where(Verification.municipality_id == here).order_by(Organisation.name),
        "unit": select(Unit.public_id, Unit.name).where(Unit.municipality_id == here, Unit.ended_at.is_(None))
        .order_by(Unit.position),
    }  # fmt: skip
    limited = {kind: parts[kind].limit(_MOST).subquery() for kind in kinds}
    rows = ctx.db.execute(
        union_all(*(select(literal(kind), part.c[0], cast(part.c[1], String)) for kind, part in limited.items()))
    )
    found: dict[str, list[tuple[str, Any]]] = {kind: [] for kind in kinds}
    for kind, public_id, name in rows:
        found[kind].append((public_id, name if kind in ("area", "organisation") else Texts(**json.loads(name))))
    return found


def _in_use(table: Any, held_by: Any, with_held: bool) -> Any:
    if not with_held:
        return table.ended_at.is_(None)
    holds = exists().where(held_by == table.id, Proposal.shelf == Shelf.APEN).correlate(table)
    return or_(table.ended_at.is_(None), holds)


def units(ctx: Context) -> tuple[Choice, ...]:
    return _choices(ctx, Unit, Unit.name, Unit.position)


def own_unit(ctx: Context) -> str:
    """The unit that the reader belongs to here, by its public id; empty for none. At most one statement."""
    if ctx.me is None or ctx.me.unit_id is None:
        return ""
    return ctx.db.scalar(select(Unit.public_id).where(Unit.id == ctx.me.unit_id, Unit.ended_at.is_(None))) or ""


def themes(ctx: Context) -> tuple[Choice, ...]:
    return _choices(ctx, Theme, Theme.name, Theme.position)


def _choices(ctx: Context, table: Any, name: Any, order: Any) -> tuple[Choice, ...]:
    statement = (
        select(table.public_id, name)
        .where(table.municipality_id == ctx.here.id, table.ended_at.is_(None))
        .order_by(order, table.public_id)
        .limit(_MOST)
    )
    return tuple(Choice(*row) for row in ctx.db.execute(statement))
