"""What the one who proposed changes in a proposal that was sent in, until it is taken under assessment."""

from typing import Any

from samskaping import text
from samskaping.actions import drafts, indexing, routing, visibility
from samskaping.actions.drafts import Change
from samskaping.actions.proposals import keep_next, locked, render, same_version
from samskaping.actions.record import record_all
from samskaping.context import Context
from samskaping.errors import Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Proposal
from samskaping.queries import approval
from samskaping.rules.drafts import flaws
from samskaping.rules.events import What
from samskaping.rules.moves import BY_VERB, takes_reading
from samskaping.rules.pipeline import STATES, State
from samskaping.rules.policy import Can


def edit(ctx: Context, ref: str, change: Change, *, version: int, once: str | None = None) -> None:
    """Change texts, language, place, theme and challenge; every version that was read is kept and shown.

    Where a moderator reads first, a published proposal is out of sight until the new text is approved. A case that
    nobody has taken goes to the unit that its new theme and area say.
    """
    proposal = locked(ctx, ref)
    if not ctx.may(Can.PROPOSAL_EDIT, proposal):
        raise Missing
    if not STATES[proposal.state].takes_edits:
        raise Unfit(_("Forslaget er tatt under vurdering. Teksten kan ikke endres lenger, men du kan kommentere."))
    same_version(proposal, version)
    routed = _write(ctx, proposal, change)
    facts: list[tuple[What, dict[str, Any]]] = [(What.PROPOSAL_EDITED, {"version": proposal.version})]
    if takes_reading(proposal.state) and approval.of_proposal(ctx, proposal.challenge_id, proposal).waits:
        facts.append((What.PROPOSAL_MOVED, _wait(ctx, proposal)))
    if proposal.state is State.TIL_GODKJENNING:
        facts.append((What.PROPOSAL_REWRITTEN, {"version": proposal.version}))
    elif proposal.is_public:
        ctx.db.flush()
        indexing.proposal(ctx, proposal)
    if routed:
        facts.append((What.PROPOSAL_ROUTED, routed))
    record_all(ctx, proposal, facts, author_id=proposal.author_id, once=once)


def _write(ctx: Context, proposal: Proposal, change: Change) -> dict[str, Any] | None:
    """Write it all, and keep it as the next version. Answers how another unit was found, if one was."""
    stood = proposal.theme_id, proposal.area_id
    with ctx.db.no_autoflush:  # all of it is one UPDATE
        for field in ("title", "need", "idea", "place"):
            if (written := getattr(change, field)) is not None:
                setattr(proposal, field, text.tidy(written))
        if found := flaws(proposal):
            raise Unfit(**found)
        drafts.put(ctx, proposal, change)
        if change.challenge is not None:
            visibility.transfer(ctx, proposal, drafts.open_challenge(ctx, change.challenge))
        routed = routing.send_again(ctx, proposal) if (proposal.theme_id, proposal.area_id) != stood else None
    proposal.version += 1
    proposal.edited_at = ctx.now
    render(proposal)
    keep_next(ctx, proposal, was_read=proposal.published_at is not None)
    return routed


def _wait(ctx: Context, proposal: Proposal) -> dict[str, Any]:
    """Out of sight until a moderator has read the new text; number, answer date, support and comments stay."""
    move = BY_VERB["endre"]
    details = {"verb": move.verb, "before": proposal.state, "after": move.after}
    proposal.state, proposal.state_since = move.after, ctx.now
    proposal.ball = STATES[move.after].ball
    proposal.published_at = None  # this text never was: withdrawing it, or sending it in again, shows it to nobody
    visibility.settle(ctx, proposal)
    return details
