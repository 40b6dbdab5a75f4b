"""Challenges as cards, as a page, as versions, and as drafts on the staff's desk."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Missing
from samskaping.models import (
    Author,
    Challenge,
    ChallengePartner,
    File,
    Municipality,
    Person,
    Raised,
    Statement,
    Theme,
    Unit,
    Vote,
    Wording,
)
from samskaping.queries import attached, cursors, gatherings, phases, visible
from samskaping.queries.attached import HoldsFiles
from samskaping.queries.cursors import Order, Place, Slice
from samskaping.rules import limits
from samskaping.rules.challenges import TEXTS
from samskaping.rules.kinds import ChallengeState
from samskaping.rules.moderation import Reading
from samskaping.rules.phases import Opening, PhaseKind
from samskaping.rules.redaction import reason_name
from samskaping.rules.speech import AuthorKind, Level
from samskaping.rules.thresholds import Thresholds

#: A shared challenge is seen where it is shared, and its unit and municipality are the leading owner's.
SHARED = {"every_municipality": True, "among_partners": True}


@dataclass(frozen=True)
class Card:
    """One challenge in a list."""

    id: str
    title: Texts
    summary: Texts
    quotes: list[dict[str, Any]]
    illustration: str
    state: ChallengeState
    closes_on: date | None
    published_at: datetime
    proposal_count: int
    support_count: int
    #: Today's phase, and whether it takes proposals; a challenge without phases does while it is open.
    phase: PhaseKind | None
    takes_proposals: bool


@dataclass(frozen=True)
class Words(HoldsFiles):
    """Something that the municipality says in a challenge."""

    public_id: str
    title: str
    text: str
    html: str
    language: str
    said_at: datetime
    author: str
    role: Texts
    unit: Texts
    file_list: Any


@dataclass(frozen=True)
class Page(HoldsFiles):
    """A challenge, whole. ``key`` and ``version`` are for the visitor's own deeds."""

    key: int
    id: str
    version: int
    state: ChallengeState
    title: Texts
    summary: Texts
    need: Texts
    effect: Texts
    success: Texts
    decides: Texts
    fixed: Texts
    influence: Texts
    use: Texts
    quotes: list[dict[str, Any]]
    goals: list[int]
    level: Level | None
    illustration: str
    proposals_read: Reading | None
    comments_read: Reading | None
    answers_on: date | None
    closes_on: date | None
    published_at: datetime | None
    closed_at: datetime | None
    edited_at: datetime | None
    proposal_count: int
    support_count: int
    thresholds: Thresholds
    unit_id: str | None
    unit: Texts | None
    leader_title: Texts | None
    leader: str | None
    theme_id: str | None
    theme: Texts | None
    slug: str
    number: str
    municipality: str
    #: Whether other municipalities share it, or have shared it.
    is_shared: bool
    #: Whoever raised it, where that was not the municipality itself.
    raised_kind: AuthorKind | None
    raised_by: str | None
    #: How many times other words were suggested for it, that everyone can read.
    wording_count: int
    #: Whether a vote of it is announced.
    has_vote: bool
    #: Why passages of it are redacted, while some are.
    redacted_for: str | None
    file_list: Any
    meeting_list: Any

    @property
    def meetings(self) -> tuple[gatherings.Near, ...]:
        """Those on it that are not over."""
        return gatherings.coming(self.meeting_list)

    @property
    def redaction_reason(self) -> str:
        """Why passages of it are redacted, in the reader's form."""
        return reason_name(self.redacted_for)

    def is_open(self, today: date) -> bool:
        return self.state is ChallengeState.APEN and (self.closes_on is None or self.closes_on >= today)


@dataclass(frozen=True)
class Row:
    """A challenge on the desk."""

    id: str
    title: Texts
    state: ChallengeState
    version: int
    closes_on: date | None
    published_at: datetime | None
    touched_at: datetime
    proposal_count: int
    phase: PhaseKind | None
    takes_proposals: bool


def is_open(ctx: Context) -> ColumnElement[bool]:
    """Open today; the clock's own closing may come some minutes after midnight."""
    return and_(
        Challenge.state == ChallengeState.APEN, or_(Challenge.closes_on.is_(None), Challenge.closes_on >= ctx.today)
    )


def is_closed(ctx: Context) -> ColumnElement[bool]:
    return and_(
        Challenge.published_at.is_not(None),
        or_(Challenge.state == ChallengeState.LUKKET, Challenge.closes_on < ctx.today),
    )


def listing(ctx: Context, *, is_closed_ones: bool, place: Place | None = None, size: int = limits.PAGE) -> Slice:
    """A page of open challenges, or of closed ones, the newest first. One statement."""
    stands = Challenge.stands_in(ctx.here.id)
    found = cards(ctx).where(stands, is_closed(ctx) if is_closed_ones else is_open(ctx))
    found = cursors.window(found, Order(Challenge.published_at, Challenge.public_id), place, size)
    rows = [Card(*row) for row in ctx.db.execute(found)]
    return cursors.cut(rows, place, size, lambda card: (card.published_at, card.id))


def open_ones(ctx: Context, most: int) -> tuple[tuple[Card, ...], int]:
    """The newest open challenges, and how many there are. One statement."""
    found = cards(ctx).add_columns(func.count().over()).where(Challenge.stands_in(ctx.here.id), is_open(ctx))
    rows = ctx.db.execute(found.order_by(Challenge.published_at.desc(), Challenge.id.desc()).limit(most)).all()
    return tuple(Card(*row[:-1]) for row in rows), rows[0][-1] if rows else 0


def page(ctx: Context, public_id: str) -> Page:
    """One challenge as the visitor may see it. Raises ``Missing`` (drafts exist for their writers only)."""
    found = (
        select(*_page_columns(ctx))
        .select_from(Challenge)
        .join(Municipality, Municipality.id == Challenge.municipality_id)
        .outerjoin(Unit, Unit.id == Challenge.unit_id)
        .outerjoin(Person, Person.id == Unit.leader_id)
        .outerjoin(Theme, Theme.id == Challenge.theme_id)
        .outerjoin(Raised, Raised.challenge_id == Challenge.id)
        .outerjoin(Author, Author.id == Raised.author_id)
        .where(Challenge.public_id == public_id, Challenge.seen_from(ctx.here.id), visible.challenges(ctx))
    )
    row = ctx.db.execute(found, execution_options=SHARED).one_or_none()
    if row is None or (row.published_at is None and row.slug != ctx.here.slug):
        raise Missing
    return Page(*row)


def updates(ctx: Context, shown: Page, most: int = 10) -> tuple[Words, ...]:
    """What has been told in a challenge, the newest first."""
    found = (
        select(
            Statement.public_id, Statement.title, Statement.text, Statement.html, Statement.language,
            Statement.said_at, Author.name, Statement.role, Statement.unit_name,
            attached.beside(File.statement_id, Statement.id),
        )
        .join(Author, Author.id == Statement.author_id)
        .where(Statement.challenge_id == shown.key, Statement.is_public)
        .order_by(Statement.said_at.desc(), Statement.id.desc())
        .limit(most)
    )  # fmt: skip
    return tuple(Words(*row) for row in ctx.db.execute(found, execution_options=SHARED))


def desk(ctx: Context, place: Place | None = None, size: int = limits.INBOX_PAGE) -> Slice:
    """The municipality's own challenges for those who write them, the last begun first."""
    touched = func.coalesce(Challenge.edited_at, Challenge.published_at, Challenge.created_at)
    found: Any = select(
        Challenge.public_id, Challenge.title, Challenge.state, Challenge.version, Challenge.closes_on,
        Challenge.published_at, touched, Challenge.proposal_count, *_todays(ctx), Challenge.created_at,
    ).where(Challenge.municipality_id == ctx.here.id)  # fmt: skip
    found = cursors.window(found, Order(Challenge.created_at, Challenge.public_id), place, size)
    rows = ctx.db.execute(found).all()
    cut = cursors.cut(rows, place, size, lambda row: (row.created_at, row.public_id))
    return Slice(tuple(Row(*row[:-1]) for row in cut.rows), cut.following, cut.preceding)


def choices(ctx: Context) -> tuple[list[tuple[str, Texts]], list[tuple[str, Texts]]]:
    """(public id, name) of the units and the themes in force, for forms."""
    found = []
    for table in (Unit, Theme):
        rows = select(table.public_id, table.name).where(table.ended_at.is_(None))
        found.append([(row[0], row[1]) for row in ctx.db.execute(rows.order_by(table.position, table.id))])
    return found[0], found[1]


def cards(ctx: Context) -> Select[Any]:
    """The columns of a card."""
    return select(
        Challenge.public_id, Challenge.title, Challenge.summary, Challenge.quotes, Challenge.illustration,
        Challenge.state, Challenge.closes_on, Challenge.published_at, Challenge.proposal_count, Challenge.support_count,
        *_todays(ctx),
    )  # fmt: skip


def _todays(ctx: Context) -> tuple[Any, Any]:
    """Today's phase, and whether proposals are taken as far as phases say."""
    return phases.todays(Challenge.id, ctx.today), phases.takes(Opening.FORSLAG, Challenge.id, ctx.today)


def _page_columns(ctx: Context) -> list[Any]:
    shared = (ChallengePartner.challenge_id == Challenge.id, ChallengePartner.has_joined(), ~ChallengePartner.is_lead)
    own = (
        "id", "public_id", "version", "state", *TEXTS, "quotes", "goals", "level", "illustration", "proposals_read",
        "comments_read", "answers_on", "closes_on", "published_at", "closed_at", "edited_at", "proposal_count",
        "support_count", "thresholds",
    )  # fmt: skip
    return [
        *(getattr(Challenge, name) for name in own),
        Unit.public_id,
        Unit.name,
        Unit.leader_title,
        Person.name,
        Theme.public_id,
        Theme.name,
        Municipality.slug,
        Municipality.number,
        Municipality.name,
        exists().where(*shared).correlate(Challenge),
        Author.kind,
        Author.name,
        select(func.count(Wording.id))
        .where(Wording.challenge_id == Challenge.id, Wording.is_shown())
        .correlate(Challenge)
        .scalar_subquery(),
        exists().where(Vote.challenge_id == Challenge.id, Vote.announced_at.is_not(None)).correlate(Challenge),
        Challenge.redacted_for,
        attached.beside(File.challenge_id, Challenge.id),
        gatherings.beside(ctx, Challenge.id),
    ]
