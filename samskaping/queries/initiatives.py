"""Innbyggerforslag: in lists, whole, at the desk, one's own; and who has signed, for those who handle one."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select

from samskaping.context import Context
from samskaping.errors import Missing
from samskaping.models import Author, Initiative, Membership, Municipality, Signature
from samskaping.models.sessions import counts_in
from samskaping.queries import cursors
from samskaping.queries.cursors import Order, Place, Slice
from samskaping.rules import limits
from samskaping.rules.initiatives import (
    BEFORE_COUNCIL,
    PUT_FORWARD,
    SEEN,
    Clock,
    InitiativeOutcome,
    InitiativeState,
    SignatureKind,
    election_period,
)
from samskaping.rules.policy import INSPECTING, Can
from samskaping.rules.speech import AuthorKind

S = InitiativeState
#: What a list can be narrowed to: key → states. In the order in which they are offered.
GROUPS: dict[str, frozenset[InitiativeState]] = {
    "": SEEN - {S.TRUKKET},
    "apne": frozenset({S.UNDERSKRIFT}),
    "kommunestyret": BEFORE_COUNCIL,
    "behandlet": frozenset({S.BEHANDLET, S.FULGT_OPP}),
}
_MOST = 50


@dataclass(frozen=True)
class Row:
    """One in a list. ``opened_at`` is None of a draft."""

    id: str
    state: InitiativeState
    title: str
    language: str
    author_kind: AuthorKind
    author: str
    opened_at: datetime | None
    closes_on: date | None
    signature_count: int
    threshold: int | None
    sent_on: date | None
    stopped_on: date | None
    paused_days: int
    outcome: InitiativeOutcome | None
    decided_on: date | None
    hidden_at: datetime | None

    @property
    def clock(self) -> Clock | None:
        return Clock(self.sent_on, self.paused_days, self.stopped_on) if self.sent_on else None

    @property
    def missing(self) -> int:
        """How many signatures it still needs."""
        return max((self.threshold or 0) - self.signature_count, 0)


@dataclass(frozen=True)
class Page(Row):
    """One, whole. ``key`` and ``writer_id`` are inner matters; ``signed_as`` is the reader's own signature, if any."""

    key: int
    writer_id: int
    text: str
    html: str
    inhabitants: int | None
    plan_case: str
    treated_before: str
    body: str
    case_number: str
    decision: str
    decision_language: str
    measures: str
    measures_language: str
    ended_at: datetime | None
    hidden_reason: str
    signed_as: str | None
    session_id: int | None = None


@dataclass(frozen=True)
class Own(Row):
    """One of one's own, or one that one has signed, in whichever municipality."""

    is_mine: bool
    municipality: str
    slug: str
    host: str | None


@dataclass(frozen=True)
class Signer:
    """One who has signed, for the case officer."""

    id: str
    name: str
    kind: SignatureKind
    born: date | None
    signed_at: datetime


_I = Initiative
_COLUMNS: tuple[Any, ...] = (
    _I.public_id, _I.state, _I.title, _I.language, Author.kind, Author.name, _I.opened_at, _I.closes_on,
    _I.signature_count, _I.threshold, _I.sent_on, _I.stopped_on, _I.paused_days, _I.outcome, _I.decided_on,
    _I.hidden_at,
)  # fmt: skip


def listing(ctx: Context, group: str = "", place: Place | None = None, *, desk: bool = False) -> Slice:
    """A page of those that everyone can see, the newest first; at the ``desk`` hidden ones too. One statement."""
    found = _rows().where(_I.municipality_id == ctx.here.id, _I.state.in_(GROUPS[group]))
    if not desk:
        found = found.where(_I.hidden_at.is_(None))
    rows = [Row(*row) for row in ctx.db.execute(cursors.window(found, _NEWEST, place, limits.PAGE))]
    return cursors.cut(rows, place, limits.PAGE, lambda row: (row.opened_at, row.id))


_NEWEST = Order(_I.opened_at, _I.public_id)


def page(ctx: Context, public_id: str) -> Page:
    """One, as far as this reader may see it. One statement. Raises ``Missing``."""
    # Nobody's (a signature on paper) is not the anonymous reader's.
    mine = select(Signature.name).where(
        Signature.initiative_id == _I.id, Signature.person_id == (ctx.actor.person_id or 0)
    )
    found = _rows(
        _I.id, _I.writer_id, _I.text, _I.html, _I.inhabitants, _I.plan_case, _I.treated_before, _I.body, _I.case_number,
        _I.decision, _I.decision_language, _I.measures, _I.measures_language, _I.ended_at, _I.hidden_reason,
        mine.correlate(_I).scalar_subquery(),
    ).where(_I.public_id == public_id, _is_seen(ctx))  # fmt: skip
    row = ctx.db.execute(found).one_or_none()
    if row is None or not ctx.here.is_active:
        raise Missing
    return Page(*row)


def earlier(ctx: Context, one: Page) -> tuple[Row, ...]:
    """Others that were put forward in the election period of this one, the newest first. One statement."""
    first, last = election_period(one.sent_on or ctx.today)
    found = _rows().where(
        _I.municipality_id == ctx.here.id, _I.public_id != one.id, _I.state.in_(PUT_FORWARD),
        _I.sent_on.between(first, last),
    )  # fmt: skip
    rows = ctx.db.execute(found.order_by(_I.sent_on.desc(), _I.public_id).limit(_MOST))
    return tuple(Row(*row) for row in rows)


def signers(ctx: Context, one: Page, place: Place | None = None) -> Slice:
    """Who has signed, in order. The door asks who may read it, and writes it down. One statement."""
    found = _signatures().where(Signature.initiative_id == one.key)
    order = Order(Signature.signed_at, Signature.public_id, descending=False)
    rows = [Signer(*row) for row in ctx.db.execute(cursors.window(found, order, place, limits.INBOX_PAGE))]
    return cursors.cut(rows, place, limits.INBOX_PAGE, lambda row: (row.signed_at, row.id))


def paper_signer(ctx: Context, one: Page, signature: str) -> Signer:
    """One that was entered from paper, for whoever is about to strike it. ``Missing`` for any other. One statement."""
    is_it = Signature.public_id == signature, Signature.kind == SignatureKind.PAPIR
    found = ctx.db.execute(_signatures().where(Signature.initiative_id == one.key, *is_it)).first()
    if found is None:
        raise Missing
    return Signer(*found)


def _signatures() -> Any:
    return select(Signature.public_id, Signature.name, Signature.kind, Signature.born, Signature.signed_at)


def mine(ctx: Context) -> tuple[Own, ...]:
    """What the signed-in person has put forward, begun to, or signed; the last first. One statement."""
    signed = select(Signature.initiative_id).where(Signature.person_id == ctx.actor.person_id)
    is_mine = _I.writer_id == ctx.actor.person_id
    found = (
        _rows(is_mine, Municipality.name, Municipality.slug, Municipality.host)
        .join(Municipality, Municipality.id == _I.municipality_id)
        .where(or_(is_mine, and_(_I.id.in_(signed), _I.hidden_at.is_(None))))
        .order_by(_I.edited_at.desc(), _I.id.desc())
        .limit(_MOST)
    )
    rows = ctx.db.execute(found, execution_options={"every_municipality": True})
    return tuple(Own(*row) for row in rows)


def anywhere(ctx: Context) -> ColumnElement[bool]:
    """For notifications: what everyone can see, and one's own, or where one inspects cases."""
    inspects = select(Membership.id).where(
        Membership.person_id == ctx.actor.person_id,
        Membership.municipality_id == _I.municipality_id,
        Membership.role.in_(INSPECTING),
        Membership.ended_at.is_(None),
        counts_in(Membership, ctx.session),
    )
    seen, own = _I.state.in_(SEEN), _I.writer_id == ctx.actor.person_id
    # A role counts only where its second factor is given.
    hidden_too = false() if ctx.actor.awaits_second else inspects.exists()
    return or_(and_(seen, or_(_I.hidden_at.is_(None), hidden_too)), own)


def _rows(*more: Any) -> Any:
    return select(*_COLUMNS, *more).select_from(_I).join(Author, Author.id == _I.author_id)


def _is_seen(ctx: Context) -> ColumnElement[bool]:
    seen = _I.state.in_(SEEN)
    public = seen if ctx.may(Can.PROPOSAL_INSPECT) else and_(seen, _I.hidden_at.is_(None))
    return or_(public, _I.writer_id == ctx.actor.person_id)
