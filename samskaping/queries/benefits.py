"""The benefits of a challenge or a proposal, with their measurements."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, func, null, select

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Missing
from samskaping.models import Author, Benefit, Challenge, Measurement, Person, Proposal, Staff
from samskaping.queries.challenges import SHARED
from samskaping.rules.amounts import with_unit
from samskaping.rules.benefits import TEXTS, Came, Category, Point, Rhythm, came, is_ready, last_of
from samskaping.rules.kinds import ChallengeState
from samskaping.rules.pipeline import State
from samskaping.rules.policy import Can
from samskaping.rules.speech import AuthorKind

_OWN = (
    "public_id", "challenge_id", "proposal_id", "version", "category", *TEXTS, "zero_value", "zero_on", "target",
    "target_on", "measuring_cost", "rhythm", "measure_on", "planned_at", "edited_at",
)  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """One measurement. ``signed`` is whoever measured by a link."""

    public_id: str
    on: date
    value: Decimal
    note: str
    language: str
    signed: str
    entered_at: datetime
    taken_back_at: datetime | None
    taken_back_why: str
    author_kind: AuthorKind
    author: str


@dataclass(frozen=True)
class Row:
    """One benefit, whole. ``owner_key`` and the keys of what it is about are for permissions and queries."""

    id: str
    challenge_key: int | None
    proposal_key: int | None
    version: int
    category: Category
    name: Texts
    indicator: Texts
    unit: Texts
    zero_method: Texts
    gains: Texts
    loses: Texts
    preconditions: Texts
    risk: Texts
    measuring: Texts
    zero_value: Decimal | None
    zero_on: date | None
    target: Decimal | None
    target_on: date | None
    measuring_cost: Decimal | None
    rhythm: Rhythm
    measure_on: date | None
    planned_at: datetime
    edited_at: datetime | None
    owner_key: int | None
    owner_id: str | None
    owner: str | None
    owner_title: Texts | None
    all_measured: tuple[Measured, ...] = ()

    @property
    def measured(self) -> tuple[Measured, ...]:
        """The measurements that stand, the oldest first."""
        return tuple(one for one in self.all_measured if one.taken_back_at is None)

    @property
    def points(self) -> list[Point]:
        return [Point(one.on, one.value) for one in self.measured]

    @property
    def last(self) -> Point | None:
        return last_of(self.points)

    @property
    def came(self) -> Came:
        """What the newest measurement says, held against the zero point and the target."""
        return came(self.zero_value, self.target, self.last.value if self.last else None)

    @property
    def is_ready(self) -> bool:
        return is_ready(self.owner_key, self)

    @property
    def zero_words(self) -> str:
        return with_unit(self.zero_value, self.unit)

    @property
    def target_words(self) -> str:
        return with_unit(self.target, self.unit)

    @property
    def last_words(self) -> str:
        return with_unit(self.last.value, self.unit) if self.last else ""

    def is_late(self, today: date) -> bool:
        """Whether a measurement should have come by now."""
        return self.measure_on is not None and self.measure_on < today


@dataclass(frozen=True)
class Ready:
    """How far a plan has come, as the moves demand it."""

    has_one_ready: bool
    all_measured: bool


@dataclass(frozen=True)
class About:
    """What a plan is about: a challenge or a case. ``partial_ids`` and ``session_id`` are asked for by permissions."""

    kind: str
    name: str
    key: int
    title: str | Texts
    language: str | None
    is_public: bool
    state: State | ChallengeState
    partial_ids: list[int]
    writer_id: int | None = None
    session_id: int | None = None


def of_challenge(ctx: Context, key: int) -> tuple[Row, ...]:
    """The plan of a challenge, the first planned first. One statement."""
    return _found(ctx, Benefit.challenge_id == key)


def of_proposal(ctx: Context, key: int) -> tuple[Row, ...]:
    """The plan of a proposal, the first planned first. One statement."""
    return _found(ctx, Benefit.proposal_id == key)


def of_proposals(ctx: Context, keys: Collection[int]) -> dict[int, tuple[Row, ...]]:
    """The plans of several proposals, by their keys. One statement."""
    found: dict[int, tuple[Row, ...]] = {}
    for row in _found(ctx, Benefit.proposal_id.in_(keys)):
        if row.proposal_key is not None:
            found[row.proposal_key] = (*found.get(row.proposal_key, ()), row)
    return found


def of(ctx: Context, about: About) -> tuple[Row, ...]:
    """The plan of one or the other."""
    return of_challenge(ctx, about.key) if about.kind == "utfordring" else of_proposal(ctx, about.key)


def one(ctx: Context, benefit: str) -> Row:
    """One benefit of the municipality's own. Raises ``Missing``."""
    found = _found(ctx, and_(Benefit.public_id == benefit, Benefit.municipality_id == ctx.here.id))
    if not found:
        raise Missing
    return found[0]


def about(ctx: Context, kind: str, name: str) -> About:
    """What a plan that the municipality writes is about. Raises ``Missing``."""
    return _about(ctx, kind, (Challenge.public_id if kind == "utfordring" else Proposal.reference) == name)


def about_of(ctx: Context, row: Row) -> About:
    """What one benefit is about."""
    if row.challenge_key:
        return _about(ctx, "utfordring", Challenge.id == row.challenge_key)
    return _about(ctx, "forslag", Proposal.id == row.proposal_key)


def _about(ctx: Context, kind: str, which: ColumnElement[bool]) -> About:
    found: Any = select(
        Proposal.reference, Proposal.id, Proposal.title, Proposal.language, Proposal.is_public, Proposal.state,
        Proposal.partial_ids,
    ).where(which, Proposal.municipality_id == ctx.here.id)  # fmt: skip
    if kind == "utfordring":
        found = select(
            Challenge.public_id, Challenge.id, Challenge.title, null(), Challenge.published_at.is_not(None),
            Challenge.state,
        ).where(which, Challenge.municipality_id == ctx.here.id)  # fmt: skip
    row = ctx.db.execute(found).one_or_none()
    if row is None:
        raise Missing
    cells: tuple[Any, ...] = (*row, []) if kind == "utfordring" else tuple(row)
    return About(kind, *cells)


def known(ctx: Context, benefit: str) -> tuple[About, int, Texts]:
    """What a benefit is about, its key and its name, for all who can see that; also of one that went out of the plan.

    Raises ``Missing``.
    """
    found: Any = ctx.db.execute(
        select(
            Benefit.id,
            Benefit.name,
            Challenge.public_id,
            Challenge.published_at,
            Proposal.reference,
            Proposal.is_public,
        )
        .outerjoin(Challenge, Challenge.id == Benefit.challenge_id)
        .outerjoin(Proposal, Proposal.id == Benefit.proposal_id)
        .where(Benefit.public_id == benefit)
    ).one_or_none()
    if found is None or not (found.published_at or found.is_public or ctx.may(Can.PROPOSAL_INSPECT)):
        raise Missing
    kind = "utfordring" if found[2] else "forslag"
    return about(ctx, kind, found[2] or found[4]), found[0], found[1]


def measured_by(ctx: Context, measurement: str) -> str:
    """The benefit of a measurement. Raises ``Missing``."""
    found = select(Benefit.public_id).join(Measurement, Measurement.benefit_id == Benefit.id)
    benefit = ctx.db.scalar(found.where(Measurement.public_id == measurement))
    if benefit is None:
        raise Missing
    return benefit


def readiness(ctx: Context, proposal_id: int) -> Ready:
    """How far the plan of a case has come. One statement."""
    measured = (
        select(func.count())
        .where(Measurement.benefit_id == Benefit.id, Measurement.taken_back_at.is_(None))
        .correlate(Benefit)
        .scalar_subquery()
    )
    rows = ctx.db.execute(
        select(Benefit.owner_id, Benefit.zero_value, Benefit.zero_on, Benefit.target, Benefit.target_on)
        .add_columns(measured.label("n"))
        .where(Benefit.proposal_id == proposal_id, Benefit.dropped_at.is_(None))
    ).all()  # fmt: skip
    return Ready(any(is_ready(row.owner_id, row) for row in rows), all(row.n for row in rows))


def _found(ctx: Context, which: Any) -> tuple[Row, ...]:
    is_owner = and_(Staff.person_id == Person.id, Staff.municipality_id == Benefit.municipality_id)
    found: Any = (
        select(
            *(getattr(Benefit, name) for name in _OWN),
            Benefit.owner_id, Person.public_id, Person.name, Staff.title,
            Measurement.public_id, Measurement.measured_on, Measurement.value, Measurement.note,
            Measurement.language, Measurement.signed, Measurement.entered_at, Measurement.taken_back_at,
            Measurement.taken_back_why, Author.kind, Author.name,
        )
        .select_from(Benefit)
        .outerjoin(Person, Person.id == Benefit.owner_id)
        .outerjoin(Staff, is_owner)
        .outerjoin(Measurement, Measurement.benefit_id == Benefit.id)
        .outerjoin(Author, Author.id == Measurement.author_id)
        .where(which, Benefit.dropped_at.is_(None))
        .order_by(Benefit.id, Measurement.measured_on, Measurement.id)
    )  # fmt: skip
    return tuple(_folded(ctx.db.execute(found, execution_options=SHARED)))


_WIDTH = len(_OWN) + 4


def _folded(rows: Iterable[Any]) -> Iterable[Row]:
    """One for each benefit, with its measurements."""
    grouped: dict[str, tuple[tuple[Any, ...], list[Measured]]] = {}
    for row in rows:
        _own, measured = grouped.setdefault(row[0], (tuple(row[:_WIDTH]), []))
        if row[_WIDTH] is not None:
            measured.append(Measured(*row[_WIDTH:]))
    for own, measured in grouped.values():
        cells: tuple[Any, ...] = (*own, tuple(measured))
        yield Row(*cells)
