"""Organisations: whom one may act for, what an organisation is, and which a municipality is asked to verify."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, exists, func, select
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.errors import Missing
from samskaping.models import (
    Author,
    Comment,
    Event,
    Invitation,
    Organisation,
    Person,
    Proposal,
    Representative,
    Verification,
)
from samskaping.queries import cursors
from samskaping.queries.cursors import Order, Place, Slice
from samskaping.rules import limits
from samskaping.rules.addresses import address_key
from samskaping.rules.pipeline import State
from samskaping.rules.speech import OrganisationKind


@dataclass(frozen=True)
class Choice:
    """An organisation that the person may act for."""

    public_id: str
    name: str
    kind: OrganisationKind


@dataclass(frozen=True)
class Invited:
    """An invitation that waits for the person's answer."""

    public_id: str
    name: str
    kind: OrganisationKind
    by: str
    expires_at: datetime


@dataclass(frozen=True)
class Written:
    """A proposal of an organisation in the municipality at hand."""

    reference: str
    title: str
    language: str
    state: State
    submitted_at: datetime


@dataclass(frozen=True)
class Member:
    public_id: str
    name: str
    joined_at: datetime


@dataclass(frozen=True)
class Page:
    """An organisation as a visitor sees it; members and invitations only for its own people."""

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
    comments: int
    written: tuple[Written, ...] = ()
    members: tuple[Member, ...] = ()
    invitations: int = 0


@dataclass(frozen=True)
class Asking:
    """A row of the staff's list: an organisation that asked this municipality for its word."""

    public_id: str
    number: str | None
    name: str
    kind: OrganisationKind
    about: str
    registered_by: str
    asked_at: datetime
    verified_at: datetime | None


def registered(ctx: Context, once: str) -> str | None:
    """The organisation that a form with this key has registered already, if it was sent before."""
    found = select(Event.details).where(Event.once_key == once, Event.actor_id == ctx.actor.person_id)
    details = ctx.db.scalar(found)
    return str(details["organisation"]) if details and "organisation" in details else None


def mine(ctx: Context) -> tuple[Choice, ...]:
    """The organisations that the person may write and support for, by name; none for somebody unknown."""
    if ctx.actor.person_id is None:
        return ()
    found = (
        select(Organisation.public_id, Organisation.name, Organisation.kind)
        .join(Representative, Representative.organisation_id == Organisation.id)
        .where(Representative.person_id == ctx.actor.person_id, Representative.left_at.is_(None))
        .order_by(Organisation.name, Organisation.public_id)
        .limit(100)
    )
    return tuple(Choice(*row) for row in ctx.db.execute(found))


def invitations(ctx: Context) -> tuple[Invited, ...]:
    """Invitations to the person's confirmed address that still hold."""
    if ctx.me is None or not ctx.actor.confirmed:
        return ()
    found = (
        select(Invitation.public_id, Organisation.name, Organisation.kind, Person.name, Invitation.expires_at)
        .join(Organisation, Organisation.id == Invitation.organisation_id)
        .join(Person, Person.id == Invitation.invited_by_id)
        .where(Invitation.email_key == address_key(ctx.me.email), Invitation.expires_at > ctx.now, _may_invite())
        .order_by(Invitation.invited_at.desc())
        .limit(20)
    )
    return tuple(Invited(*row) for row in ctx.db.execute(found))


def _may_invite() -> Any:
    """Whoever invited must still act for the organisation."""
    return exists().where(
        Representative.organisation_id == Invitation.organisation_id,
        Representative.person_id == Invitation.invited_by_id,
        Representative.left_at.is_(None),
    )


def page(ctx: Context, public_id: str) -> Page:
    """One organisation. Three statements for anyone, two more for its own people. Raises ``Missing``."""
    here = ctx.municipality.id if ctx.municipality else None
    own = _acts(ctx.actor.person_id)
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
            own.label("is_mine"),
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
        comments=_comments(ctx, row.id) if here else 0,
        written=_written(ctx, row.id) if here else (),
        members=_members(ctx, row.id) if row.is_mine else (),
        invitations=_waiting(ctx, row.id) if row.is_mine else 0,
    )


def _acts(person_id: int | None) -> Any:
    return exists().where(
        Representative.organisation_id == Organisation.id,
        Representative.person_id == person_id,
        Representative.left_at.is_(None),
    )


def _comments(ctx: Context, organisation_id: int) -> int:
    shown = (
        select(func.count())
        .select_from(Comment)
        .join(Author, Author.id == Comment.author_id)
        .join(Proposal, Proposal.id == Comment.proposal_id)
        .where(
            Author.organisation_id == organisation_id,
            Proposal.is_public,
            Comment.hidden_at.is_(None),
            Comment.held_since.is_(None),
            Comment.retracted_at.is_(None),
        )
    )
    return ctx.db.scalar(shown) or 0


def _written(ctx: Context, organisation_id: int) -> tuple[Written, ...]:
    found = (
        select(Proposal.reference, Proposal.title, Proposal.language, Proposal.state, Proposal.submitted_at)
        .join(Author, Author.id == Proposal.author_id)
        .where(Author.organisation_id == organisation_id, Proposal.is_public)
        .order_by(Proposal.submitted_at.desc())
        .limit(limits.PAGE)
    )
    rows: Any = ctx.db.execute(found)
    return tuple(Written(*row) for row in rows)


def _members(ctx: Context, organisation_id: int) -> tuple[Member, ...]:
    found = (
        select(Person.public_id, Person.name, Representative.joined_at)
        .join(Representative, Representative.person_id == Person.id)
        .where(Representative.organisation_id == organisation_id, Representative.left_at.is_(None))
        .order_by(Representative.joined_at)
        .limit(200)
    )
    return tuple(Member(*row) for row in ctx.db.execute(found))


def _waiting(ctx: Context, organisation_id: int) -> int:
    held = select(func.count()).select_from(Invitation)
    return (
        ctx.db.scalar(held.where(Invitation.organisation_id == organisation_id, Invitation.expires_at > ctx.now)) or 0
    )


def asking(ctx: Context, place: Place | None = None, size: int = limits.INBOX_PAGE) -> Slice:
    """A page of the organisations that asked this municipality, those that wait first. One statement."""
    by = aliased(Person)
    statement: Any = (
        select(
            Organisation.public_id,
            Organisation.number,
            Organisation.name,
            Organisation.kind,
            Organisation.about,
            by.name,
            Verification.asked_at,
            Verification.verified_at,
        )
        .join(Verification, Verification.organisation_id == Organisation.id)
        .join(by, by.id == Organisation.registered_by_id)
        .where(Verification.municipality_id == ctx.here.id)
    )
    waits = case((Verification.verified_at.is_(None), "1"), else_="0").concat(Organisation.public_id)
    window = cursors.window(statement, Order(waits, Organisation.public_id), place, size)
    rows = [Asking(*row) for row in ctx.db.execute(window)]
    return cursors.cut(
        rows, place, size, lambda row: (("0" if row.verified_at else "1") + row.public_id, row.public_id)
    )
