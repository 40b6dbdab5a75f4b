"""Evaluations as the case page shows them, one's own, and what waits for whom in the inbox."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select

from samskaping.clock import oslo_date
from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Missing
from samskaping.models import Challenge, Evaluation, Person, Proposal, Staff, Version
from samskaping.queries.case_page import Case
from samskaping.rules.evaluation import Feasibility, are_hidden, are_same, is_same, mean
from samskaping.rules.policy import Can
from samskaping.rules.shelves import Shelf


@dataclass(frozen=True)
class Judged:
    """One evaluation. ``scored`` are the criteria in the words that they had then, each with its ``score``.

    When the challenge says so, ``is_hidden`` until the reader has submitted their own, or everybody theirs.
    """

    public_id: str
    evaluator_id: int
    name: str
    title: Texts | None
    due: date | None
    version: int
    feasibility: Feasibility | None
    explanation: str
    least_ore: int | None
    most_ore: int | None
    responsible: str
    time_needed: str
    submitted_at: datetime | None
    scored: tuple[dict[str, Any], ...]
    is_hidden: bool = False

    @property
    def least(self) -> Decimal | None:
        """The lowest cost, in kroner."""
        return None if self.least_ore is None else Decimal(self.least_ore) / 100

    @property
    def most(self) -> Decimal | None:
        """The highest cost, in kroner."""
        return None if self.most_ore is None else Decimal(self.most_ore) / 100


@dataclass(frozen=True)
class Judging:
    """All evaluations of a case, and the criteria of its challenge."""

    rows: tuple[Judged, ...]
    criteria: tuple[dict[str, str], ...]
    mine: Judged | None
    hides: bool = False

    @property
    def done(self) -> int:
        """How many are submitted."""
        return sum(1 for row in self.rows if row.version)

    def score(self, one: Judged, criterion: dict[str, str]) -> int | None:
        """What an evaluation gave on a criterion as it is worded today."""
        return next((each["score"] for each in one.scored if is_same(each, criterion)), None)

    def older(self, one: Judged) -> date | None:
        """Since when the criteria were as this evaluation scored them, if they are others today."""
        if not one.scored or one.submitted_at is None or are_same(one.scored, self.criteria):
            return None
        since = one.scored[0].get("since")
        return date.fromisoformat(since) if since else oslo_date(one.submitted_at)

    def given(self, criterion: dict[str, str]) -> int:
        """How many scored a criterion as it is worded today, of those that can be seen."""
        return len(self._scores(criterion))

    def mean(self, criterion: dict[str, str]) -> Decimal | None:
        """Their mean score on it, with one decimal."""
        scores = self._scores(criterion)
        return mean(scores) if scores else None

    def _scores(self, criterion: dict[str, str]) -> list[int]:
        return [score for row in self.rows if (score := self.score(row, criterion)) is not None]


@dataclass(frozen=True)
class Kept:
    """A version of an evaluation, with the criteria as they were worded then."""

    number: int
    written_at: datetime
    fields: Mapping[str, Any]


def in_case(ctx: Context, case: Case) -> Judging:
    """Every evaluation of a case; none of them to whoever is partial in it. One statement."""
    ctx.require(Can.PROPOSAL_INSPECT)
    if not ctx.may(Can.INNER_READ, case):
        return Judging((), (), None)
    found: Any = (
        select(
            Evaluation.public_id, Evaluation.evaluator_id, Person.name, Staff.title, Evaluation.due, Evaluation.version,
            Evaluation.feasibility, Evaluation.explanation, Evaluation.least_cost, Evaluation.most_cost,
            Evaluation.responsible, Evaluation.time_needed, Evaluation.submitted_at, Version.fields,
            Challenge.criteria, Challenge.hides_evaluations,
        )
        .join(Person, Person.id == Evaluation.evaluator_id)
        .join(Proposal, Proposal.id == Evaluation.proposal_id)
        .outerjoin(Challenge, Challenge.id == Proposal.challenge_id)
        .outerjoin(Version, and_(
            Version.subject_kind == "evaluation", Version.subject_id == Evaluation.id,
            Version.number == Evaluation.version,
        ))
        .outerjoin(Staff, (Staff.person_id == Person.id) & (Staff.municipality_id == ctx.here.id))
        .where(Evaluation.proposal_id == case.key)
        .order_by(Evaluation.asked_at, Evaluation.id)
    )  # fmt: skip
    rows = ctx.db.execute(found).all()
    judged = [Judged(*(*row[:13], _scored(row.fields))) for row in rows]
    mine = next((one for one in judged if one.evaluator_id == ctx.actor.person_id), None)
    hides = bool(rows and rows[0].hides_evaluations)
    done = sum(1 for one in judged if one.version)
    is_mine_in = mine is not None and mine.version > 0
    is_kept_out = are_hidden(hides=hides, asked=len(judged), done=done, is_mine_in=is_mine_in)
    shown = tuple(_veiled(one) if is_kept_out and one.version else one for one in judged)
    return Judging(shown, tuple(rows[0].criteria or ()) if rows else (), mine, hides)


def _scored(version: dict[str, Any] | None) -> tuple[dict[str, Any], ...]:
    return tuple(version["scores"]) if version else ()


def versions(ctx: Context, case: Case, evaluation: str) -> tuple[Judged, tuple[Kept, ...]]:
    """An evaluation with everything that it has been, newest first. Raises ``Missing``, also while it is hidden."""
    ctx.require(Can.INNER_READ, case)
    one = next((row for row in in_case(ctx, case).rows if row.public_id == evaluation), None)
    if one is None or one.is_hidden or not one.version:
        raise Missing
    about = select(Evaluation.id).where(Evaluation.public_id == evaluation).scalar_subquery()
    found = (
        select(Version.number, Version.written_at, Version.fields)
        .where(Version.subject_kind == "evaluation", Version.subject_id == about)
        .order_by(Version.number.desc())
    )
    return one, tuple(Kept(*row) for row in ctx.db.execute(found))


def waits_for_me(ctx: Context) -> ColumnElement[bool]:
    """Cases that the signed-in person has been asked to evaluate, and has not."""
    return Proposal.id.in_(pending(ctx))


def pending(ctx: Context) -> Select[Any]:
    """Keys of those cases, as a statement; each once for each evaluation that is asked for. Nobody waits in a case that
    is ended.
    """
    return (
        select(Evaluation.proposal_id)
        .join(Proposal, Proposal.id == Evaluation.proposal_id)
        .where(Evaluation.municipality_id == ctx.here.id, Evaluation.submitted_at.is_(None))
        .where(Evaluation.evaluator_id == ctx.actor.person_id, Proposal.shelf != Shelf.AVSLUTTET)
        .correlate(None)
    )


def _veiled(one: Judged) -> Judged:
    return replace(
        one, feasibility=None, explanation="", least_ore=None, most_ore=None, responsible="", time_needed="", scored=(),
        is_hidden=True,
    )  # fmt: skip


def criteria(ctx: Context, challenge: str) -> tuple[list[dict[str, str]], bool]:
    """The criteria of a challenge that this municipality leads, and whether evaluations are hidden at first."""
    ctx.require(Can.CHALLENGE_WRITE)
    row = ctx.db.execute(
        select(Challenge.criteria, Challenge.hides_evaluations).where(
            Challenge.public_id == challenge, Challenge.municipality_id == ctx.here.id
        )
    ).one_or_none()
    if row is None:
        raise Missing
    return row.criteria or [], row.hides_evaluations
