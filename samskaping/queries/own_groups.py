"""A person's own working groups: those that they sit in, and those that they are invited to, wherever they are."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.models import (
    GroupMember,
    Municipality,
    Organisation,
    Person,
    Proposal,
    Representative,
)
from samskaping.rules.addresses import address_key
from samskaping.rules.groups import MemberRole
from samskaping.rules.pipeline import STATES, State

#: Groups of one person that a page shows.
MOST = 200


@dataclass(frozen=True)
class Own:
    """A group that the person sits in, or is invited to (then ``role`` and ``by`` say as what, and by whom)."""

    reference: str
    title: str
    language: str
    state: State
    role: MemberRole
    member: str
    joined_at: datetime | None
    by: str | None
    organisation: str | None
    municipality: str
    slug: str
    host: str | None

    @property
    def is_open(self) -> bool:
        return STATES[self.state].takes_group

    @property
    def path(self) -> str:
        """Its page, or the page on which the invitation is answered."""
        return f"/arbeidsgruppe/{self.reference}" + ("" if self.joined_at else f"/svar/{self.member}")


def mine(ctx: Context) -> tuple[Own, ...]:
    """The groups that the signed-in person sits in, in whichever municipality, the open ones first. One statement."""
    statement = _own().where(GroupMember.person_id == ctx.actor.person_id, GroupMember.is_taken())
    rows = [Own(*row) for row in ctx.db.execute(statement.limit(MOST), execution_options={"every_municipality": True})]
    return tuple(sorted(rows, key=lambda one: not one.is_open))


def invitations(ctx: Context) -> tuple[Own, ...]:
    """Seats that are offered to the person's confirmed address, or to an organisation they act for. One statement."""
    if ctx.me is None or not ctx.actor.confirmed:
        return ()
    statement = _own().where(Proposal.is_public, offered_to(ctx, ctx.me.email))
    rows = ctx.db.execute(statement.limit(20), execution_options={"every_municipality": True})
    return tuple(Own(*row) for row in rows)


def offered_to(ctx: Context, email: str) -> ColumnElement[bool]:
    """A seat that is offered to the person's address, or to an organisation that they act for."""
    acts = Representative.acts(GroupMember.organisation_id, ctx.actor.person_id)
    return and_(GroupMember.is_offered(), or_(GroupMember.email_key == address_key(email), acts))


def _own() -> Any:
    by = aliased(Person)
    # Whoever proposed is called what everyone calls them; staff sign with their names.
    inviter = case((or_(by.shows_name, by.id != Proposal.writer_id), by.name), else_="")
    return (
        select(
            Proposal.reference, Proposal.title, Proposal.language, Proposal.state, GroupMember.role,
            GroupMember.public_id, GroupMember.joined_at, inviter, Organisation.name, Municipality.name,
            Municipality.slug, Municipality.host,
        )
        .select_from(GroupMember)
        .join(Proposal, Proposal.id == GroupMember.proposal_id)
        .join(Municipality, Municipality.id == Proposal.municipality_id)
        .outerjoin(Organisation, Organisation.id == GroupMember.organisation_id)
        .outerjoin(by, by.id == GroupMember.invited_by_id)
        .order_by(GroupMember.id.desc())
    )  # fmt: skip
