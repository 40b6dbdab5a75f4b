"""Open reports of texts, as moderators read them: who reported is for them alone."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

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


#: What a report is about: case, comment, need.
About = tuple[int | None, int | None, int | None]


def about(ctx: Context, thing: About) -> tuple[Told, ...]:
    """The open reports of one thing, the oldest first. One statement."""
    proposal_id, _comment_id, need_id = thing
    return tuple(told(ctx, [proposal_id] if proposal_id else [], [need_id] if need_id else [])[thing])


def told(ctx: Context, proposals: list[int], needs: list[int]) -> dict[About, list[Told]]:
    """The open reports in these cases and of these needs, by what they are about, the oldest first. One statement."""
    columns = (Report.proposal_id, Report.comment_id, Report.need_id)
    statement: Any = (
        select(*columns, Report.reason, Report.text, Report.reported_at, Person.name)
        .outerjoin(Person, Person.id == Report.reporter_id)
        .where(or_(Report.proposal_id.in_(proposals), Report.need_id.in_(needs)), Report.closed_at.is_(None))
        .order_by(Report.reported_at, Report.id)
    )
    found: dict[About, list[Told]] = defaultdict(list)
    for proposal_id, comment_id, need_id, *rest in ctx.db.execute(statement):
        found[proposal_id, comment_id, need_id].append(Told(*rest))
    return found
