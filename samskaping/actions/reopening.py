"""Taking up an ended case again: asked for by those who proposed it, and declined with a reason. «Yes» is a move."""

from typing import NamedTuple

from sqlalchemy import select

from samskaping.actions import authors, follows, impartiality, statements
from samskaping.actions.proposals import in_case, locked, same_version
from samskaping.actions.record import record
from samskaping.actions.statements import Said
from samskaping.context import Context
from samskaping.errors import Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Proposal, Representative
from samskaping.rules import deadlines
from samskaping.rules.events import What
from samskaping.rules.moves import REOPENED
from samskaping.rules.pipeline import Ball, asks_to_reopen
from samskaping.rules.policy import Can
from samskaping.rules.speech import StatementKind


class Voice(NamedTuple):
    """A proposal as permissions ask: its writer's, and theirs who act for the organisation that proposed it."""

    writer_id: int | None
    session_id: int | None = None


def ask(ctx: Context, ref: str, said: Said, *, once: str | None = None) -> None:
    """Ask for an ended case to be taken up again, in words that everyone can read. The ball goes to the municipality.

    One wish waits at a time. Raises ``Missing`` for everybody else's case, ``Clash``, ``Unfit``.
    """
    proposal = locked(ctx, ref)
    if not proposal.is_public or not ctx.may(Can.REOPENING_ASK, _voice(ctx, proposal)):
        raise Missing
    same_version(proposal, said.version)
    if asks_to_reopen(proposal):
        raise Unfit(_("Det er alt bedt om at saken tas opp igjen. Kommunen svarer på det først."))
    if proposal.state not in REOPENED:
        raise Unfit(_("Bare en sak som er avsluttet, kan tas opp igjen."))
    if found := statements.flaws(said):
        raise Unfit(**found)
    is_writer = proposal.writer_id == ctx.actor.person_id
    author = proposal.author_id if is_writer else authors.resident(ctx, proposal.organisation_id)
    statement = statements.say(ctx, proposal, StatementKind.REASON, said, author_id=author)
    proposal.ball, proposal.ball_until = Ball.KOMMUNE, deadlines.answer_due(ctx.today, ctx.here.answer_days)
    proposal.version += 1
    if not is_writer:
        follows.lay(ctx, ctx.actor.person_id or 0, "proposal", proposal.id)  # so that they hear of the answer
    due = str(proposal.ball_until)
    record(
        ctx, What.REOPENING_ASKED, proposal, author_id=author, once=once, statement=statement.public_id, due=due
    )  # fmt: skip


def decline(ctx: Context, ref: str, said: Said, *, impartial: bool = False, once: str | None = None) -> None:
    """Let the case stay ended, and say why to everyone. Raises ``Clash``, ``Unfit``."""
    proposal = in_case(ctx, ref)
    ctx.require(Can.PROPOSAL_HANDLE, proposal)
    same_version(proposal, said.version)
    if not asks_to_reopen(proposal):
        raise Unfit(_("Ingen ber om at saken tas opp igjen."))
    if found := statements.flaws(said):
        raise Unfit(**found)
    impartiality.require_word(ctx, [proposal], impartial=impartial)
    by = authors.municipal(ctx)
    statement = statements.say(ctx, proposal, StatementKind.REASON, said, author_id=by)
    proposal.ball, proposal.ball_until = Ball.INGEN, None
    proposal.version += 1
    record(ctx, What.REOPENING_DECLINED, proposal, author_id=by, once=once, statement=statement.public_id)


def _voice(ctx: Context, proposal: Proposal) -> Voice:
    acts = select(Representative.acts(proposal.organisation_id, ctx.actor.person_id))
    is_ours = proposal.organisation_id is not None and ctx.db.scalar(acts)
    return Voice(ctx.actor.person_id if is_ours else proposal.writer_id)
