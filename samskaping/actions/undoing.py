"""Undoing what a moderator ruled, when somebody else overturns it: the text stands as it would have without the ruling.

Whoever calls has locked the case, knows that the one who acts may, and records what comes of it.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from samskaping.actions import approval, blocking, files, moderation, need_rulings, redaction, rulings
from samskaping.context import Context
from samskaping.models import Comment, File, Need, Proposal, Ruling
from samskaping.rules.events import What
from samskaping.rules.moderation import Deed
from samskaping.rules.pipeline import State

Facts = list[tuple[What, dict[str, Any]]]


def undo(ctx: Context, ruling: Ruling, proposal: Proposal | Need, comment: Comment | None) -> Facts:
    """Undo a ruling, unless that is done already. Answers what became public with it, as events."""
    if ruling.file:
        return _file(ctx, ruling, proposal, comment)
    return _WAYS[ruling.deed](ctx, ruling, proposal, comment)


def _hiding(ctx: Context, ruling: Ruling, proposal: Proposal | Need, comment: Comment | None) -> Facts:
    if (comment or proposal).hidden_at is None:
        return []
    if isinstance(proposal, Need):
        need_rulings.shown_again(ctx, proposal)
        rulings.rule(ctx, proposal, None, Deed.VIST)
        return [(What.NEED_RESTORED, {"ruling": ruling.public_id})]
    moderation.shown_again(ctx, proposal, comment)
    rulings.rule(ctx, proposal, comment, Deed.VIST)
    about = {"comment": comment.public_id} if comment else {}
    return [(What.COMMENT_RESTORED if comment else What.PROPOSAL_RESTORED, {"ruling": ruling.public_id, **about})]


def _file(ctx: Context, ruling: Ruling, subject: Proposal | Need, comment: Comment | None) -> Facts:
    """One that was taken away since by whoever attached it, stays away."""
    row = ctx.db.scalar(select(File).where(File.public_id == ruling.file, File.removed_at.is_(None)))
    if row is None or row.hidden_at is None:
        return []
    files.shown_again(row)
    rulings.rule(ctx, subject, comment, Deed.VIST, file=ruling.file)
    return [(What.FILE_RESTORED, {"ruling": ruling.public_id, "file": ruling.file})]


def _refusal(ctx: Context, ruling: Ruling, proposal: Proposal | Need, comment: Comment | None) -> Facts:
    """What the writer has changed or sent in anew since, goes its own way."""
    if isinstance(proposal, Need):
        if proposal.refused_at is None or proposal.retracted_at is not None:
            return []
        rulings.rule(ctx, proposal, None, Deed.GODKJENT)
        return need_rulings.let_out(ctx, proposal)
    if comment is None:
        is_as_it_was = proposal.state is State.UTKAST and proposal.edited_at <= ruling.decided_at
    else:
        is_as_it_was = comment.refused_at is not None and comment.retracted_at is None
    if not is_as_it_was:
        return []
    facts = approval.let_out(ctx, proposal, comment)
    rulings.rule(ctx, proposal, comment, Deed.GODKJENT)
    return facts


def _redaction(ctx: Context, ruling: Ruling, proposal: Proposal | Need, comment: Comment | None) -> Facts:
    if not redaction.revert(ctx, ruling.id, comment or proposal):
        return []
    rulings.rule(ctx, proposal, comment, Deed.VIST)
    about = {"comment": comment.public_id} if comment else {}
    return [(What.REDACTION_UNDONE, {"ruling": ruling.public_id, **about})]


def _block(ctx: Context, ruling: Ruling, _proposal: Proposal | Need, _comment: Comment | None) -> Facts:
    return [(What.BLOCK_LIFTED, {"ruling": ruling.public_id})] if blocking.release(ctx, ruling.public_id) else []


_WAYS: dict[Deed, Callable[[Context, Ruling, Proposal | Need, Comment | None], Facts]] = {
    Deed.SKJULT: _hiding,
    Deed.AVVIST: _refusal,
    Deed.SLADDET: _redaction,
    Deed.BLOKKERT: _block,
}
