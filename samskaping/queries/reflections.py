"""What was asked about the phases of a challenge, and what was answered: for staff, and as much as everyone sees."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, select

from samskaping.clock import midnight
from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Missing
from samskaping.models import Author, Challenge, ChallengePhase, Reflection
from samskaping.queries.challenges import SHARED
from samskaping.rules.phases import PHASES, REMIND_DAYS, PhaseKind


@dataclass(frozen=True)
class Asked:
    """A question about a phase, with its answer; ``ends_on`` is the phase's last day."""

    public_id: str
    challenge: str
    challenge_title: Texts
    phase: PhaseKind
    ends_on: date | None
    question: str
    language: str
    answer: str
    html: str
    answer_language: str
    author: str | None
    role: Texts
    answered_at: datetime | None
    is_public: bool


def of_challenge(ctx: Context, challenge_id: int, *, only_shown: bool = False) -> tuple[Asked, ...]:
    """The questions of a challenge in the order of its phases; those that everyone sees, or all. One statement."""
    found = _rows().where(Reflection.challenge_id == challenge_id)
    if only_shown:
        found = found.where(Reflection.is_public, Reflection.answered_at.is_not(None))
    rows = [Asked(*row) for row in ctx.db.execute(found.order_by(Reflection.id), execution_options=SHARED)]
    order = list(PHASES)
    return tuple(sorted(rows, key=lambda one: order.index(one.phase)))


def one(ctx: Context, public_id: str) -> Asked:
    """One question of a challenge that the municipality leads. Raises ``Missing``."""
    found = _rows().where(Reflection.public_id == public_id, Challenge.municipality_id == ctx.here.id)
    row = ctx.db.execute(found).one_or_none()
    if row is None:
        raise Missing
    return Asked(*row)


def unanswered(today: date) -> Any:
    """For every municipality at once: each phase that is soon over and that something was asked about before today and
    is not answered, as (challenge, municipality, phase, last day).
    """
    held = and_(ChallengePhase.challenge_id == Reflection.challenge_id, ChallengePhase.kind == Reflection.phase)
    return (
        select(Challenge.id, Challenge.municipality_id, ChallengePhase.kind, ChallengePhase.ends_on)
        .select_from(Reflection)
        .join(Challenge, Challenge.id == Reflection.challenge_id)
        .join(ChallengePhase, held)
        .where(
            Reflection.answered_at.is_(None),
            Reflection.asked_at < midnight(today),
            Challenge.published_at.is_not(None),
            ChallengePhase.begins_on <= today,
            ChallengePhase.ends_on >= today,
            ChallengePhase.ends_on <= today + timedelta(days=REMIND_DAYS),
        )
        .distinct()
        .order_by(Challenge.id)
    )


def _rows() -> Any:
    held = and_(ChallengePhase.challenge_id == Reflection.challenge_id, ChallengePhase.kind == Reflection.phase)
    return (
        select(
            Reflection.public_id, Challenge.public_id, Challenge.title, Reflection.phase, ChallengePhase.ends_on,
            Reflection.question, Reflection.language, Reflection.answer, Reflection.html, Reflection.answer_language,
            Author.name, Reflection.role, Reflection.answered_at, Reflection.is_public,
        )
        .select_from(Reflection)
        .join(Challenge, Challenge.id == Reflection.challenge_id)
        .outerjoin(Author, Author.id == Reflection.author_id)
        .outerjoin(ChallengePhase, held)
    )  # fmt: skip
