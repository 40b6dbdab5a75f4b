"""The vote of a challenge: as everyone reads it, as staff set it, and one's own ballot."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.models import Ballot, Municipality, Proposal, Vote, VoteItem
from samskaping.rules.thresholds import Proof
from samskaping.rules.votes import MOST_ITEMS, BallotKind, Rule, Standing, standing

#: With more ballots than this, they are in the file alone.
_SHOWN_BALLOTS = 1_000
_EVERYWHERE = {"every_municipality": True}


@dataclass(frozen=True)
class Line:
    """A proposal on the ballot. Its title is empty while the proposal is hidden."""

    number: int
    cost: int
    vote_count: int
    greedy_place: int | None
    shares_place: int | None
    reference: str
    title: str
    language: str
    slug: str
    municipality: str
    is_public: bool

    def place(self, rule: Rule) -> int | None:
        """In which place a rule took it."""
        return self.greedy_place if rule is Rule.GRADIG else self.shares_place


@dataclass(frozen=True)
class Page:
    """A vote, whole."""

    key: int
    version: int
    kind: BallotKind
    budget: int
    proof: Proof
    opens_on: date
    closes_on: date
    decided_on: date
    decides: Texts
    counts: Texts
    announced_at: datetime | None
    closed_at: datetime | None
    ballot_count: int
    decision: Texts
    decision_on: date | None
    lines: tuple[Line, ...]

    def standing(self, today: date) -> Standing:
        """Where it is in its days."""
        is_closed = self.closed_at is not None
        is_announced = self.announced_at is not None
        return standing(self.opens_on, self.closes_on, today, is_announced=is_announced, is_closed=is_closed)

    def taken(self, rule: Rule) -> tuple[Line, ...]:
        """What a rule took, in its order."""
        place: Callable[[Line], int] = lambda line: line.place(rule) or 0  # noqa: E731
        return tuple(sorted((line for line in self.lines if line.place(rule)), key=place))

    def spent(self, rule: Rule) -> int:
        """What that costs together."""
        return sum(line.cost for line in self.taken(rule))

    @property
    def agrees(self) -> bool:
        """Whether both rules took the same."""
        return set(self.taken(Rule.GRADIG)) == set(self.taken(Rule.LIKE_DELER))

    @property
    def each(self) -> int:
        """What each ballot has to give at first by equal shares, in whole kroner."""
        return self.budget // (self.ballot_count or 1)

    @property
    def by_votes(self) -> tuple[Line, ...]:
        """Every line, those with the most votes first."""
        return tuple(sorted(self.lines, key=lambda line: (-line.vote_count, line.number)))


@dataclass(frozen=True)
class TakenBack:
    """A vote that was called off: when, why, and which days it should have been open."""

    at: datetime
    why: str
    opens_on: date
    closes_on: date


@dataclass(frozen=True)
class Candidate:
    """A proposal that can stand on the ballot."""

    reference: str
    title: str
    language: str
    municipality: str
    support_count: int


def of_challenge(ctx: Context, challenge: int) -> Page | None:
    """The vote of a challenge; None where there is none. Two statements."""
    columns = (
        Vote.id, Vote.version, Vote.kind, Vote.budget, Vote.proof, Vote.opens_on, Vote.closes_on, Vote.decided_on,
        Vote.decides, Vote.counts, Vote.announced_at, Vote.closed_at, Vote.ballot_count,
        Vote.decision, Vote.decision_on,
    )  # fmt: skip
    row: Any = ctx.db.execute(
        select(*columns).where(Vote.challenge_id == challenge, Vote.taken_back_at.is_(None))
    ).one_or_none()
    whole: Any = (*row, _lines(ctx, row.id)) if row else None
    return Page(*whole) if whole else None


def taken_back(ctx: Context, challenge: int) -> tuple[TakenBack, ...]:
    """Those that were called off, the last one first. One statement."""
    found: Any = (
        select(Vote.taken_back_at, Vote.taken_back_why, Vote.opens_on, Vote.closes_on)
        .where(Vote.challenge_id == challenge, Vote.taken_back_at.is_not(None))
        .order_by(Vote.taken_back_at.desc(), Vote.id.desc())
    )
    return tuple(TakenBack(*row) for row in ctx.db.execute(found))


def mine(ctx: Context, vote: int) -> tuple[int, ...] | None:
    """What the visitor has marked while it is open; None where they have not voted. One statement, or none."""
    if ctx.actor.person_id is None:
        return None
    found = select(Ballot.marks).where(Ballot.vote_id == vote, Ballot.person_id == ctx.actor.person_id)
    marks: list[int] | None = ctx.db.scalar(found)
    return None if marks is None else tuple(marks)


def ballots(ctx: Context, vote: int) -> list[list[int]]:
    """Every ballot of a closed vote, by its number, which says nothing of who cast it."""
    found = select(Ballot.marks).where(Ballot.vote_id == vote, Ballot.number.is_not(None)).order_by(Ballot.number)
    return list(ctx.db.scalars(found))


def kinds(ctx: Context, vote: Page) -> list[tuple[tuple[int, ...], int]]:
    """The ballots of a closed vote by what is marked, the most common first; none where they are too many to show."""
    if vote.closed_at is None or vote.ballot_count > _SHOWN_BALLOTS:
        return []
    return Counter(map(tuple, ballots(ctx, vote.key))).most_common()


def candidates(ctx: Context, challenge: int) -> tuple[Candidate, ...]:
    """The public proposals of a challenge in every municipality that shares it, the most supported first."""
    found: Any = (
        select(Proposal.reference, Proposal.title, Proposal.language, Municipality.name, Proposal.support_count)
        .join(Municipality, Municipality.id == Proposal.municipality_id)
        .where(Proposal.challenge_id == challenge, Proposal.is_public)
        .order_by(Proposal.support_count.desc(), Proposal.id)
        .limit(MOST_ITEMS)
    )
    return tuple(Candidate(*row) for row in ctx.db.execute(found, execution_options=_EVERYWHERE))


def _lines(ctx: Context, vote: int) -> tuple[Line, ...]:
    columns = (
        VoteItem.number, VoteItem.cost, VoteItem.vote_count, VoteItem.greedy_place, VoteItem.shares_place,
        Proposal.reference, Proposal.title, Proposal.language, Municipality.slug, Municipality.name, Proposal.is_public,
    )  # fmt: skip
    found: Any = (
        select(*columns)
        .select_from(VoteItem)
        .join(Proposal, Proposal.id == VoteItem.proposal_id)
        .join(Municipality, Municipality.id == Proposal.municipality_id)
        .where(VoteItem.vote_id == vote)
        .order_by(VoteItem.number)
    )
    rows = ctx.db.execute(found, execution_options=_EVERYWHERE)
    return tuple(Line(*row) if row.is_public else _hidden(row) for row in rows)


def _hidden(row: Any) -> Line:
    """What a moderator has hidden since, or its writer withdrawn: it stands with its number and nothing else."""
    untold: Any = (*row[:5], "", "", "nb", row.slug, row.name, False)
    return Line(*untold)
