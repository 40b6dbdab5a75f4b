"""How fast the municipality reacted and answered, by month and unit: read from what the job reckoned."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from samskaping.clock import midnight
from samskaping.context import Context
from samskaping.db import Texts
from samskaping.models import Event, Pace, Proposal, Unit
from samskaping.rules.events import What
from samskaping.rules.paces import months
from samskaping.rules.policy import Can

#: What puts a case in a state, and takes it out of the one before.
_STEPS = (
    What.PROPOSAL_SUBMITTED, What.PROPOSAL_ENTERED, What.PROPOSAL_PUBLISHED, What.PROPOSAL_REPUBLISHED,
    What.PROPOSAL_MOVED,
)  # fmt: skip


@dataclass(frozen=True)
class Month:
    """One month of one unit, or (``unit`` None) of the whole municipality. Medians in days.

    ``unit_id`` is public; ``is_own`` when the reader belongs to the unit.
    """

    month: date
    unit: Texts | None
    unit_id: str
    is_own: bool
    reactions: int
    reaction_days: float | None
    answers: int
    answer_days: float | None


def last_year(ctx: Context) -> tuple[Month, ...]:
    """The last twelve months, the whole municipality first, then its units in their order. One statement."""
    ctx.require(Can.PROPOSAL_INSPECT)
    own = ctx.me.unit_id if ctx.me else None
    rows: Any = ctx.db.execute(
        select(
            Pace.month, Unit.name, Unit.public_id, Pace.unit_id, Pace.reactions, Pace.reaction_days, Pace.answers,
            Pace.answer_days,
        )
        .outerjoin(Unit, Unit.id == Pace.unit_id)
        .where(Pace.municipality_id == ctx.here.id, Pace.month >= months(ctx.today)[0])
        .order_by(Pace.unit_id.is_not(None), Unit.position, Unit.id, Pace.month)
    )  # fmt: skip
    return tuple(
        Month(month, name or None, unit_id or "", key is not None and key == own, *figures)
        for month, name, unit_id, key, *figures in rows
    )


def measured(db: Session, municipality_id: int, today: date) -> Iterable[Any]:
    """(unit, sent in, first reaction, answered) of what was reacted to or answered in the last twelve months."""
    since = midnight(months(today)[0])
    wanted = select(Proposal.unit_id, Proposal.submitted_at, Proposal.first_reaction_at, Proposal.answered_at).where(
        Proposal.municipality_id == municipality_id,
        Proposal.submitted_at.is_not(None),
        or_(Proposal.first_reaction_at >= since, Proposal.answered_at >= since),
    )
    return db.execute(wanted, execution_options={"yield_per": 5_000})


def stays(db: Session, municipality_id: int, today: date) -> Iterable[Any]:
    """(what the step says, when the case came there, when it left) of every step of the last twelve months."""
    came = func.lag(Event.happened_at, type_=Event.happened_at.type).over(
        partition_by=Event.subject_id, order_by=Event.number
    )
    steps = (
        select(Event.details, came.label("came"), Event.happened_at.label("left"))
        .where(Event.municipality_id == municipality_id, Event.subject_kind == "proposal", Event.what.in_(_STEPS))
        .subquery()
    )
    wanted = select(steps).where(steps.c.came.is_not(None), steps.c.left >= midnight(months(today)[0]))
    return db.execute(wanted, execution_options={"yield_per": 5_000})
