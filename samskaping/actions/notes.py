"""Internal notes in a case: for staff alone, in a table of their own."""

from samskaping import text
from samskaping.actions import authors
from samskaping.actions.proposals import in_case
from samskaping.actions.record import record
from samskaping.context import Context
from samskaping.errors import Unfit
from samskaping.language import gettext as _
from samskaping.language import number
from samskaping.models import Note, Proposal
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.policy import Can


def write(ctx: Context, ref: str, written: str, *, once: str | None = None) -> None:
    """Leave a note for colleagues in a case."""
    proposal = in_case(ctx, ref)
    ctx.require(Can.NOTE_WRITE, proposal)
    if not written.strip():
        raise Unfit(text=_("Skriv merknaden"))
    if len(written) > limits.NOTE:
        raise Unfit(
            text=_("Teksten kan ha %(most)s tegn. Nå har den %(now)s.")
            % {"most": number(limits.NOTE), "now": number(len(written))}
        )
    keep(ctx, proposal, written)
    record(ctx, What.NOTE_WRITTEN, proposal, author_id=authors.municipal(ctx), once=once)


def keep(ctx: Context, proposal: Proposal, written: str) -> None:
    """Put words beside a case that never leave staff: a note, or a moderator's reason."""
    ctx.db.add(
        Note(
            municipality_id=proposal.municipality_id,
            proposal_id=proposal.id,
            person_id=ctx.actor.person_id,
            text=text.tidy(written),
            html=text.stored(written),
            written_at=ctx.now,
        )
    )
