"""Suggested words for the texts of a challenge: those beside it, all of them, one, one's own, and what waits."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Missing
from samskaping.language import other
from samskaping.models import Author, Challenge, Municipality, Version, Wording
from samskaping.queries import cursors
from samskaping.queries.cursors import Order, Place, Slice
from samskaping.rules import limits
from samskaping.rules.policy import Can
from samskaping.rules.speech import AuthorKind
from samskaping.rules.wordings import WordingState

_OWN_MOST = 50


@dataclass(frozen=True)
class Row:
    """A suggestion in a list."""

    id: str
    field: str
    form: str
    text: str
    why: str
    language: str
    state: WordingState
    author_kind: AuthorKind
    author: str
    suggested_at: datetime
    decided_at: datetime | None
    answer: str
    hidden_at: datetime | None


@dataclass(frozen=True)
class Waiting(Row):
    """One that waits for an answer, and the challenge that it is about."""

    challenge: str
    title: Texts


@dataclass(frozen=True)
class Own(Waiting):
    """One of one's own, in whichever municipality."""

    municipality: str
    slug: str
    host: str | None


@dataclass(frozen=True)
class Page(Waiting):
    """A suggestion, whole, beside the text that it is for: as it stood, and as it stands now.

    ``challenge_key``, ``version`` and ``writer_id`` are inner matters.
    """

    before: str
    is_public: bool
    writer_id: int
    challenge_key: int
    version: int
    texts: Texts
    #: The text that was put in: other words than these, where staff wrote what both say. Empty when none was.
    taken: str = ""
    session_id: int | None = None

    @property
    def now(self) -> str:
        return self.texts.get(self.form)

    @property
    def other(self) -> str:
        """The other form."""
        return other(self.form)

    @property
    def elsewhere(self) -> str:
        """The text in the other form, as it stands now; empty where it is written in one only."""
        return self.texts.get(self.other)

    @property
    def is_open(self) -> bool:
        return self.state is WordingState.APEN

    @property
    def beside(self) -> str:
        """What it is shown beside: of one that waits, the text that it would take the place of now."""
        return self.now if self.is_open else self.before


_COLUMNS: tuple[Any, ...] = (
    Wording.public_id, Wording.field, Wording.form, Wording.text, Wording.why, Wording.language, Wording.state,
    Author.kind, Author.name, Wording.suggested_at, Wording.decided_at, Wording.answer, Wording.hidden_at,
)  # fmt: skip


def _rows(*more: Any) -> Any:
    return select(*_COLUMNS, *more).select_from(Wording).join(Author, Author.id == Wording.author_id)


def beside(ctx: Context, challenge_key: int, most: int = 3) -> tuple[Row, ...]:
    """The newest suggestions to a challenge that everyone can read. One statement."""
    found = _rows().where(Wording.challenge_id == challenge_key, Wording.is_shown())
    newest = found.order_by(Wording.suggested_at.desc(), Wording.id.desc()).limit(most)
    return tuple(Row(*row) for row in ctx.db.execute(newest))


def listing(ctx: Context, challenge_key: int, place: Place | None = None) -> Slice:
    """All suggestions to a challenge that everyone can read, the newest first. One statement."""
    found = _rows().where(Wording.challenge_id == challenge_key, Wording.is_shown())
    order = Order(Wording.suggested_at, Wording.public_id)
    rows = [Row(*row) for row in ctx.db.execute(cursors.window(found, order, place, limits.PAGE))]
    return cursors.cut(rows, place, limits.PAGE, lambda row: (row.suggested_at, row.id))


def page(ctx: Context, public_id: str) -> Page:
    """One suggestion as the visitor may read it: hidden, or not read yet, for its writer and staff. One statement.

    Raises ``Missing``.
    """
    mine = Wording.writer_id == ctx.actor.person_id
    seen = or_(Wording.is_shown(), mine)
    if ctx.may(Can.WORDING_DECIDE):
        seen = or_(seen, Wording.state != WordingState.TRUKKET)
    found = (
        _rows(
            Challenge.public_id, Challenge.title, Wording.before, Wording.is_public, Wording.writer_id, Challenge.id,
            Challenge.version, Challenge.title, Challenge.summary, Challenge.need, Challenge.success, Version.fields,
        )
        .join(Challenge, Challenge.id == Wording.challenge_id)
        .outerjoin(Version, Wording.took())
        .where(Wording.public_id == public_id, Wording.municipality_id == ctx.here.id, seen)
    )  # fmt: skip
    row = ctx.db.execute(found).one_or_none()
    if row is None or not ctx.here.is_active:
        raise Missing
    texts = dict(zip(("title", "summary", "need", "success"), row[-5:-1], strict=True))
    taken = (row[-1] or {}).get(row.field, {}).get(row.form, "")
    cells: tuple[Any, ...] = (*row[:-5], texts[row.field], taken)
    return Page(*cells)


def waiting(ctx: Context) -> int:
    """How many wait for the municipality's answer. One statement."""
    counted = select(func.count(Wording.id)).where(Wording.municipality_id == ctx.here.id)
    return ctx.db.scalar(counted.where(Wording.state == WordingState.APEN)) or 0


def desk(ctx: Context, place: Place | None = None) -> Slice:
    """What waits for the municipality's answer, the oldest first. One statement."""
    found = _rows(Challenge.public_id, Challenge.title).join(Challenge, Challenge.id == Wording.challenge_id)
    found = found.where(Wording.municipality_id == ctx.here.id, Wording.state == WordingState.APEN)
    order = Order(Wording.suggested_at, Wording.public_id, descending=False)
    rows = [Waiting(*row) for row in ctx.db.execute(cursors.window(found, order, place, limits.INBOX_PAGE))]
    return cursors.cut(rows, place, limits.INBOX_PAGE, lambda row: (row.suggested_at, row.id))


def mine(ctx: Context) -> tuple[Own, ...]:
    """What the signed-in person has suggested, in whichever municipality, the newest first. One statement."""
    found = (
        _rows(Challenge.public_id, Challenge.title, Municipality.name, Municipality.slug, Municipality.host)
        .join(Challenge, Challenge.id == Wording.challenge_id)
        .join(Municipality, Municipality.id == Wording.municipality_id)
        .where(Wording.writer_id == ctx.actor.person_id)
        .order_by(Wording.suggested_at.desc(), Wording.id.desc())
        .limit(_OWN_MOST)
    )
    rows = ctx.db.execute(found, execution_options={"every_municipality": True})
    return tuple(Own(*row) for row in rows)
