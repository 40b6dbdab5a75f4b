"""What keeps somebody from erasing their account, and what erasing it leads to: told before anything is done."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, func, literal, select, union_all
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.models import (
    Evaluation,
    Membership,
    Municipality,
    Organisation,
    PlatformRole,
    Proposal,
    Representative,
    Task,
)
from samskaping.rules.roles import Role
from samskaping.rules.shelves import Shelf

_EVERYWHERE = {"every_municipality": True}
ADMINISTERS, HANDLES, OWES, WORKS, SPEAKS_ALONE = "administers", "handles", "owes", "works", "speaks_alone"
KEEPS = "keeps"


@dataclass(frozen=True)
class Foreseen:
    """By the name of the municipality, or of the organisation; with how many cases or tasks."""

    last_in: tuple[str, ...]
    handles: tuple[tuple[str, int], ...]
    owes: tuple[tuple[str, int], ...]
    works_in: tuple[str, ...]
    speaks_alone_for: tuple[str, ...]
    keeps_alone: bool

    @property
    def is_possible(self) -> bool:
        return not (self.last_in or self.keeps_alone or self.handles or self.owes)


def foreseen(ctx: Context) -> Foreseen:
    """One statement."""
    me = ctx.actor.person_id or 0
    rows = ctx.db.execute(
        union_all(_last(me), _keeps(me), _works(me), *_waits(me), _alone(me)), execution_options=_EVERYWHERE
    ).all()
    found: dict[str, list[Any]] = {}
    for what, name, count in sorted(tuple(row) for row in rows):
        found.setdefault(what, []).append((name, count))
    owed: dict[str, int] = {}
    for name, count in found.get(OWES, []):
        owed[name] = owed.get(name, 0) + count
    names = {what: tuple(name for name, _count in found.get(what, [])) for what in (ADMINISTERS, WORKS, SPEAKS_ALONE)}
    handles = tuple(found.get(HANDLES, []))
    return Foreseen(names[ADMINISTERS], handles, tuple(owed.items()), names[WORKS], names[SPEAKS_ALONE], KEEPS in found)


def _works(me: int) -> Any:
    """Municipalities where they work, or have."""
    works = exists().where(Membership.municipality_id == Municipality.id, Membership.person_id == me)
    return select(literal(WORKS), Municipality.name, literal(0)).where(works)


def _last(me: int) -> Any:
    """Municipalities where nobody else is an administrator."""
    mine, other = aliased(Membership), aliased(Membership)

    def administers(row: Any) -> tuple[Any, ...]:
        return row.municipality_id == Municipality.id, row.role == Role.ADMINISTRATOR, row.ended_at.is_(None)

    alone = exists().where(*administers(mine), mine.person_id == me)
    others = exists().where(*administers(other), other.person_id != me)
    return select(literal(ADMINISTERS), Municipality.name, literal(0)).where(alone, ~others)


def _keeps(me: int) -> Any:
    """A row where nobody else looks after the platform."""
    mine, other = aliased(PlatformRole), aliased(PlatformRole)
    alone = exists().where(mine.person_id == me, mine.ended_at.is_(None))
    others = exists().where(other.person_id != me, other.ended_at.is_(None))
    return select(literal(KEEPS), literal(""), literal(0)).where(alone, ~others)


def _waits(me: int) -> list[Any]:
    """Open cases that the person has, and what they are asked for in such."""
    is_open = Proposal.shelf != Shelf.AVSLUTTET
    cases = (
        select(literal(HANDLES), Municipality.name, func.count(Proposal.id))
        .join(Municipality, Municipality.id == Proposal.municipality_id)
        .where(Proposal.handler_id == me, is_open)
    )
    asked: list[Any] = [
        (Task, (Task.owner_id == me, Task.done_at.is_(None), Task.dropped_at.is_(None))),
        (Evaluation, (Evaluation.evaluator_id == me, Evaluation.submitted_at.is_(None))),
    ]
    owed = [
        select(literal(OWES), Municipality.name, func.count(table.id))
        .join(Municipality, Municipality.id == table.municipality_id)
        .join(Proposal, Proposal.id == table.proposal_id)
        .where(is_open, *conditions)
        for table, conditions in asked
    ]
    return [one.group_by(Municipality.id, Municipality.name) for one in (cases, *owed)]


def _alone(me: int) -> Any:
    """Organisations that nobody else acts for."""
    other = aliased(Representative)
    others = exists().where(other.organisation_id == Organisation.id, other.left_at.is_(None), other.person_id != me)
    return select(literal(SPEAKS_ALONE), Organisation.name, literal(0)).where(
        Representative.acts(Organisation.id, me), ~others
    )
