"""What is asked for and offered beside a challenge, a need or a proposal, and the sums of what was mobilised."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, cast, func, null, or_, select, union_all

from samskaping.context import Context
from samskaping.models import Ask, Author, Need, Offer, Organisation, Partnership, Proposal
from samskaping.queries.challenges import SHARED
from samskaping.rules.offers import PUBLIC_STATES, Mobilised, OfferKind, OfferState, held, with_unit
from samskaping.rules.speech import AuthorKind
from samskaping.text import excerpt

#: What is shown of each beside one thing.
MOST = 50
#: Code points of what is asked for, where it is chosen from a list.
_CHOICE = 80


@dataclass(frozen=True)
class Asked:
    """Something that the municipality or a working group asks for; ``got`` is how much of it others have promised."""

    id: str
    kind: OfferKind
    amount: Decimal | None
    from_on: date | None
    until_on: date | None
    text: str
    html: str
    language: str
    author_kind: AuthorKind
    author: str
    got: Decimal = Decimal(0)
    promises: int = 0

    @property
    def wanted(self) -> str:
        """«120 timer»; empty where it was not said how much."""
        return with_unit(self.kind, self.amount)

    @property
    def got_words(self) -> str:
        return with_unit(self.kind, self.got)


@dataclass(frozen=True)
class Agreement:
    """A partnership that both parties have confirmed: who does what by when."""

    their_part: str
    our_part: str
    language: str
    by_on: date
    confirmed_at: datetime


@dataclass(frozen=True)
class Given:
    """An offer that was accepted, or delivered."""

    id: str
    kind: OfferKind
    amount: Decimal | None
    from_on: date | None
    until_on: date | None
    text: str
    html: str
    language: str
    state: OfferState
    author_kind: AuthorKind
    author: str
    organisation_id: str | None
    decided_at: datetime
    ask: str | None
    agreement: Agreement | None = None

    @property
    def how_much(self) -> str:
        return with_unit(self.kind, self.amount)


@dataclass(frozen=True)
class Beside:
    """All that everyone can see of what is asked for and given beside one thing."""

    asked: tuple[Asked, ...] = ()
    given: tuple[Given, ...] = ()

    @property
    def partners(self) -> tuple[Given, ...]:
        """Those with whom the municipality has an agreement."""
        return tuple(one for one in self.given if one.agreement)

    @property
    def sums(self) -> tuple[Mobilised, ...]:
        """What has been promised and delivered here, by kind."""
        return _summed((one.kind, one.state, 1, one.amount) for one in self.given)


def beside(ctx: Context, kind: str, key: int) -> Beside:
    """What is asked for and given beside a ``challenge``, ``need`` or ``proposal``. One statement.

    Of a shared challenge, what concerns the municipality at hand: each answers for its own.
    """
    rows = ctx.db.execute(_beside(kind), {"about": key}).all()
    given = tuple(_given(row) for row in rows if row.state is not None)
    met: dict[str, list[Given]] = {}
    for one in given:
        met.setdefault(one.ask or "", []).append(one)
    return Beside(tuple(_asked(row, met.get(row.public_id, [])) for row in rows if row.state is None), given)


def open_asks(ctx: Context, kind: str, key: int) -> list[tuple[str, OfferKind, str]]:
    """(public id, kind, words) of what is asked for beside one thing. One statement."""
    found = select(Ask.public_id, Ask.kind, Ask.text).where(
        getattr(Ask, f"{kind}_id") == key, Ask.municipality_id == ctx.here.id, Ask.closed_at.is_(None)
    )
    return [(row[0], row[1], excerpt(row[2], _CHOICE)) for row in ctx.db.execute(found.order_by(Ask.id))]


def mobilised_for(ctx: Context, challenge_id: int) -> tuple[Mobilised, ...]:
    """What has been promised and delivered for a challenge and the proposals in it, by kind, in all the municipalities
    that share it. One statement.
    """
    return summed(ctx.db.execute(_FOR_CHALLENGE, {"about": challenge_id}, execution_options=SHARED))


def mobilised(ctx: Context) -> tuple[Mobilised, ...]:
    """What has been promised and delivered in the municipality, by kind. One statement."""
    return summed(ctx.db.execute(HERE, {"here": ctx.here.id}))


def summed(rows: Iterable[Any]) -> tuple[Mobilised, ...]:
    """Rows of (kind, state, how many, how much in hundredths), by kind."""
    return _summed((kind, state, count, held(amount)) for kind, state, count, amount in rows)


def _summed(rows: Iterable[tuple[OfferKind, OfferState, int, Decimal | None]]) -> tuple[Mobilised, ...]:
    found: dict[OfferKind, Mobilised] = {}
    for kind, state, count, amount in rows:
        before, more = found.get(kind, Mobilised(kind, 0, Decimal(0), Decimal(0))), amount or Decimal(0)
        delivered = more if state is OfferState.LEVERT else Decimal(0)
        found[kind] = Mobilised(kind, before.count + count, before.amount + more, before.delivered + delivered)
    return tuple(found[kind] for kind in OfferKind if kind in found)


_SUMS: Any = (
    select(Offer.kind, Offer.state, func.count().label("offers"), func.sum(Offer.amount).label("amount"))
    .where(Offer.state.in_(PUBLIC_STATES))
    .group_by(Offer.kind, Offer.state)
)


def _under(challenge: "BindParameter[int]") -> Any:
    return select(Proposal.id).where(Proposal.challenge_id == challenge, Proposal.is_public)


_FOR_CHALLENGE: Any = _SUMS.where(
    or_(Offer.challenge_id == bindparam("about"), Offer.proposal_id.in_(_under(bindparam("about"))))
)
#: What has been promised and delivered in one municipality; what cannot be seen, counts for nothing.
HERE: Any = (
    _SUMS.outerjoin(Proposal, Proposal.id == Offer.proposal_id)
    .outerjoin(Need, Need.id == Offer.need_id)
    .where(
        Offer.municipality_id == bindparam("here"),
        or_(Offer.challenge_id.is_not(None), Proposal.is_public, Need.is_public),
    )
)


@cache
def _beside(kind: str) -> Any:
    """Offers that were accepted, with their agreements, and after them what is asked for: one list of rows."""
    asked, shown = (getattr(table, f"{kind}_id") == bindparam("about") for table in (Ask, Offer))
    agreed = and_(Partnership.offer_id == Offer.id, Partnership.confirmed_at.is_not(None))
    given: Any = (
        select(
            *_common(Offer), Offer.state, Author.kind.label("author_kind"), Author.name.label("author"),
            Organisation.public_id.label("organisation_id"), Offer.decided_at, Ask.public_id.label("ask"),
            Partnership.their_part, Partnership.our_part, Partnership.language.label("agreed_in"), Partnership.by_on,
            Partnership.confirmed_at, Offer.offered_at.label("at"),
        )
        .join(Author, Author.id == Offer.author_id)
        .outerjoin(Organisation, Organisation.id == Offer.organisation_id)
        .outerjoin(Ask, Ask.id == Offer.ask_id)
        .outerjoin(Partnership, agreed)
        .where(shown, Offer.state.in_(PUBLIC_STATES))
        .order_by(Offer.offered_at.desc(), Offer.id.desc())
        .limit(MOST)
        .subquery()
    )  # fmt: skip
    # Of the same kinds as the offers' own: PostgreSQL puts no two kinds into one column.
    theirs: dict[str, Any] = {"author_kind": Author.kind, "author": Author.name}
    lacking = [
        theirs.get(one.name, cast(null(), one.type)).label(one.name) for one in list(given.c)[len(_common(Ask)) : -1]
    ]
    wanted: Any = (
        select(*_common(Ask), *lacking, Ask.asked_at.label("at"))
        .join(Author, Author.id == Ask.author_id)
        .where(asked, Ask.closed_at.is_(None))
        .order_by(Ask.asked_at.desc(), Ask.id.desc())
        .limit(MOST)
        .subquery()
    )
    return union_all(select(given), select(wanted))


def _common(table: type[Ask] | type[Offer]) -> list[Any]:
    return [
        table.public_id, table.kind, table.amount, table.from_on, table.until_on, table.text, table.html,
        table.language,
    ]  # fmt: skip


def _asked(row: Any, given: list[Given]) -> Asked:
    got = sum((one.amount or Decimal(0) for one in given), Decimal(0))
    cells: tuple[Any, ...] = (row[0], row[1], held(row[2]), *row[3:8], row.author_kind, row.author, got, len(given))
    return Asked(*cells)


def _given(row: Any) -> Given:
    agreement = Agreement(row.their_part, row.our_part, row.agreed_in, row.by_on, row.confirmed_at)
    cells: tuple[Any, ...] = (row[0], row[1], held(row[2]), *row[3:14], agreement if row.confirmed_at else None)
    return Given(*cells)
