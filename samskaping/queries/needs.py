"""Needs that people have told of: lists of them, and one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select

from samskaping.context import Context
from samskaping.errors import Missing
from samskaping.models import Area, Author, ChallengeNeed, File, Need, NeedConcern, Organisation, Proposal, ProposalNeed
from samskaping.queries import attached, cursors, search
from samskaping.queries.attached import HoldsFiles
from samskaping.queries.cursors import Order, Place, Slice
from samskaping.rules import limits
from samskaping.rules.identifiers import is_reference
from samskaping.rules.policy import Can
from samskaping.rules.speech import AuthorKind
from samskaping.text import excerpt

#: Code points of a need's beginning where it stands as a link or a heading.
_HEADING = 90


@dataclass(frozen=True)
class Card:
    """One need in a list. ``is_met``: a proposal that everyone can see says that it meets it."""

    reference: str
    text: str
    language: str
    told_at: datetime
    author_kind: AuthorKind
    author: str
    organisation_id: str | None
    area: str | None
    concern_count: int
    is_met: bool

    @property
    def heading(self) -> str:
        """How it begins, for links: needs have no title."""
        return excerpt(self.text, _HEADING)


@dataclass(frozen=True)
class Page(HoldsFiles):
    """A need, whole. ``key`` and ``writer_id`` are inner matters, for the visitor's own deeds."""

    key: int
    reference: str
    text: str
    html: str
    language: str
    told_at: datetime
    author_kind: AuthorKind
    author: str
    organisation_id: str | None
    area: str | None
    concern_count: int
    is_public: bool
    writer_id: int | None
    held_since: datetime | None
    refused_at: datetime | None
    retracted_at: datetime | None
    hidden_at: datetime | None
    hidden_reason: str
    redacted_for: str | None
    concerns_me: bool
    file_list: Any

    #: Not a draft of any browser's, and nobody is partial in it.
    session_id: None = None
    partial_ids: tuple[int, ...] = ()

    @property
    def heading(self) -> str:
        """How it begins, for titles and links."""
        return excerpt(self.text, _HEADING)


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed by; ``area`` is a public id, ``lacks`` a key of ``LACKS``."""

    area: str = ""
    query: str = ""
    lacks: str = ""
    sort: str = "nyeste"


@dataclass(frozen=True)
class Listing:
    """One page of cards, and how many there are: exact up to 1,000, «over» it after."""

    slice: Slice
    count: int
    is_more: bool


ORDERS: dict[str, Order] = {
    "nyeste": Order(Need.told_at, Need.reference),
    "gjelder": Order(Need.concern_count, Need.reference),
}
_SORTED_BY: dict[str, type] = {"nyeste": datetime, "gjelder": int}
_KEYS: dict[str, Callable[[Card], tuple[Any, str]]] = {
    "nyeste": lambda card: (card.told_at, card.reference),
    "gjelder": lambda card: (card.concern_count, card.reference),
}


def is_met() -> ColumnElement[bool]:
    """Whether a proposal that everyone can see says that it meets the need of a row in a larger statement."""
    return (
        exists()
        .where(ProposalNeed.need_id == Need.id, ProposalNeed.proposal_id == Proposal.id, Proposal.is_public)
        .correlate(Need)
    )


def is_tied() -> ColumnElement[bool]:
    """Whether the need of a row in a larger statement belongs to a challenge."""
    ties = (ChallengeNeed.need_id == Need.id, ChallengeNeed.loosened_at.is_(None))
    return exists().where(*ties).correlate(Need)


#: What needs of a list can lack yet; the word in addresses.
LACKS: dict[str, Callable[[], ColumnElement[bool]]] = {"forslag": is_met, "utfordring": is_tied}


def cards() -> Any:
    """The columns of a card, of needs that everyone can see."""
    return (
        select(
            Need.reference, Need.text, Need.language, Need.told_at, Author.kind, Author.name,
            Organisation.public_id, Area.name, Need.concern_count, is_met(),
        )
        .select_from(Need)
        .join(Author, Author.id == Need.author_id)
        .outerjoin(Organisation, Organisation.id == Author.organisation_id)
        .outerjoin(Area, Area.id == Need.area_id)
        .where(Need.is_public)
    )  # fmt: skip


def listing(ctx: Context, filters: Filters, place: Place | None = None, size: int = limits.PAGE) -> Listing:
    """A page of the municipality's needs that everyone can see. Two statements."""
    wanted = _conditions(ctx, filters)
    bounded = select(Need.id).where(*wanted).limit(limits.COUNT_BOUND + 1).subquery()
    count = ctx.db.scalar(select(func.count()).select_from(bounded)) or 0
    sort = filters.sort if filters.sort in ORDERS else "nyeste"
    place = place if place and isinstance(place.value, _SORTED_BY[sort]) else None
    rows = ctx.db.execute(cursors.window(cards().where(*wanted), ORDERS[sort], place, size))
    shown = cursors.cut([Card(*row) for row in rows], place, size, _KEYS[sort])
    return Listing(shown, min(count, limits.COUNT_BOUND), count > limits.COUNT_BOUND)


def latest(ctx: Context, most: int) -> tuple[Card, ...]:
    """The needs that were told last. One statement."""
    found = cards().where(Need.municipality_id == ctx.here.id)
    return tuple(Card(*row) for row in ctx.db.execute(cursors.window(found, ORDERS["nyeste"], None, most - 1)))


def like(ctx: Context, text: str, most: int) -> tuple[Card, ...]:
    """Needs that share telling words with a text, most alike first. One statement."""
    likes = search.like(ctx, "need", text, most)
    if likes is None:
        return ()
    found = cards().join(likes, likes.c.thing_id == Need.id).order_by(likes.c.rank)
    return tuple(Card(*row) for row in ctx.db.execute(found))


def page(ctx: Context, ref: str) -> Page:
    """One need as the visitor may see it. Raises ``Missing``: for everybody what is not confirmed, and for most what
    waits, is hidden or taken back.
    """
    own = (NeedConcern.person_id == ctx.actor.person_id, NeedConcern.organisation_id.is_(None))
    concerns = exists().where(NeedConcern.need_id == Need.id, *own)
    found = _pages(concerns if ctx.actor.is_known else false()).where(
        Need.reference == ref, Need.municipality_id == ctx.here.id, visible(ctx)
    )
    row: Any = ctx.db.execute(found).one_or_none()
    if row is None:
        raise Missing
    return Page(*row)


def visible(ctx: Context) -> ColumnElement[bool]:
    """Public ones, one's own until they are taken back, and all that are confirmed for those who look into cases."""
    own = and_(Need.writer_id == ctx.actor.person_id, Need.retracted_at.is_(None)) if ctx.actor.is_known else false()
    inner = Need.reference.is_not(None) if ctx.may(Can.PROPOSAL_INSPECT) else false()
    return or_(Need.is_public, own, inner)


def _pages(concerns: ColumnElement[bool]) -> Any:
    return (
        select(
            Need.id, Need.reference, Need.text, Need.html, Need.language, Need.told_at, Author.kind, Author.name,
            Organisation.public_id, Area.name, Need.concern_count, Need.is_public, Need.writer_id, Need.held_since,
            Need.refused_at, Need.retracted_at, Need.hidden_at, Need.hidden_reason, Need.redacted_for, concerns,
            attached.beside(File.need_id, Need.id),
        )
        .select_from(Need)
        .join(Author, Author.id == Need.author_id)
        .outerjoin(Organisation, Organisation.id == Author.organisation_id)
        .outerjoin(Area, Area.id == Need.area_id)
    )  # fmt: skip


def _conditions(ctx: Context, filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Need.municipality_id == ctx.here.id, Need.is_public.is_(True)]
    if filters.area:
        found.append(Need.area_id == select(Area.id).where(Area.public_id == filters.area).scalar_subquery())
    if filters.lacks:
        found.append(~LACKS[filters.lacks]())
    if is_reference(filters.query):
        found.append(Need.reference == filters.query)
    elif filters.query:
        hits = search.hits(ctx, "need", filters.query)
        found.append(Need.id.in_(select(hits.c.thing_id)) if hits is not None else false())
    return found
