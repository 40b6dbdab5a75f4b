"""What this actor may see, as where-clauses: the permission table once more, for lists, searches and pages."""

from sqlalchemy import ColumnElement, and_, false, or_, true

from samskaping.context import Context
from samskaping.models import Challenge, Proposal, Statement
from samskaping.rules.pipeline import State
from samskaping.rules.policy import Can


def proposals(ctx: Context) -> ColumnElement[bool]:
    """Proposals on pages where a thing is looked up: public, one's own once sent, and all but drafts for staff."""
    sent = Proposal.state != State.UTKAST
    own = and_(Proposal.writer_id == ctx.actor.person_id, sent) if ctx.actor.is_known else false()
    inner = sent if ctx.may(Can.PROPOSAL_INSPECT) else false()
    return or_(Proposal.is_public, own, inner)


def challenges(ctx: Context) -> ColumnElement[bool]:
    """Published challenges, and drafts for those who write them."""
    return true() if ctx.may(Can.CHALLENGE_WRITE) else Challenge.published_at.is_not(None)


def statements(ctx: Context, writer_id: int | None) -> ColumnElement[bool]:
    """Public statements; private questions and replies for staff and the case's own author."""
    if ctx.may(Can.PROPOSAL_INSPECT) or (ctx.actor.is_known and ctx.actor.person_id == writer_id):
        return true()
    return Statement.is_public.is_(True)
