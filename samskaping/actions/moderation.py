"""Hiding what must not stand, showing it again, and closing what residents have reported."""

from typing import Any

from sqlalchemy import select, update

from samskaping import text
from samskaping.actions import authors, notes, visibility
from samskaping.actions.proposals import in_case
from samskaping.actions.record import log, record
from samskaping.context import Context
from samskaping.errors import Missing, Unfit
from samskaping.language import gettext as _
from samskaping.language import number
from samskaping.models import Comment, Proposal, Report
from samskaping.rules.events import What
from samskaping.rules.kinds import Outcome
from samskaping.rules.policy import Can
from samskaping.rules.speech import REPORT_REASON_NAMES, ReportReason

#: As long as the column that the writer's own page reads.
REASON_MOST = 500


def hide_proposal(ctx: Context, ref: str, reason: ReportReason, words: str, *, once: str | None = None) -> None:
    """Take a proposal away from every list, search, feed and count; its writer is told why."""
    proposal = _case(ctx, ref)
    if proposal.hidden_at is not None:
        raise Unfit(_("Forslaget er skjult fra før"))
    proposal.hidden_at, proposal.hidden_reason = ctx.now, _reason(words)
    visibility.settle(ctx, proposal)
    proposal.open_reports = 0
    _close(ctx, Outcome.SKJULT, Report.proposal_id == proposal.id, Report.comment_id.is_(None))
    _keep_words(ctx, proposal, _("Forslaget ble skjult (%(reason)s):"), reason, words)
    record(ctx, What.PROPOSAL_HIDDEN, proposal, author_id=authors.municipal(ctx), once=once, reason=reason)
    log(ctx, "hide", proposal=ref, reason=reason)


def restore_proposal(ctx: Context, ref: str, words: str, *, once: str | None = None) -> None:
    """Show a hidden proposal again."""
    proposal = _case(ctx, ref)
    if proposal.hidden_at is None:
        raise Unfit(_("Forslaget er ikke skjult"))
    said = _reason(words)
    proposal.hidden_at, proposal.hidden_reason = None, ""
    visibility.settle(ctx, proposal)
    _keep_words(ctx, proposal, _("Forslaget ble vist igjen:"), None, said)
    record(ctx, What.PROPOSAL_RESTORED, proposal, author_id=authors.municipal(ctx), once=once)
    log(ctx, "restore", proposal=ref)


def hide_comment(ctx: Context, comment: str, reason: ReportReason, words: str, *, once: str | None = None) -> str:
    """Put a mark where a comment's words and name stood; its writer is told why. Answers the case's reference."""
    proposal, row = _comment(ctx, comment)
    if row.hidden_at is not None:
        raise Unfit(_("Kommentaren er skjult fra før"))
    row.hidden_at, row.hidden_reason = ctx.now, _reason(words)
    if row.retracted_at is None:
        proposal.comment_count -= 1
    row.open_reports = 0
    _close(ctx, Outcome.SKJULT, Report.comment_id == row.id)
    _keep_words(ctx, proposal, _("En kommentar ble skjult (%(reason)s):"), reason, words)
    record(
        ctx, What.COMMENT_HIDDEN, proposal, author_id=authors.municipal(ctx), once=once, comment=comment, reason=reason
    )
    log(ctx, "hide", proposal=proposal.reference, comment=comment, reason=reason)
    return str(proposal.reference)


def restore_comment(ctx: Context, comment: str, words: str, *, once: str | None = None) -> str:
    """Show a hidden comment again. Answers the case's reference."""
    proposal, row = _comment(ctx, comment)
    if row.hidden_at is None:
        raise Unfit(_("Kommentaren er ikke skjult"))
    said = _reason(words)
    row.hidden_at, row.hidden_reason = None, ""
    if row.retracted_at is None:
        proposal.comment_count += 1
    _keep_words(ctx, proposal, _("En kommentar ble vist igjen:"), None, said)
    record(ctx, What.COMMENT_RESTORED, proposal, author_id=authors.municipal(ctx), once=once, comment=comment)
    log(ctx, "restore", proposal=proposal.reference, comment=comment)
    return str(proposal.reference)


def keep_proposal(ctx: Context, ref: str, *, once: str | None = None) -> None:
    """Close the open reports of a proposal: it stays."""
    proposal = _case(ctx, ref)
    _keep(ctx, proposal, proposal, once, Report.proposal_id == proposal.id, Report.comment_id.is_(None))


def keep_comment(ctx: Context, comment: str, *, once: str | None = None) -> None:
    """Close the open reports of a comment: it stays."""
    proposal, row = _comment(ctx, comment)
    _keep(ctx, proposal, row, once, Report.comment_id == row.id)


def _case(ctx: Context, ref: str) -> Proposal:
    ctx.require(Can.MODERATE)
    proposal = in_case(ctx, ref)
    ctx.require(Can.MODERATE, proposal)
    return proposal


def _comment(ctx: Context, public_id: str) -> tuple[Proposal, Comment]:
    """A comment and its case, the case locked first, as those who comment and support do."""
    ctx.require(Can.MODERATE)
    ref = ctx.db.scalar(
        select(Proposal.reference)
        .join(Comment, Comment.proposal_id == Proposal.id)
        .where(Comment.public_id == public_id, Comment.municipality_id == ctx.here.id)
    )
    if ref is None:
        raise Missing
    proposal = in_case(ctx, ref)
    ctx.require(Can.MODERATE, proposal)
    row = ctx.db.scalar(select(Comment).where(Comment.public_id == public_id).with_for_update())
    if row is None:
        raise Missing
    return proposal, row


def _reason(words: str) -> str:
    said = text.tidy(words)
    if not said:
        raise Unfit(text=_("Skriv en begrunnelse. Den som skrev teksten, får lese den."))
    if len(said) > REASON_MOST:
        raise Unfit(
            text=_("Teksten kan ha %(most)s tegn. Nå har den %(now)s.")
            % {"most": number(REASON_MOST), "now": number(len(said))}
        )
    return said


def _keep_words(ctx: Context, proposal: Proposal, heading: str, reason: ReportReason | None, words: str) -> None:
    """The history holds no free text, so the moderator's words stand beside the case as a note."""
    named = heading % {"reason": REPORT_REASON_NAMES[reason]} if reason else heading
    notes.keep(ctx, proposal, f"{named} {words}")


def _keep(ctx: Context, proposal: Proposal, thing: Proposal | Comment, once: str | None, *conditions: Any) -> None:
    report = ctx.db.scalar(
        select(Report.public_id)
        .where(*conditions, Report.closed_at.is_(None))
        .order_by(Report.reported_at.desc())
        .limit(1)
    )
    if report is None:
        raise Unfit(_("Det er ingen åpne meldinger om dette lenger"))
    thing.open_reports = 0
    _close(ctx, Outcome.BEHOLDT, *conditions)
    record(
        ctx,
        What.REPORT_CLOSED,
        proposal,
        author_id=authors.municipal(ctx),
        once=once,
        report=report,
        outcome=Outcome.BEHOLDT,
    )


def _close(ctx: Context, outcome: Outcome, *conditions: Any) -> None:
    ctx.db.flush()
    ctx.db.execute(
        update(Report)
        .where(*conditions, Report.closed_at.is_(None))
        .values(closed_at=ctx.now, closed_by_id=ctx.actor.person_id, outcome=outcome),
        execution_options={"synchronize_session": False},
    )
