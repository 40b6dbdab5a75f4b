"""Open reports of texts, as moderators read them: who reported is for them alone."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from samskaping.context import Context
from samskaping.models import Person, Report
from samskaping.rules.speech import ReportReason


@dataclass(frozen=True)
class Told:
    """One report: why, in whose words, and by whom when they were signed in."""

    reason: ReportReason
    text: str
    reported_at: datetime
    reporter: str | None


def about(ctx: Context, proposal_id: int, comment_id: int | None) -> tuple[Told, ...]:
    """The open reports of one thing, the oldest first. One statement."""
    return tuple(told(ctx, [proposal_id])[proposal_id, comment_id])


def told(ctx: Context, proposals: list[int]) -> dict[tuple[int, int | None], list[Told]]:
    """The open reports in these cases, by case and comment, the oldest first. One statement."""
    statement: Any = (
        select(Report.proposal_id, Report.comment_id, Report.reason, Report.text, Report.reported_at, Person.name)
        .outerjoin(Person, Person.id == Report.reporter_id)
        .where(Report.proposal_id.in_(proposals), Report.closed_at.is_(None))
        .order_by(Report.reported_at, Report.id)
    )
    found: dict[tuple[int, int | None], list[Told]] = defaultdict(list)
    for proposal_id, comment_id, *rest in ctx.db.execute(statement):
        found[proposal_id, comment_id].append(Told(*rest))
    return found
