"""Questions that staff ask themselves about a phase, and answer before it closes."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select

from samskaping import text
from samskaping.actions import authors
from samskaping.actions.record import public_id, record
from samskaping.context import Context
from samskaping.errors import Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Challenge, Event, Reflection
from samskaping.queries import phases as plans
from samskaping.rules.events import What
from samskaping.rules.phases import MOST_QUESTIONS, PhaseKind
from samskaping.rules.policy import Can


@dataclass(frozen=True)
class Thought:
    """An answer, and whether everyone shall see it."""

    text: str
    language: str = "nb"
    is_public: bool = False


def ask(ctx: Context, challenge: str, phase: PhaseKind, question: str, *, once: str | None = None) -> None:
    """Put a question to one of the challenge's phases. Raises ``Unfit``."""
    row = _challenge(ctx, Challenge.public_id == challenge)
    if phase not in {one.kind for one in plans.of_challenge(ctx, row.id)}:
        raise Unfit(phase=_("Velg en av fasene i utfordringen"))
    if not question.strip():
        raise Unfit(question=_("Skriv spørsmålet"))
    asked = select(func.count()).select_from(Reflection)
    asked = asked.where(Reflection.challenge_id == row.id, Reflection.phase == phase)
    if (ctx.db.scalar(asked) or 0) >= MOST_QUESTIONS:
        raise Unfit(question=_("En fase kan ha inntil %(most)s spørsmål.") % {"most": MOST_QUESTIONS})
    one = Reflection(
        municipality_id=row.municipality_id,
        public_id=public_id(),
        challenge_id=row.id,
        phase=phase,
        question=text.tidy(question)[:300],
        language=ctx.language,
        asked_by_id=ctx.actor.person_id,
        asked_at=ctx.now,
    )
    ctx.db.add(one)
    record(ctx, What.REFLECTION_ASKED, row, once=once, phase=phase, reflection=one.public_id)


def answer(ctx: Context, reflection: str, thought: Thought, *, once: str | None = None) -> None:
    """Answer a question, or change the answer for as long as the phase lasts. Raises ``Unfit``."""
    about = select(Reflection.challenge_id).where(Reflection.public_id == reflection).scalar_subquery()
    row = _challenge(ctx, Challenge.id == about)
    one = ctx.db.scalars(select(Reflection).where(Reflection.public_id == reflection)).one()
    phase = next((held for held in plans.of_challenge(ctx, row.id) if held.kind is one.phase), None)
    if one.answered_at and (phase is None or phase.is_over(ctx.today)):
        raise Unfit(_("Fasen er over, og svaret blir stående slik det er."))
    if not thought.text.strip():
        raise Unfit(text=_("Skriv svaret"))
    one.answer, one.html = text.tidy(thought.text), text.stored(thought.text)
    one.answer_language, one.is_public, one.answered_at = thought.language, thought.is_public, ctx.now
    one.author_id = authors.municipal(ctx)
    one.role = ctx.me.staff_title if ctx.me else one.role
    what = What.REFLECTION_SHOWN if thought.is_public else What.REFLECTION_NOTED
    record(ctx, what, row, author_id=one.author_id, once=once, phase=one.phase, reflection=one.public_id)


def remind(ctx: Context, challenge_id: int, phase: PhaseKind, ends_on: date) -> bool:
    """By the clock: remind of what is not answered about a phase that is soon over, once for each last day it is given.

    Answers whether it was now.
    """
    row = ctx.db.scalar(select(Challenge).where(Challenge.id == challenge_id).with_for_update(skip_locked=True))
    if row is None:
        return False
    told: dict[str, Any] = {"phase": phase.value, "ends_on": str(ends_on)}
    before = select(Event.details).where(Event.what == What.REFLECTION_NEAR, Event.subject_id == challenge_id)
    if told in ctx.db.scalars(before.where(Event.subject_kind == "challenge")).all():
        return False
    record(ctx, What.REFLECTION_NEAR, row, **told)
    return True


def _challenge(ctx: Context, which: ColumnElement[bool]) -> Challenge:
    """A challenge that the municipality leads, locked. Raises ``Missing``."""
    ctx.require(Can.CHALLENGE_WRITE)
    row = ctx.db.scalar(select(Challenge).where(which).with_for_update())
    if row is None or row.municipality_id != ctx.here.id:
        raise Missing
    return row
