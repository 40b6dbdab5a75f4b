"""Lists of proposals as cards: filtered, sorted, searched, in pages."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.models import Area, Author, Challenge, Organisation, Proposal, ProposalGoal, Theme, Unit
from samskaping.queries import cursors, search
from samskaping.queries.cursors import Order, Place, Slice
from samskaping.rules import limits
from samskaping.rules.identifiers import is_reference
from samskaping.rules.pipeline import Ball, State
from samskaping.rules.speech import AuthorKind, OrganisationKind


@dataclass(frozen=True)
class Card:
    """One proposal in a list."""

    reference: str
    title: str
    excerpt: str
    language: str
    state: State
    ball: Ball
    submitted_at: datetime
    answer_due: date | None
    waiting_since: datetime | None
    next_on: date | None
    support_count: int
    comment_count: int
    imported_support: int
    area: str | None
    theme: Texts | None
    unit: Texts | None
    leader_title: Texts | None
    challenge_id: str | None
    challenge: Texts | None
    author_kind: AuthorKind
    author: str
    organisation_kind: OrganisationKind | None


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed by; each is empty when it is not used. Area, theme, challenge are public ids."""

    state: State | None = None
    theme: str = ""
    area: str = ""
    goal: int | None = None
    challenge: str = ""
    query: str = ""
    sort: str = "nyeste"


@dataclass(frozen=True)
class Listing:
    """One page of cards, and how many there are: exact up to 1,000, «over» it after."""

    slice: Slice
    count: int
    is_more: bool

    @property
    def cards(self) -> tuple[Card, ...]:
        return self.slice.rows


ORDERS: dict[str, Order] = {
    "nyeste": Order(Proposal.submitted_at, Proposal.reference),
    "stotte": Order(Proposal.support_count, Proposal.reference),
    "samtale": Order(Proposal.comment_count, Proposal.reference),
    "venter": Order(Proposal.waiting_since, Proposal.reference, descending=False),
}

#: What a cursor of each order holds; one of another order does not fit.
_SORTED_BY: dict[str, type] = {"nyeste": datetime, "stotte": int, "samtale": int, "venter": datetime}
_KEYS = {
    "nyeste": lambda card: (card.submitted_at, card.reference),
    "stotte": lambda card: (card.support_count, card.reference),
    "samtale": lambda card: (card.comment_count, card.reference),
    "venter": lambda card: (card.waiting_since, card.reference),
}


def listing(ctx: Context, filters: Filters, place: Place | None = None, size: int = limits.PAGE) -> Listing:
    """A page of the municipality's public proposals. Two statements, whatever is asked for."""
    narrowed = _narrowed(ctx, filters)
    if narrowed is None:
        return Listing(Slice(()), 0, False)
    conditions, joins = narrowed
    count, is_more = _bounded_count(ctx, conditions, joins)
    is_more = is_more or (bool(joins) and count >= limits.SEARCH_MOST)
    statement = _joined(_cards(), joins).where(*conditions)
    if joins and filters.sort == "treff":
        return Listing(_best(ctx, statement.order_by(joins[0].c.rank, Proposal.reference), place, size), count, is_more)
    sort = filters.sort if filters.sort in ORDERS else "nyeste"
    place = place if place and isinstance(place.value, _SORTED_BY[sort]) else None
    rows = [Card(*row) for row in ctx.db.execute(cursors.window(statement, ORDERS[sort], place, size))]
    return Listing(cursors.cut(rows, place, size, _KEYS[sort]), count, is_more)


def _best(ctx: Context, statement: Select[Any], place: Place | None, size: int) -> Slice:
    """A page of at most 200 hits, by their number: rank is no place to stand at, and so few rows are soon passed."""
    stands = place.value if place and isinstance(place.value, int) else 0
    first = min(max(stands - size, 0) if place and place.backwards else max(stands, 0), limits.SEARCH_MOST)
    rows = [Card(*row) for row in ctx.db.execute(statement.offset(first).limit(size + 1))]
    return Slice(
        tuple(rows[:size]),
        following=cursors.write(first + size, "") if len(rows) > size else "",
        preceding=cursors.write(first, "") if first else "",
    )


def latest(ctx: Context, *, challenge: str = "", most: int = 5) -> tuple[Card, ...]:
    """The newest public proposals, without counting: for front pages and feeds."""
    narrowed = _narrowed(ctx, Filters(challenge=challenge))
    assert narrowed is not None
    statement = cursors.window(_cards().where(*narrowed[0]), ORDERS["nyeste"], None, most - 1)
    return tuple(Card(*row) for row in ctx.db.execute(statement))


def similar(ctx: Context, text: str, *, most: int = 5, but: str = "") -> tuple[Card, ...]:
    """Public proposals whose words are like a text's: shown while somebody writes, and on the case page."""
    likes = search.like(ctx, "proposal", text, most + 1)
    if likes is None:
        return ()
    statement = _cards().join(likes, likes.c.thing_id == Proposal.id).where(Proposal.is_public).order_by(likes.c.rank)
    cards = (Card(*row) for row in ctx.db.execute(statement))
    return tuple(card for card in cards if card.reference != but)[:most]


def _narrowed(ctx: Context, filters: Filters) -> tuple[list[ColumnElement[bool]], list[Any]] | None:
    conditions: list[ColumnElement[bool]] = [
        Proposal.municipality_id == ctx.here.id,
        Proposal.is_public.is_(True),
    ]
    joins: list[Any] = []
    if filters.query and is_reference(filters.query.strip()):
        conditions.append(Proposal.reference == filters.query.strip())
    elif filters.query:
        found = search.hits(ctx, "proposal", filters.query)
        if found is None:
            return None
        joins.append(found)
    conditions += _plain(ctx, filters)
    if filters.sort == "venter":
        conditions.append(Proposal.waiting_since.is_not(None))
    if filters.goal is not None:
        conditions.append(Proposal.id.in_(select(ProposalGoal.proposal_id).where(ProposalGoal.goal == filters.goal)))
    return conditions, joins


def _plain(ctx: Context, filters: Filters) -> list[ColumnElement[bool]]:
    def of(table: Any, public_id: str) -> Any:
        return select(table.id).where(table.public_id == public_id).scalar_subquery()

    wanted = {
        Proposal.state: filters.state,
        Proposal.theme_id: of(Theme, filters.theme) if filters.theme else None,
        Proposal.area_id: of(Area, filters.area) if filters.area else None,
        Proposal.challenge_id: of(Challenge, filters.challenge) if filters.challenge else None,
    }
    return [column == value for column, value in wanted.items() if value is not None]


def _joined(statement: Select[Any], joins: list[Any]) -> Select[Any]:
    for found in joins:
        statement = statement.join(found, found.c.thing_id == Proposal.id)
    return statement


def _bounded_count(ctx: Context, conditions: list[ColumnElement[bool]], joins: list[Any]) -> tuple[int, bool]:
    inner = _joined(select(Proposal.id).select_from(Proposal), joins).where(*conditions).limit(limits.COUNT_BOUND + 1)
    count = ctx.db.scalar(select(func.count()).select_from(inner.subquery())) or 0
    return min(count, limits.COUNT_BOUND), count > limits.COUNT_BOUND


def _cards() -> Any:
    by = aliased(Organisation)
    return (
        select(
            Proposal.reference,
            Proposal.title,
            Proposal.excerpt,
            Proposal.language,
            Proposal.state,
            Proposal.ball,
            Proposal.submitted_at,
            Proposal.answer_due,
            Proposal.waiting_since,
            Proposal.next_on,
            Proposal.support_count,
            Proposal.comment_count,
            Proposal.imported_support,
            Area.name,
            Theme.name,
            Unit.name,
            Unit.leader_title,
            Challenge.public_id,
            Challenge.title,
            Author.kind,
            Author.name,
            by.kind,
        )
        .select_from(Proposal)
        .join(Author, Author.id == Proposal.author_id)
        .outerjoin(by, by.id == Author.organisation_id)
        .outerjoin(Area, Area.id == Proposal.area_id)
        .outerjoin(Theme, Theme.id == Proposal.theme_id)
        .outerjoin(Unit, Unit.id == Proposal.unit_id)
        .outerjoin(Challenge, Challenge.id == Proposal.challenge_id)
    )
