"""The chosen cases, what a deed would come to in each of them, and what happened in them meanwhile."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Event, Person, Proposal, Theme, Unit
from samskaping.queries import colleagues, impartiality, timeline
from samskaping.queries.colleagues import Handling
from samskaping.rules.pipeline import State
from samskaping.rules.policy import Can
from samskaping.rules.selection import MOST, TOGETHER, Doing, Order, obstacle


@dataclass(frozen=True)
class Wanted:
    """What the form asks for, in public ids."""

    doing: Doing
    person: str = ""
    unit: str = ""
    theme: str = ""
    verb: str = ""


@dataclass(frozen=True)
class Case:
    """One chosen case, as its row stands."""

    key: int
    reference: str
    title: str
    language: str
    state: State
    is_public: bool
    history_length: int
    handler_id: int | None
    unit_id: int | None
    theme_id: int | None
    writer_id: int | None
    partial_ids: Collection[int]
    handler: str | None
    unit: Texts | None
    theme: Texts | None
    has_answered: bool
    handler_key: str | None
    unit_key: str | None
    waiting_since: datetime | None
    area_id: int | None
    session_id: int | None = None


@dataclass(frozen=True)
class Verdict:
    """What will happen in one case, or why nothing will. ``changed`` is what happened since it was last shown."""

    case: Case
    obstacle: str
    changed: Sequence[timeline.Happening] = field(default=())

    @property
    def mark(self) -> str:
        """What must be the same when the deed is done: the case's history, and the verdict."""
        return mark(self.case.reference, self.case.history_length, self.obstacle)


def mark(reference: str, history_length: int, hindered: str) -> str:
    """A case as it was shown, in one word."""
    return f"{reference}.{history_length}.{'nei' if hindered else 'ja'}"


def cases(ctx: Context, refs: Sequence[str]) -> tuple[Case, ...]:
    """The chosen cases, in the order in which they were chosen. Raises ``Missing`` when one is not here."""
    ctx.require(Can.PROPOSAL_INSPECT)
    unique = list(dict.fromkeys(refs))
    if not unique or len(unique) > MOST:
        raise Missing(_("Velg mellom én og %(most)s saker i innboksen.") % {"most": MOST})
    statement: Any = (
        select(
            Proposal.id, Proposal.reference, Proposal.title, Proposal.language, Proposal.state, Proposal.is_public,
            Proposal.history_length, Proposal.handler_id, Proposal.unit_id, Proposal.theme_id, Proposal.writer_id,
            Proposal.partial_ids, Person.name, Unit.name, Theme.name, impartiality.answered(ctx),
            Person.public_id, Unit.public_id, Proposal.waiting_since, Proposal.area_id,
        )
        .outerjoin(Person, Person.id == Proposal.handler_id)
        .outerjoin(Unit, Unit.id == Proposal.unit_id)
        .outerjoin(Theme, Theme.id == Proposal.theme_id)
        .where(
            Proposal.municipality_id == ctx.here.id, Proposal.reference.in_(unique), Proposal.state != State.UTKAST
        )
    )  # fmt: skip
    found = {row[1]: Case(*row) for row in ctx.db.execute(statement)}
    if set(found) != set(unique):
        raise Missing
    return tuple(found[ref] for ref in unique)


def order(ctx: Context, wanted: Wanted) -> Order:
    """The deed with inner keys. Raises ``Unfit`` for what cannot be chosen here."""
    move = TOGETHER.get(wanted.verb)
    if wanted.doing is Doing.FLYTT and move is None:
        raise Missing
    if wanted.doing is Doing.TILDEL and not (wanted.person or wanted.unit):
        raise Unfit(person=_("Velg en person, en enhet eller begge"))
    person, leader = _person(ctx, wanted.person) if wanted.person else (None, None)
    unit, unit_leader = _unit(ctx, wanted.unit)
    return Order(
        wanted.doing,
        person_id=person,
        leader_id=leader,
        unit_id=unit,
        unit_leader_id=unit_leader,
        theme_id=_theme(ctx, wanted.theme),
        move=move,
    )


def verdicts(
    ctx: Context, chosen: Sequence[Case], order: Order, seen: Mapping[str, str] | None = None
) -> tuple[Verdict, ...]:
    """What will happen in each case. ``seen`` are the marks that were shown: what differs says what happened."""
    found = [Verdict(case, obstacle(ctx.actor, case, order)) for case in chosen]
    since = {
        one.case.key: int(seen[one.case.reference].split(".")[1])
        for one in found
        if seen and one.case.reference in seen and seen[one.case.reference] != one.mark
    }
    happened = _happened(ctx, since) if since else {}
    return tuple(Verdict(one.case, one.obstacle, happened.get(one.case.key, ())) for one in found)


def _happened(ctx: Context, since: Mapping[int, int]) -> dict[int, list[timeline.Happening]]:
    """The newest event of each case after the number that was shown. One statement."""
    statement: Any = select(Event.subject_id, Event.number, *timeline.COLUMNS)
    statement = timeline.with_author(statement).where(
        Event.subject_kind == "proposal", Event.subject_id.in_(since), Event.number > min(since.values())
    )
    found: dict[int, list[timeline.Happening]] = {}
    for row in ctx.db.execute(statement.order_by(Event.number)):
        if row[1] > since[row[0]]:
            found.setdefault(row[0], []).append(timeline.Happening(*row[2:]))
    return found


def _person(ctx: Context, public_id: str) -> Handling:
    found = colleagues.handler(ctx, public_id)
    if found is None:
        raise Unfit(person=_("Velg noen som behandler saker i kommunen"))
    return found


def _unit(ctx: Context, public_id: str) -> tuple[int | None, int | None]:
    """The unit and its leader; none of either where none was chosen."""
    if not public_id:
        return None, None
    wanted = select(Unit.id, Unit.leader_id).where(Unit.public_id == public_id, Unit.ended_at.is_(None))
    row = ctx.db.execute(wanted).one_or_none()
    if row is None:
        raise Unfit(unit=_("Velg en av mulighetene i lista"))
    return row.id, row.leader_id


def _theme(ctx: Context, public_id: str) -> int | None:
    if not public_id:
        return None
    found = ctx.db.scalar(select(Theme.id).where(Theme.public_id == public_id, Theme.ended_at.is_(None)))
    if found is None:
        raise Unfit(theme=_("Velg en av mulighetene i lista"))
    return found
