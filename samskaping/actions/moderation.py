"""Hiding what must not stand, showing it again, and closing what residents have reported."""

from operator import attrgetter
from typing import Any

from sqlalchemy import select, update

from samskaping.actions import authors, rulings, visibility
from samskaping.actions.record import log, record, record_all
from samskaping.context import Context
from samskaping.errors import Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Comment, Need, Proposal, Report
from samskaping.rules.events import What
from samskaping.rules.kinds import Outcome
from samskaping.rules.moderation import Deed
from samskaping.rules.pipeline import State
from samskaping.rules.policy import Can
from samskaping.rules.speech import ReportReason

Fact = tuple[What, dict[str, Any]]


def hide_proposal(
    ctx: Context, ref: str, reason: ReportReason, words: str, *, seen: str | None = None, once: str | None = None
) -> None:
    """Take a proposal away from every list, search, feed and count; its writer is told why."""
    proposal = _case(ctx, ref, seen)
    if proposal.hidden_at is not None:
        raise Unfit(_("Forslaget er skjult fra før"))
    said = rulings.worded(words)
    with ctx.db.no_autoflush:  # the case is written once
        closed = closing(ctx, Outcome.SKJULT, proposal, None) if proposal.open_reports else []
        proposal.hidden_at, proposal.hidden_reason, proposal.hidden_code = ctx.now, said, reason
        visibility.settle(ctx, proposal)
        ruling = rulings.rule(ctx, proposal, None, Deed.SKJULT, reason, said)
        facts: list[Fact] = [(What.PROPOSAL_HIDDEN, {"reason": reason, "ruling": ruling}), *closed]
        log(ctx, "hide", proposal=ref, reason=reason)
        record_all(ctx, proposal, facts, author_id=authors.municipal(ctx), once=once)


def restore_proposal(ctx: Context, ref: str, words: str, *, seen: str | None = None, once: str | None = None) -> None:
    """Show a hidden proposal again."""
    proposal = _case(ctx, ref, seen)
    if proposal.hidden_at is None:
        raise Unfit(_("Forslaget er ikke skjult"))
    said = rulings.worded(words)
    with ctx.db.no_autoflush:  # the case is written once
        shown_again(ctx, proposal, None)
        rulings.rule(ctx, proposal, None, Deed.VIST, None, said)
        log(ctx, "restore", proposal=ref)
        record(ctx, What.PROPOSAL_RESTORED, proposal, author_id=authors.municipal(ctx), once=once)


def hide_comment(
    ctx: Context, comment: str, reason: ReportReason, words: str, *, seen: str | None = None, once: str | None = None
) -> str:
    """Put a mark where a comment's words and name stood; its writer is told why. Answers the case's reference."""
    proposal, row = opened(ctx, comment, seen)
    if row.hidden_at is not None:
        raise Unfit(_("Kommentaren er skjult fra før"))
    if row.held_since is not None:
        raise Unfit(_("Kommentaren er ikke publisert. Godkjenn eller avvis den i stedet."))
    said = rulings.worded(words)
    closed = closing(ctx, Outcome.SKJULT, proposal, row) if row.open_reports else []
    row.hidden_at, row.hidden_reason, row.hidden_code = ctx.now, said, reason
    if row.retracted_at is None:
        proposal.comment_count -= 1
    ruling = rulings.rule(ctx, proposal, row, Deed.SKJULT, reason, said)
    hidden = (What.COMMENT_HIDDEN, {"comment": comment, "reason": reason, "ruling": ruling})
    log(ctx, "hide", proposal=proposal.reference, comment=comment, reason=reason)
    record_all(ctx, proposal, [hidden, *closed], author_id=authors.municipal(ctx), once=once)
    return str(proposal.reference)


def restore_comment(ctx: Context, comment: str, words: str, *, seen: str | None = None, once: str | None = None) -> str:
    """Show a hidden comment again. Answers the case's reference."""
    proposal, row = opened(ctx, comment, seen)
    if row.hidden_at is None:
        raise Unfit(_("Kommentaren er ikke skjult"))
    said = rulings.worded(words)
    shown_again(ctx, proposal, row)
    rulings.rule(ctx, proposal, row, Deed.VIST, None, said)
    record(ctx, What.COMMENT_RESTORED, proposal, author_id=authors.municipal(ctx), once=once, comment=comment)
    log(ctx, "restore", proposal=proposal.reference, comment=comment)
    return str(proposal.reference)


def shown_again(ctx: Context, proposal: Proposal, comment: Comment | None) -> None:
    """Take away the mark of hiding from a locked proposal, or from its comment; lists and counts follow."""
    row = comment or proposal
    row.hidden_at, row.hidden_reason, row.hidden_code = None, "", None
    if comment is None:
        visibility.settle(ctx, proposal)
    elif comment.retracted_at is None:
        proposal.comment_count += 1


def keep_proposal(ctx: Context, ref: str, *, seen: str | None = None, once: str | None = None) -> None:
    """Close the open reports of a proposal: it stays."""
    _keep(ctx, _case(ctx, ref, seen), None, once)


def keep_comment(ctx: Context, comment: str, *, seen: str | None = None, once: str | None = None) -> None:
    """Close the open reports of a comment: it stays."""
    proposal, row = opened(ctx, comment, seen)
    _keep(ctx, proposal, row, once)


def closing(ctx: Context, outcome: Outcome, subject: Proposal | Need, comment: Comment | None) -> list[Fact]:
    """Close the open reports of a locked thing. Answers the event that says so, if there were any."""
    about = [getattr(Report, name).is_not_distinct_from(key) for name, key in rulings.about(subject, comment).items()]
    closed = update(Report).where(*about, Report.closed_at.is_(None))
    closed = closed.values(closed_at=ctx.now, closed_by_id=ctx.actor.person_id, outcome=outcome)
    rows = ctx.db.execute(
        closed.returning(Report.public_id, Report.reported_at), execution_options={"synchronize_session": False}
    ).all()
    if not rows:
        return []
    (comment or subject).open_reports = 0
    newest = max(rows, key=attrgetter("reported_at"))
    return [(What.REPORT_CLOSED, {"report": newest.public_id, "outcome": outcome})]


def _case(ctx: Context, ref: str, seen: str | None) -> Proposal:
    ctx.require(Can.MODERATE)
    return rulings.opened(ctx, ref, Can.MODERATE, seen)


def opened(ctx: Context, public_id: str, seen: str | None = None) -> tuple[Proposal, Comment]:
    """A comment and its case, the case locked first, as those who comment and support do.

    ``seen`` is the mark of what the moderator looked at (``queries.rulings``); ``Clash`` when it is another now.
    """
    ctx.require(Can.MODERATE)
    held, comment = rulings.at_hand(ctx, public_id)
    if held is not None and comment is not None:
        if seen is not None:
            rulings.unchanged(ctx, held, comment, seen)
        return held, comment
    # Rows are locked in the order in which the statement names their tables.
    found = ctx.db.execute(
        select(Proposal, Comment)
        .select_from(Proposal)
        .join(Comment, Comment.proposal_id == Proposal.id)
        .where(Comment.public_id == public_id, Comment.municipality_id == ctx.here.id, Proposal.state != State.UTKAST)
        .with_for_update()
    ).one_or_none()
    if found is None:
        raise Missing
    proposal, row = found
    ctx.require(Can.MODERATE, proposal)
    if seen is not None:
        rulings.unchanged(ctx, proposal, row, seen)
    return proposal, row


def _keep(ctx: Context, proposal: Proposal, comment: Comment | None, once: str | None) -> None:
    facts = closing(ctx, Outcome.BEHOLDT, proposal, comment)
    if not facts:
        raise Unfit(_("Det er ingen åpne meldinger om dette lenger"))
    rulings.rule(ctx, proposal, comment, Deed.BEHOLDT)
    record_all(ctx, proposal, facts, author_id=authors.municipal(ctx), once=once)
