"""Reporting a proposal, a comment or a need to the municipality's moderators; anyone may, also without signing in."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select, update

from samskaping import text
from samskaping.actions import needs
from samskaping.actions.proposals import locked
from samskaping.actions.record import public_id, record
from samskaping.actions.rulings import about
from samskaping.context import Context
from samskaping.errors import Missing, TooMuch, Unfit
from samskaping.language import gettext as _
from samskaping.models import Comment, Need, Proposal, Report
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.policy import Can
from samskaping.rules.speech import ReportReason


@dataclass(frozen=True)
class Complaint:
    """Why somebody reports a text; words are needed when the reason is «something else»."""

    reason: ReportReason
    text: str = ""


def report(ctx: Context, ref: str, complaint: Complaint, *, comment: str = "", once: str | None = None) -> str:
    """File a report of a public proposal, or of a comment that still has its words. Answers its public id.

    A person's second report of the same thing, while the first is open, changes nothing.
    """
    ctx.require(Can.REPORT)
    proposal = locked(ctx, ref)
    if not proposal.is_public:
        raise Missing
    said = _comment(ctx, proposal, comment) if comment else None
    return _file(ctx, proposal, said, complaint, once)


def report_need(ctx: Context, ref: str, complaint: Complaint, *, once: str | None = None) -> str:
    """File a report of a need that everyone can see. Answers its public id."""
    ctx.require(Can.REPORT)
    return _file(ctx, needs.public(ctx, ref), None, complaint, once)


def _file(ctx: Context, subject: Proposal | Need, said: Comment | None, complaint: Complaint, once: str | None) -> str:
    _fits(complaint)
    if known := _open_already(ctx, subject, said):
        return known
    _within_limits(ctx)
    row = Report(
        municipality_id=subject.municipality_id,
        public_id=public_id(),
        **about(subject, said),
        reason=complaint.reason,
        text=text.tidy(complaint.text)[: limits.NOTE],
        reporter_id=ctx.actor.person_id,
        reported_at=ctx.now,
    )
    ctx.db.add(row)
    _count(ctx, said or subject)
    comment_id = said.public_id if said else None
    record(
        ctx, What.CONTENT_REPORTED, subject, once=once,
        report=row.public_id, comment=comment_id, reason=complaint.reason,
    )  # fmt: skip
    return row.public_id


def _comment(ctx: Context, proposal: Proposal, comment: str) -> Comment:
    found = select(Comment).where(Comment.public_id == comment, Comment.proposal_id == proposal.id)
    row = ctx.db.scalar(found)
    if row is None or row.retracted_at or row.hidden_at or row.held_since:
        raise Missing
    return row


def _fits(complaint: Complaint) -> None:
    if complaint.reason is ReportReason.ANNET and not complaint.text.strip():
        raise Unfit(text=_("Skriv hva som er galt"))


def _open_already(ctx: Context, subject: Proposal | Need, said: Comment | None) -> str | None:
    if ctx.actor.person_id is None:
        return None
    return ctx.db.scalar(
        select(Report.public_id).where(
            *(getattr(Report, name).is_not_distinct_from(key) for name, key in about(subject, said).items()),
            Report.reporter_id == ctx.actor.person_id,
            Report.closed_at.is_(None),
        )
    )


def _within_limits(ctx: Context) -> None:
    """A person's own rate. People whom nobody knows are counted at the door, by their address."""
    if ctx.actor.person_id is None:
        return
    recent = select(func.count()).select_from(Report)
    recent = recent.where(Report.reporter_id == ctx.actor.person_id, Report.reported_at > ctx.now - timedelta(hours=1))
    most = limits.REPORTS_HOUR_BLOCKED if ctx.actor.is_blocked else limits.REPORTS_HOUR
    if (ctx.db.scalar(recent) or 0) >= most:
        raise TooMuch(_("Du har meldt mye på kort tid. Teksten er tatt vare på. Prøv igjen om en time."))


def _count(ctx: Context, thing: Proposal | Comment | Need) -> None:
    table = type(thing)
    ctx.db.execute(update(table).where(table.id == thing.id).values(open_reports=table.open_reports + 1))
