"""Lists of proposals as cards: filtered, sorted, searched, in pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, false, func, select
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.models import Area, Author, Challenge, Organisation, Proposal, ProposalGoal, Theme, Unit
from samskaping.queries import cursors, search
from samskaping.queries.cursors import Order, Place, Slice
from samskaping.rules import likeness, limits
from samskaping.rules.identifiers import is_reference
from samskaping.rules.pipeline import Ball, Body, State
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
    ball_until: date | None
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
    body: Body | None
    body_name: str


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


#: The index finds so many that share a word; those that share enough are shown.
_CANDIDATES = 20
_BY = aliased(Organisation)
#: A card's columns; built once, because building a statement costs more than running it.
_CARDS: Any = (
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
        Proposal.ball_until,
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
        _BY.kind,
        Proposal.body,
        Proposal.body_name,
    )
    .select_from(Proposal)
    .join(Author, Author.id == Proposal.author_id)
    .outerjoin(_BY, _BY.id == Author.organisation_id)
    .outerjoin(Area, Area.id == Proposal.area_id)
    .outerjoin(Theme, Theme.id == Proposal.theme_id)
    .outerjoin(Unit, Unit.id == Proposal.unit_id)
    .outerjoin(Challenge, Challenge.id == Proposal.challenge_id)
)


def listing(ctx: Context, filters: Filters, place: Place | None = None, size: int = limits.PAGE) -> Listing:
    """A page of the municipality's public proposals. Two statements, whatever is asked for."""
    wanted = _wanted(ctx, filters)
    if filters.query and not is_reference(filters.query):
        return _searched(ctx, filters, wanted, place, size)
    count = ctx.db.scalar(_counted(frozenset(wanted)), wanted) or 0
    is_more = count > limits.COUNT_BOUND
    shown = _sorted(ctx, filters, _narrowed(frozenset(wanted)), wanted, place, size)
    return Listing(shown, min(count, limits.COUNT_BOUND), is_more)


def _sorted(
    ctx: Context, filters: Filters, cards: Any, wanted: dict[str, Any], place: Place | None, size: int
) -> Slice:
    sort = filters.sort if filters.sort in ORDERS else "nyeste"
    place = place if place and isinstance(place.value, _SORTED_BY[sort]) else None
    statement = cursors.window(cards, ORDERS[sort], place, size) if place else _first(cards, ORDERS[sort], size)
    return cursors.cut([Card(*row) for row in ctx.db.execute(statement, wanted)], place, size, _KEYS[sort])


def _searched(ctx: Context, filters: Filters, wanted: dict[str, Any], place: Place | None, size: int) -> Listing:
    """At most 200 hits: found and counted in one statement, shown in another."""
    found = search.hits(ctx, "proposal", filters.query)
    if found is None:
        return Listing(Slice(()), 0, False)
    hits = select(Proposal.id).join(found, found.c.thing_id == Proposal.id).where(*_conditions(frozenset(wanted)))
    ids = ctx.db.scalars(hits.order_by(found.c.rank, Proposal.id), wanted).all()
    is_more = len(ids) >= limits.SEARCH_MOST
    if filters.sort != "treff":
        return Listing(_sorted(ctx, filters, _NAMED, {"ids": ids}, place, size), len(ids), is_more)
    return Listing(_best(ctx, ids, place, size), len(ids), is_more)


def _best(ctx: Context, ids: Sequence[int], place: Place | None, size: int) -> Slice:
    """A page of the hits by their number: rank is no place to stand at, and so few rows are soon passed."""
    stands = place.value if place and isinstance(place.value, int) else 0
    first = min(max(stands - size, 0) if place and place.backwards else max(stands, 0), limits.SEARCH_MOST)
    shown = ids[first : first + size]
    rows = ctx.db.execute(_NAMED.add_columns(Proposal.id), {"ids": shown})
    cards = {row[-1]: Card(*row[:-1]) for row in rows}
    return Slice(
        tuple(cards[id_] for id_ in shown),
        following=cursors.write(first + size, "") if len(ids) > first + size else "",
        preceding=cursors.write(first, "") if first else "",
    )


def latest(ctx: Context, *, challenge: str = "", most: int = 5) -> tuple[Card, ...]:
    """The newest public proposals, without counting: for front pages and feeds."""
    wanted = _wanted(ctx, Filters(challenge=challenge))
    statement = _first(_narrowed(frozenset(wanted)), ORDERS["nyeste"], most - 1)
    return tuple(Card(*row) for row in ctx.db.execute(statement, wanted))


def similar(ctx: Context, text: str, *, most: int = 5, but: str = "") -> tuple[Card, ...]:
    """Public proposals whose words are like a text's: shown while somebody writes, and on the case page."""
    likes = search.like(ctx, "proposal", text, _CANDIDATES)
    if likes is None:
        return ()
    statement = _CARDS.add_columns(Proposal.need, Proposal.idea).join(likes, likes.c.thing_id == Proposal.id)
    rows = ctx.db.execute(statement.where(Proposal.is_public, Proposal.reference != but).order_by(likes.c.rank))
    found = [(likeness.likeness(text, row.title, f"{row.need} {row.idea}"), Card(*row[:-2])) for row in rows]
    return tuple(card for points, card in sorted(found, key=lambda pair: -pair[0]) if points)[:most]


def listed(ctx: Context, filters: Filters) -> list[ColumnElement[bool]]:
    """The conditions of a list as it stands on the screen, for those who read all of it: exports."""
    wanted = _wanted(ctx, filters)
    conditions = [Proposal.is_public.is_(True), *(_NARROW[name](value) for name, value in wanted.items())]
    if filters.query and not is_reference(filters.query):
        found = search.hits(ctx, "proposal", filters.query)
        conditions.append(Proposal.id.in_(select(found.c.thing_id)) if found is not None else false())
    return conditions


def in_order(ctx: Context, filters: Filters) -> Select[Any]:
    """The keys of all that a list holds, in the order of the screen: for exports."""
    keys = select(Proposal.id).where(*listed(ctx, filters))
    found = search.hits(ctx, "proposal", filters.query) if filters.sort == "treff" and filters.query else None
    if found is not None:
        return keys.join(found, found.c.thing_id == Proposal.id).order_by(found.c.rank, Proposal.id)
    return cursors.whole(keys, ORDERS[filters.sort if filters.sort in ORDERS else "nyeste"])


def _wanted(ctx: Context, filters: Filters) -> dict[str, Any]:
    """The value of each filter that is used, under the name of its condition."""
    used: dict[str, Any] = {"here": ctx.here.id}
    used |= {name: value for name in _NARROW if (value := getattr(filters, name, None)) not in (None, "")}
    if is_reference(filters.query):
        used["reference"] = filters.query
    if filters.sort == "venter":
        used["waiting"] = True
    return used


def _of(table: Any, name: Any) -> Any:
    return select(table.id).where(table.public_id == name).scalar_subquery()


#: Each filter's condition, of a value or of the parameter that stands for one.
_NARROW: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "here": lambda value: Proposal.municipality_id == value,
    "state": lambda value: Proposal.state == value,
    "theme": lambda value: Proposal.theme_id == _of(Theme, value),
    "area": lambda value: Proposal.area_id == _of(Area, value),
    "challenge": lambda value: Proposal.challenge_id == _of(Challenge, value),
    "goal": lambda value: Proposal.id.in_(select(ProposalGoal.proposal_id).where(ProposalGoal.goal == value)),
    "reference": lambda value: Proposal.reference == value,
    "waiting": lambda _value: Proposal.waiting_since.is_not(None),
}
_NAMED: Any = _CARDS.where(Proposal.id.in_(bindparam("ids", expanding=True)))


def _conditions(used: frozenset[str]) -> list[ColumnElement[bool]]:
    return [Proposal.is_public.is_(True), *(_NARROW[name](bindparam(name)) for name in _NARROW if name in used)]


# Made once for each choice of filters: there are so many as there are ways to ask, and not as there are answers.
@cache
def _narrowed(used: frozenset[str]) -> Any:
    return _CARDS.where(*_conditions(used))


@cache
def _counted(used: frozenset[str]) -> Any:
    inner = select(Proposal.id).where(*_conditions(used)).limit(limits.COUNT_BOUND + 1).subquery()
    return select(func.count()).select_from(inner)


@cache
def _first(cards: Any, order: Order, size: int) -> Any:
    return cursors.window(cards, order, None, size)
