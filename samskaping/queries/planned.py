"""What is planned: in a case, in a batch, and everything that waits, was held or was published lately."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import case as when
from sqlalchemy import func, or_, select

from samskaping.context import Context
from samskaping.errors import Missing
from samskaping.models import Batch, Person, Planned, Proposal
from samskaping.rules.pipeline import State
from samskaping.rules.planned import Obstacle, PlannedState
from samskaping.rules.policy import Can

_MOST = 200
#: How long what is settled stands in the list.
SHOWN = timedelta(days=14)


@dataclass(frozen=True)
class Row:
    """One planned answer or move, and its case."""

    public_id: str
    verb: str
    words: dict[str, Any]
    case_version: int
    version: int
    publish_at: datetime | None
    state: PlannedState
    obstacle: Obstacle | None
    why: str
    settled_at: datetime | None
    by: str
    batch_id: str | None
    batch: str | None
    reference: str
    title: str
    language: str
    stands: State
    now_version: int
    partial_ids: list[int]
    answer_due: date | None

    @property
    def writer_id(self) -> int | None:
        """Nobody's own: permissions ask."""
        return None

    @property
    def session_id(self) -> int | None:
        return None

    @property
    def has_changed(self) -> bool:
        """Whether the case has changed since the words were written, so that they would not be published."""
        return self.now_version != self.case_version

    @property
    def is_interim(self) -> bool:
        """An interim reply, which has a new date, and no answer yet."""
        return not self.verb and "due" in self.words

    @property
    def must_be_out(self) -> date | None:
        """The last day on which an interim reply that waits can be published."""
        waits = self.state is PlannedState.VENTER and self.is_interim
        return self.answer_due if waits else None

    @property
    def text(self) -> str:
        return str(self.words.get("reason") or self.words.get("text") or "")


@dataclass(frozen=True)
class BatchRow:
    """A batch, and how many wait in it."""

    public_id: str
    name: str
    publish_at: datetime | None
    waiting: int


def listing(ctx: Context) -> tuple[Row, ...]:
    """What waits, the nearest first, and after that what was settled in the last two weeks. One statement."""
    ctx.require(Can.PROPOSAL_INSPECT)
    waits = Planned.state == PlannedState.VENTER
    statement = (
        _rows()
        .where(Planned.municipality_id == ctx.here.id, or_(waits, Planned.settled_at > ctx.now - SHOWN))
        .order_by(
            when((waits, 0), else_=1), Planned.settled_at.desc(), Planned.publish_at.is_(None), Planned.publish_at,
            Planned.id,
        )
        .limit(_MOST)
    )  # fmt: skip
    return tuple(Row(*row) for row in ctx.db.execute(statement))


def one(ctx: Context, planned: str) -> Row:
    """One of them. Raises ``Missing``, and ``Refused`` to whoever is partial in its case."""
    ctx.require(Can.PROPOSAL_INSPECT)
    row = ctx.db.execute(_rows().where(Planned.public_id == planned)).one_or_none()
    if row is None:
        raise Missing
    found = Row(*row)
    ctx.require(Can.INNER_READ, found)
    return found


def batches(ctx: Context) -> tuple[BatchRow, ...]:
    """Batches that can still take something, and those that have something waiting. One statement."""
    ctx.require(Can.PROPOSAL_INSPECT)
    still = or_(Batch.publish_at.is_(None), Batch.publish_at > ctx.now, func.count(Planned.id) > 0)
    statement = _batches().having(still)
    return tuple(BatchRow(*row) for row in ctx.db.execute(statement.order_by(Batch.name, Batch.id).limit(_MOST)))


def batch(ctx: Context, public_id: str) -> tuple[BatchRow, tuple[Row, ...]]:
    """A batch and what is in it, waiting first. Raises ``Missing``. Two statements."""
    ctx.require(Can.PROPOSAL_INSPECT)
    found = ctx.db.execute(_batches().where(Batch.public_id == public_id)).one_or_none()
    if found is None:
        raise Missing
    inside = _rows().where(Batch.public_id == public_id)
    rows = ctx.db.execute(inside.order_by(when((Planned.state == PlannedState.VENTER, 0), else_=1), Proposal.reference))
    return BatchRow(*found), tuple(Row(*row) for row in rows)


def _batches() -> Any:
    statement: Any = select(Batch.public_id, Batch.name, Batch.publish_at, func.count(Planned.id))
    waits = (Planned.batch_id == Batch.id) & (Planned.state == PlannedState.VENTER)
    return statement.outerjoin(Planned, waits).group_by(Batch.id, Batch.public_id, Batch.name, Batch.publish_at)


def _rows() -> Any:
    own = [getattr(Planned, name) for name in list(Row.__dataclass_fields__)[:10]]
    statement: Any = select(
        *own, Person.name, Batch.public_id, Batch.name, Proposal.reference, Proposal.title, Proposal.language,
        Proposal.state, Proposal.version, Proposal.partial_ids, Proposal.answer_due,
    )  # fmt: skip
    return (
        statement.select_from(Planned)
        .join(Proposal, Proposal.id == Planned.proposal_id)
        .join(Person, Person.id == Planned.person_id)
        .outerjoin(Batch, Batch.id == Planned.batch_id)
    )
