"""One organisation as its page shows it: what it is, who acts for it, and what it takes part in here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select

from samskaping.context import Context
from samskaping.errors import Missing
from samskaping.models import (
    Author,
    Comment,
    Invitation,
    Need,
    Organisation,
    Person,
    Proposal,
    Representative,
    Verification,
)
from samskaping.queries import needs
from samskaping.queries.needs import Card
from samskaping.queries.organisations import speaks
from samskaping.rules import limits
from samskaping.rules.pipeline import State
from samskaping.rules.speech import OrganisationKind


@dataclass(frozen=True)
class Part:
    """A proposal that the organisation takes part in: it proposed it, or wrote so many comments on it that show."""

    reference: str
    title: str
    language: str
    state: State
    submitted_at: datetime
    is_proposer: bool
    comments: int


@dataclass(frozen=True)
class Member:
    """A person who acts for it. ``is_named``: they have chosen that everyone can see their name here."""

    public_id: str
    name: str
    joined_at: datetime
    is_named: bool


@dataclass(frozen=True)
class Page:
    """An organisation as a visitor sees it; its own people see all who act for it, others those who are named."""

    public_id: str
    number: str | None
    name: str
    kind: OrganisationKind
    about: str
    about_html: str
    registered_at: datetime
    asked_at: datetime | None
    verified_at: datetime | None
    is_mine: bool
    parts: tuple[Part, ...] = ()
    needs: tuple[Card, ...] = ()
    members: tuple[Member, ...] = ()
    invitations: int = 0

    @property
    def named(self) -> tuple[Member, ...]:
        """Those whom everyone can see."""
        return tuple(member for member in self.members if member.is_named)


def page(ctx: Context, public_id: str) -> Page:
    """One organisation. Four statements for anyone, one more for its own people. Raises ``Missing``."""
    here = ctx.municipality.id if ctx.municipality else None
    row: Any = ctx.db.execute(
        select(
            Organisation.id,
            Organisation.public_id,
            Organisation.number,
            Organisation.name,
            Organisation.kind,
            Organisation.about,
            Organisation.about_html,
            Organisation.registered_at,
            Verification.asked_at,
            Verification.verified_at,
            Representative.acts(Organisation.id, ctx.actor.person_id).label("is_mine"),
        )
        .outerjoin(
            Verification,
            and_(Verification.organisation_id == Organisation.id, Verification.municipality_id == here),
        )
        .where(Organisation.public_id == public_id)
    ).one_or_none()
    if row is None:
        raise Missing
    values = {name: value for name, value in row._mapping.items() if name != "id"}
    return Page(
        **values,
        parts=_parts(ctx, row.id) if here else (),
        needs=_needs(ctx, row.id) if here else (),
        members=_members(ctx, row.id, every=row.is_mine),
        invitations=_waiting(ctx, row.id) if row.is_mine else 0,
    )


def _parts(ctx: Context, organisation_id: int) -> tuple[Part, ...]:
    """The newest proposals that it proposed or commented on, of those that everyone can see."""
    voices = select(Author.id).where(speaks(organisation_id))
    shows = (Comment.hidden_at.is_(None), Comment.held_since.is_(None), Comment.retracted_at.is_(None))
    said = (
        select(Comment.proposal_id, func.count().label("comments"))
        .where(Comment.author_id.in_(voices), *shows)
        .group_by(Comment.proposal_id)
        .subquery()
    )
    is_proposer = Proposal.author_id.in_(voices)
    found = (
        select(
            Proposal.reference, Proposal.title, Proposal.language, Proposal.state, Proposal.submitted_at,
            is_proposer, func.coalesce(said.c.comments, 0),
        )
        .outerjoin(said, said.c.proposal_id == Proposal.id)
        .where(Proposal.is_public, or_(is_proposer, said.c.comments > 0))
        .order_by(Proposal.submitted_at.desc(), Proposal.reference.desc())
        .limit(limits.PAGE)
    )  # fmt: skip
    rows: Any = ctx.db.execute(found)
    return tuple(Part(*row) for row in rows)


def _needs(ctx: Context, organisation_id: int) -> tuple[Card, ...]:
    """The newest needs that it told of, and that everyone can see."""
    found = needs.cards().where(speaks(organisation_id)).order_by(Need.told_at.desc(), Need.reference.desc())
    return tuple(Card(*row) for row in ctx.db.execute(found.limit(limits.PAGE)))


def _members(ctx: Context, organisation_id: int, *, every: bool) -> tuple[Member, ...]:
    found = (
        select(Person.public_id, Person.name, Representative.joined_at, Representative.is_named)
        .join(Representative, Representative.person_id == Person.id)
        .where(Representative.organisation_id == organisation_id, Representative.left_at.is_(None))
        .order_by(Representative.joined_at, Representative.id)
        .limit(200)
    )
    found = found if every else found.where(Representative.is_named, Person.blocked_at.is_(None))
    return tuple(Member(*row) for row in ctx.db.execute(found))


def _waiting(ctx: Context, organisation_id: int) -> int:
    held = select(func.count()).select_from(Invitation)
    return (
        ctx.db.scalar(held.where(Invitation.organisation_id == organisation_id, Invitation.expires_at > ctx.now)) or 0
    )
