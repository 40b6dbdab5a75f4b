"""What a moderator does with a text that waits: lets everyone read it, or refuses it with a reason its writer reads."""

from samskaping.actions import authors, comments, moderation, moves, rulings, visibility
from samskaping.actions.moderation import Fact
from samskaping.actions.moves import Wish
from samskaping.actions.record import record, record_all
from samskaping.context import Context
from samskaping.errors import Unfit
from samskaping.language import gettext as _
from samskaping.models import Comment, Proposal
from samskaping.queries import approval
from samskaping.rules.events import What
from samskaping.rules.moderation import Deed
from samskaping.rules.pipeline import STATES, State
from samskaping.rules.policy import Can
from samskaping.rules.speech import ReportReason


def approve_proposal(ctx: Context, ref: str, *, seen: str | None = None, once: str | None = None) -> None:
    """Publish a proposal that waits. ``seen`` is the mark of what was read; ``Clash`` when it is another now."""
    proposal = _waiting(ctx, ref, seen)
    moves.move(ctx, ref, Wish("godkjenn", proposal.version), once=once)


def refuse_proposal(
    ctx: Context, ref: str, reason: ReportReason, words: str, *, seen: str | None = None, once: str | None = None
) -> None:
    """Send a proposal that waits back to its writer, who reads why and can change it."""
    proposal = _waiting(ctx, ref, seen)
    wish = Wish("send_tilbake", proposal.version, reason=rulings.worded(words), language=ctx.language, code=reason)
    moves.move(ctx, ref, wish, once=once)


def approve_comment(ctx: Context, comment: str, *, seen: str | None = None, once: str | None = None) -> str:
    """Publish a comment that waits; those whom it answers hear of it now. Answers the case's reference."""
    proposal, row = _held(ctx, comment, seen)
    row.approved_at = ctx.now
    facts: list[Fact] = [(What.COMMENT_APPROVED, {"comment": row.public_id})]
    facts += let_out(ctx, proposal, row)
    rulings.rule(ctx, proposal, row, Deed.GODKJENT)
    record_all(ctx, proposal, facts, author_id=row.author_id, once=once)
    return str(proposal.reference)


def let_out(ctx: Context, proposal: Proposal, comment: Comment | None) -> list[Fact]:
    """Let everyone see a locked text that waited or was refused. Answers the events that tell of it as new, if it is.

    A refused proposal is its writer's draft again, and theirs to send in when they have begun to change it.
    """
    if comment is None:
        return _sent_in(ctx, proposal)
    comment.held_since, comment.refused_at, comment.trust = None, None, None
    comment.hidden_reason, comment.hidden_code = "", None
    if approval.has_happened(ctx, What.COMMENT_WRITTEN, proposal.id, comment.public_id):
        proposal.comment_count += 1  # its thread counts it already
        return []
    comments.publish(ctx, proposal, comment.thread_id)
    return [(What.COMMENT_WRITTEN, {"comment": comment.public_id})]


def _sent_in(ctx: Context, proposal: Proposal) -> list[Fact]:
    if proposal.state is not State.UTKAST or proposal.edited_at > proposal.state_since:
        return []
    is_news = not approval.has_happened(ctx, What.PROPOSAL_PUBLISHED, proposal.id)
    proposal.state, proposal.state_since, proposal.version = State.MOTTATT, ctx.now, proposal.version + 1
    proposal.ball = STATES[State.MOTTATT].ball
    visibility.settle(ctx, proposal)
    return [(What.PROPOSAL_PUBLISHED if is_news else What.PROPOSAL_REPUBLISHED, {})]


def refuse_comment(
    ctx: Context, comment: str, reason: ReportReason, words: str, *, seen: str | None = None, once: str | None = None
) -> str:
    """Leave a comment that waits unpublished; its writer reads why, and can change it. Answers the reference."""
    proposal, row = _held(ctx, comment, seen)
    row.refused_at, row.hidden_code, row.hidden_reason = ctx.now, reason, rulings.worded(words)
    told = {"ruling": rulings.rule(ctx, proposal, row, Deed.AVVIST, reason, row.hidden_reason), "reason": reason}
    by = authors.municipal(ctx)
    record(ctx, What.COMMENT_REFUSED, proposal, author_id=by, once=once, comment=row.public_id, **told)
    return str(proposal.reference)


def _waiting(ctx: Context, ref: str, seen: str | None) -> Proposal:
    ctx.require(Can.PROPOSAL_APPROVE)
    proposal = rulings.opened(ctx, ref, Can.PROPOSAL_APPROVE, seen)
    if proposal.state is not State.TIL_GODKJENNING:
        raise Unfit(_("Forslaget venter ikke på godkjenning lenger"))
    return proposal


def _held(ctx: Context, comment: str, seen: str | None) -> tuple[Proposal, Comment]:
    proposal, row = moderation.opened(ctx, comment, seen)
    if row.held_since is None or row.refused_at is not None or row.retracted_at is not None:
        raise Unfit(_("Kommentaren venter ikke på godkjenning lenger"))
    return proposal, row
