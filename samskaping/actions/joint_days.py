"""The answer's day of a case that others are joined into: the earliest that was promised to anyone in it."""

from datetime import date
from typing import Any

from sqlalchemy import select

from samskaping.context import Context
from samskaping.models import Event, Merge, Proposal
from samskaping.rules.deadlines import answer_owed, earliest
from samskaping.rules.events import What
from samskaping.rules.pipeline import Ball


def hasten(target: Proposal, owed: date | None) -> dict[str, str]:
    """Whoever proposed the joined case gets an answer no later than they were promised (forvaltningsloven § 11 a).

    ``owed`` is the day that stood in it. Answers what the event tells of the new day, nothing when none is new.
    """
    before = answer_owed(target)
    if owed is None or before is None or before <= owed:
        return {}
    _promise(target, owed)
    return {"due": str(owed), "due_before": str(before)}


def slow(ctx: Context, merge: Merge, proposal: Proposal, target: Proposal) -> None:
    """Undo it: the day from before, or one that came with a later joining; what was promised anew since, stands."""
    if answer_owed(target) is None or target.answer_due != proposal.answer_due:
        return
    before = _before(ctx, merge, target)
    if before is not None:
        _promise(target, min([before, *_later(ctx, merge, target)]))


def _promise(target: Proposal, day: date) -> None:
    target.answer_due = day
    if target.ball is not Ball.FORFATTER and (due := earliest(day, target.next_on)):
        target.ball_until = due.day


def _before(ctx: Context, merge: Merge, target: Proposal) -> date | None:
    told: Any = ctx.db.scalars(
        select(Event.details).where(
            Event.subject_kind == "proposal", Event.subject_id == target.id, Event.what == What.PROPOSAL_JOINED
        )
    )
    days = [one["due_before"] for one in told if one.get("merge") == merge.public_id and "due_before" in one]
    return date.fromisoformat(days[0]) if days else None


def _later(ctx: Context, merge: Merge, target: Proposal) -> list[date]:
    """The days of cases that were joined after this one, and are still joined."""
    others = (
        select(Proposal.answer_due)
        .join(Merge, Merge.proposal_id == Proposal.id)
        .where(
            Merge.target_id == target.id, Merge.id > merge.id, Merge.undone_at.is_(None),
            Merge.waiting_since.is_not(None), Proposal.answer_due.is_not(None),
        )
    )  # fmt: skip
    return [day for day in ctx.db.scalars(others) if day is not None]
