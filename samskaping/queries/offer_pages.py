"""One offer as its page shows it, the staff's list of offers, one's own, and what is waiting."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Missing
from samskaping.models import (
    Ask,
    Author,
    Challenge,
    GroupMember,
    Municipality,
    Need,
    Offer,
    Organisation,
    Partnership,
    Proposal,
    Representative,
)
from samskaping.queries import cursors
from samskaping.queries.challenges import SHARED
from samskaping.queries.cursors import Order, Place, Slice
from samskaping.queries.groups import Group, own_seat, sits
from samskaping.rules import limits
from samskaping.rules.offers import PUBLIC_STATES, STANDING, OfferKind, OfferState, held, with_unit
from samskaping.rules.pipeline import STATES
from samskaping.rules.policy import Can
from samskaping.rules.speech import AuthorKind
from samskaping.text import excerpt

_HEADING = 80
_OWN_MOST = 50


@dataclass(frozen=True)
class About:
    """What a contribution is about: the word and the name of its address, and its title."""

    kind: str
    name: str
    title: Texts | str
    language: str | None

    @property
    def path(self) -> str:
        return f"/{self.kind}/{self.name}"


@dataclass(frozen=True)
class Row:
    """An offer in a list."""

    id: str
    kind: OfferKind
    amount: Decimal | None
    text: str
    language: str
    state: OfferState
    offered_at: datetime
    author_kind: AuthorKind
    author: str
    about: About

    @property
    def how_much(self) -> str:
        return with_unit(self.kind, self.amount)


@dataclass(frozen=True)
class Own(Row):
    """An offer of one's own, or of an organisation that one acts for; ``waits_for_me``: an agreement to confirm."""

    municipality: str
    slug: str
    host: str | None
    waits_for_me: bool


@dataclass(frozen=True)
class Agreed:
    """The agreement of an offer as its parties see it."""

    version: int
    language: str
    their_part: str
    our_part: str
    by_on: date
    municipality_at: datetime | None
    organisation_at: datetime | None
    confirmed_at: datetime | None


@dataclass(frozen=True)
class Page(Row):
    """An offer, whole. ``writer_id``, ``partial_ids`` and ``is_member`` are inner matters, for permissions.

    ``is_open``: it is for a case whose working group is open.
    """

    html: str
    from_on: date | None
    until_on: date | None
    answer: str
    answer_by_group: bool
    decided_at: datetime | None
    settled_at: datetime | None
    organisation_id: str | None
    organisation: str | None
    ask: str | None
    subject: tuple[str, int]
    writer_id: int | None
    partial_ids: list[int]
    agreed: Agreed | None
    is_member: bool
    is_open: bool
    session_id: int | None = None

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC_STATES


_COLUMNS: tuple[Any, ...] = (
    Offer.public_id, Offer.kind, Offer.amount, Offer.text, Offer.language, Offer.state, Offer.offered_at, Author.kind,
    Author.name, Challenge.public_id, Challenge.title, Need.reference, Need.text, Need.language, Proposal.reference,
    Proposal.title, Proposal.language,
)  # fmt: skip


def _rows(*more: Any) -> Any:
    return (
        select(*_COLUMNS, *more)
        .select_from(Offer)
        .join(Author, Author.id == Offer.author_id)
        .outerjoin(Challenge, Challenge.id == Offer.challenge_id)
        .outerjoin(Need, Need.id == Offer.need_id)
        .outerjoin(Proposal, Proposal.id == Offer.proposal_id)
    )


def _shaped(row: Any) -> tuple[Any, ...]:
    """The values of a row's own fields, with what it is about made one."""
    return (row[0], row[1], held(row[2]), *row[3:9], _about(row[9:17]))


def _about(cells: Any) -> About:
    """What of a challenge, a need and a proposal there is, in the order of the columns."""
    challenge, title, need, words, spoken, ref, named, written = cells
    if challenge:
        return About("utfordring", challenge, title, None)
    if need:
        return About("behov", need, excerpt(words, _HEADING), spoken)
    return About("forslag", ref, named, written)


def page(ctx: Context, public_id: str) -> Page:
    """An offer for everyone once it is accepted, and before that for its giver and those who answer. One statement.

    Raises ``Missing``.
    """
    mine, agreed = _is_mine(ctx), Partnership
    found = _rows(
        Offer.html, Offer.from_on, Offer.until_on, Offer.answer, Offer.answer_by_group, Offer.decided_at,
        Offer.settled_at, Organisation.public_id, Organisation.name, Ask.public_id, Challenge.id, Need.id,
        Proposal.id, mine, Proposal.partial_ids, GroupMember.role, Proposal.state, agreed.version, agreed.language,
        agreed.their_part, agreed.our_part, agreed.by_on, agreed.municipality_at, agreed.organisation_at,
        agreed.confirmed_at,
    )  # fmt: skip
    in_group = and_(GroupMember.id.is_not(None), Proposal.is_public)
    shown = or_(and_(Offer.state.in_(PUBLIC_STATES), _is_shown()), mine, in_group, *_staff(ctx))
    found = (
        found.outerjoin(Organisation, Organisation.id == Offer.organisation_id)
        .outerjoin(Ask, Ask.id == Offer.ask_id)
        .outerjoin(agreed, agreed.offer_id == Offer.id)
        .outerjoin(GroupMember, own_seat(ctx, Offer.proposal_id))
        .where(Offer.public_id == public_id, Offer.municipality_id == ctx.here.id, shown)
    )
    row = ctx.db.execute(found, execution_options=SHARED).one_or_none()
    if row is None or not ctx.here.is_active:
        raise Missing
    subject = next((kind, key) for kind, key in zip(("challenge", "need", "proposal"), row[27:30], strict=True) if key)
    writer, partial = ctx.actor.person_id if row[30] else None, row[31] or []
    agreement = Agreed(*row[34:]) if row[34] else None
    in_case = (sits(ctx, row[32], partial), row[33] is not None and STATES[row[33]].takes_group)
    cells: tuple[Any, ...] = (*_shaped(row), *row[17:27], subject, writer, partial, agreement, *in_case)
    page = Page(*cells)
    if not (page.is_public or writer or ctx.may(Can.OFFER_ANSWER, page)):
        raise Missing
    return page


def listing(ctx: Context, about: str = "", *, is_waiting: bool, place: Place | None = None) -> Slice:
    """Offers to the municipality for those who answer them, the oldest that waits first; ``about`` narrows it to one
    challenge, need or proposal. One statement.
    """
    found = _rows().where(Offer.municipality_id == ctx.here.id)
    if is_waiting:
        found = found.where(Offer.state == OfferState.VENTER)
    if about:
        found = found.where(or_(Challenge.public_id == about, Need.reference == about, Proposal.reference == about))
    order = Order(Offer.offered_at, Offer.public_id, descending=not is_waiting)
    window = cursors.window(found, order, place, limits.INBOX_PAGE)
    rows = [Row(*_shaped(row)) for row in ctx.db.execute(window, execution_options=SHARED)]
    return cursors.cut(rows, place, limits.INBOX_PAGE, lambda row: (row.offered_at, row.id))


def waiting(ctx: Context) -> int:
    """How many offers wait for the municipality's answer. One statement."""
    counted = select(func.count(Offer.id)).where(Offer.municipality_id == ctx.here.id)
    return ctx.db.scalar(counted.where(Offer.state == OfferState.VENTER)) or 0


def standing(ctx: Context, group: Group) -> tuple[Row, ...] | None:
    """What is offered to a case and stands, that which waits first, for those who answer it there while its group is
    open, whoever proposed too; None for others. One statement.
    """
    if not (group.is_open and group.is_public and ctx.may(Can.OFFER_ANSWER, replace(group, writer_id=None))):
        return None
    found = _rows().where(Offer.proposal_id == group.id, Offer.state.in_(STANDING))
    found = found.order_by(Offer.state != OfferState.VENTER, Offer.offered_at, Offer.id).limit(limits.INBOX_PAGE)
    return tuple(Row(*_shaped(row)) for row in ctx.db.execute(found, execution_options=SHARED))


def counted(*states: OfferState) -> Any:
    """How many offers to the proposal of a larger statement stand in one of these states."""
    found = select(func.count(Offer.id)).where(Offer.proposal_id == Proposal.id, Offer.state.in_(states))
    return found.correlate(Proposal).scalar_subquery()


def mine(ctx: Context) -> tuple[Own, ...]:
    """What the signed-in person offers, and what is offered for organisations they act for, in whichever
    municipality, the newest first. One statement.
    """
    to_confirm = exists().where(
        Partnership.offer_id == Offer.id, Partnership.organisation_at.is_(None), Partnership.confirmed_at.is_(None)
    )
    found = (
        _rows(Municipality.name, Municipality.slug, Municipality.host, to_confirm)
        .join(Municipality, Municipality.id == Offer.municipality_id)
        .where(_is_mine(ctx))
        .order_by(Offer.offered_at.desc(), Offer.id.desc())
        .limit(_OWN_MOST)
    )
    rows = ctx.db.execute(found, execution_options={"every_municipality": True})
    return tuple(Own(*_shaped(row), *row[17:]) for row in rows)


def ask(ctx: Context, public_id: str) -> tuple[OfferKind, About]:
    """What is asked for, while it is: its kind and what it is about. One statement. Raises ``Missing``."""
    found = (
        select(Ask.kind, Challenge.public_id, Challenge.title, Need.reference, Need.text, Need.language,
               Proposal.reference, Proposal.title, Proposal.language)
        .outerjoin(Challenge, Challenge.id == Ask.challenge_id)
        .outerjoin(Need, Need.id == Ask.need_id)
        .outerjoin(Proposal, Proposal.id == Ask.proposal_id)
        .where(Ask.public_id == public_id, Ask.municipality_id == ctx.here.id, Ask.closed_at.is_(None))
    )  # fmt: skip
    row = ctx.db.execute(found, execution_options=SHARED).one_or_none()
    if row is None:
        raise Missing
    return row[0], _about(row[1:])


def subject(ctx: Context, kind: str, name: str) -> About:
    """What somebody wants to contribute to, when everyone can see it. One statement. Raises ``Missing``."""
    found: dict[str, Any] = {
        "utfordring": select(Challenge.title).where(
            Challenge.public_id == name, Challenge.published_at.is_not(None), Challenge.stands_in(ctx.here.id)
        ),
        "behov": select(Need.text, Need.language).where(Need.reference == name, Need.is_public),
        "forslag": select(Proposal.title, Proposal.language).where(Proposal.reference == name, Proposal.is_public),
    }
    row = ctx.db.execute(found[kind]).one_or_none()
    if row is None or not ctx.here.is_active:
        raise Missing
    title = excerpt(row[0], _HEADING) if kind == "behov" else row[0]
    return About(kind, name, title, row[1] if len(row) > 1 else None)


def _is_mine(ctx: Context) -> ColumnElement[bool]:
    """Of a person: who made it; of an organisation: whoever acts for it now."""
    acts = Representative.acts(Offer.organisation_id, ctx.actor.person_id)
    return or_(and_(Offer.giver_id == ctx.actor.person_id, Offer.organisation_id.is_(None)), acts)


def _is_shown() -> ColumnElement[bool]:
    """Whether everyone can see what the offer is about."""
    return or_(Challenge.published_at.is_not(None), Need.is_public, Proposal.is_public)


def _staff(ctx: Context) -> list[ColumnElement[bool]]:
    return [Offer.municipality_id == ctx.here.id] if ctx.may(Can.OFFER_DECIDE) else []
