"""What this actor may see, as where-clauses: the permission table once more, for lists, searches and pages."""

from sqlalchemy import ColumnElement, and_, exists, false, or_, true

from samskaping.context import Context
from samskaping.models import Challenge, Membership, Need, Proposal, Raised, Statement
from samskaping.models.sessions import counts_in
from samskaping.rules.pipeline import State
from samskaping.rules.policy import INSPECTING, Can
from samskaping.rules.raised import READ_BY_STAFF


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


def proposals_anywhere(ctx: Context) -> ColumnElement[bool]:
    """Public, one's own, or where one inspects cases: across municipalities."""
    sent, own = Proposal.state != State.UTKAST, Proposal.writer_id == ctx.actor.person_id
    return or_(Proposal.is_public, and_(sent, or_(own, _inspects(ctx, Proposal))))


def needs_anywhere(ctx: Context) -> ColumnElement[bool]:
    """The same for needs."""
    told, own = Need.reference.is_not(None), Need.writer_id == ctx.actor.person_id
    return or_(Need.is_public, and_(told, or_(own, _inspects(ctx, Need))))


def raised_anywhere(ctx: Context) -> ColumnElement[bool]:
    """What was raised: one's own, or once it is sent in, where one inspects cases."""
    own, sent = Raised.writer_id == ctx.actor.person_id, Raised.state.in_(READ_BY_STAFF)
    return or_(own, and_(sent, _inspects(ctx, Raised)))


def _inspects(ctx: Context, table: type[Proposal] | type[Need] | type[Raised]) -> ColumnElement[bool]:
    if ctx.actor.awaits_second:
        return false()
    return exists().where(
        Membership.person_id == ctx.actor.person_id,
        Membership.municipality_id == table.municipality_id,
        Membership.role.in_(INSPECTING),
        Membership.ended_at.is_(None),
        counts_in(Membership, ctx.session),
    )
