"""Organisations: whom one may act for, which take part in a municipality, and which ask for its word."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.db import constant
from samskaping.models import (
    Author,
    Event,
    Invitation,
    Need,
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
from samskaping.rules.speech import AuthorKind, OrganisationKind


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
class Listed:
    """An organisation that takes part here: the municipality has given its word, or it has written something here."""

    public_id: str
    name: str
    kind: OrganisationKind
    sort_key: str
    verified_at: datetime | None
    proposals: int
    needs: int


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
    # Whoever invited must still act for the organisation.
    holds = (Invitation.expires_at > ctx.now, Representative.acts(Invitation.organisation_id, Invitation.invited_by_id))
    found = (
        select(Invitation.public_id, Organisation.name, Organisation.kind, Person.name, Invitation.expires_at)
        .join(Organisation, Organisation.id == Invitation.organisation_id)
        .join(Person, Person.id == Invitation.invited_by_id)
        .where(Invitation.email_key == address_key(ctx.me.email), *holds)
        .order_by(Invitation.invited_at.desc())
        .limit(20)
    )
    return tuple(Invited(*row) for row in ctx.db.execute(found))


def listing(ctx: Context, place: Place | None = None, size: int = limits.PAGE) -> Slice:
    """A page of the organisations that take part in the municipality at hand, by name. One statement."""
    given = (Verification.organisation_id == Organisation.id, Verification.municipality_id == ctx.here.id)
    found: Any = (
        select(
            Organisation.public_id,
            Organisation.name,
            Organisation.kind,
            Organisation.sort_key,
            Verification.verified_at,
            _written(Proposal).label("proposals"),
            _written(Need).label("needs"),
        )
        .outerjoin(Verification, and_(*given))
        .where(or_(Verification.verified_at.is_not(None), _has_written(Proposal), _has_written(Need)))
    )
    by_name = Order(Organisation.sort_key, Organisation.public_id, descending=False)
    rows = [Listed(*row) for row in ctx.db.execute(cursors.window(found, by_name, place, size))]
    return cursors.cut(rows, place, size, lambda row: (row.sort_key, row.public_id))


def speaks(organisation: Any) -> ColumnElement[bool]:
    """Whether the author of a row in a larger statement is this organisation."""
    return and_(Author.organisation_id == organisation, Author.kind == constant(AuthorKind.ORGANISASJON))


def _has_written(table: type[Proposal] | type[Need]) -> ColumnElement[bool]:
    """Whether an organisation has written one that everyone here can see."""
    own = (speaks(Organisation.id), table.author_id == Author.id, table.is_public)
    return exists().where(*own).correlate(Organisation)


def _written(table: type[Proposal] | type[Need]) -> Any:
    """How many of them."""
    own = (speaks(Organisation.id), table.author_id == Author.id, table.is_public)
    return select(func.count()).select_from(table).where(*own).correlate(Organisation).scalar_subquery()


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
