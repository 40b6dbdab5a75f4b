"""The bank of lessons: what municipalities have learnt in cases that are closed, and who else has use of it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select

from samskaping.context import Context
from samskaping.models import Lesson, LessonUse, Municipality, Proposal, ProposalGoal
from samskaping.queries import cursors
from samskaping.queries.cursors import Order, Place, Slice
from samskaping.rules import limits
from samskaping.rules.lessons import PARTS, TOLD
from samskaping.rules.municipalities import full_name
from samskaping.rules.pipeline import State
from samskaping.rules.words import words

_EVERYWHERE = {"every_municipality": True}
_ORDER = Order(Lesson.written_at, Lesson.public_id)
_MOST_WORDS = 12


@dataclass(frozen=True)
class Row:
    """What was learnt in one case. ``key`` is an inner matter; ``used_by`` are municipalities that have use of it."""

    key: int
    public_id: str
    version: int
    language: str
    worked: str
    failed: str
    otherwise: str
    routine: str
    written_at: datetime
    edited_at: datetime | None
    correction: str
    reference: str
    title: str
    title_language: str
    state: State
    slug: str
    place: str
    used_by: tuple[str, ...] = ()
    is_ours: bool = False
    #: Whether the municipality at hand is among those that have use of it.
    is_used_here: bool = False

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """Heading and answer of each question that was answered, in order."""
        return tuple((str(PARTS[name]), answer) for name in PARTS if (answer := getattr(self, name)))


@dataclass(frozen=True)
class Filters:
    """What a bank is narrowed by: words, a goal's number, and a municipality's slug."""

    query: str = ""
    goal: int | None = None
    place: str = ""


def listing(ctx: Context, filters: Filters, place: Place | None = None, size: int = limits.PAGE) -> Slice:
    """A page of what municipalities have learnt, the last first. Two statements."""
    wanted: Any = _rows().where(*_told(), *_narrowed(filters))
    found = ctx.db.execute(cursors.window(wanted, _ORDER, place, size), execution_options=_EVERYWHERE)
    rows = [_row(ctx, row) for row in found]
    cut = cursors.cut(rows, place, size, lambda row: (row.written_at, row.public_id))
    return replace(cut, rows=_with_uses(ctx, cut.rows))


def of_proposal(ctx: Context, proposal_id: int) -> Row | None:
    """What was learnt in one case of the municipality's, whoever may read it by now. Two statements, one where none."""
    found = ctx.db.execute(_rows().where(Lesson.proposal_id == proposal_id)).one_or_none()
    return _with_uses(ctx, (_row(ctx, found),))[0] if found else None


def is_written(ctx: Context, proposal_id: int) -> bool:
    """Whether the case has one. One statement."""
    return bool(ctx.db.scalar(select(exists().where(Lesson.proposal_id == proposal_id))))


def places(ctx: Context) -> tuple[tuple[str, str], ...]:
    """Municipalities that tell of something, by slug and name. One statement."""
    told = exists().where(Lesson.municipality_id == Municipality.id, Lesson.proposal_id == Proposal.id, *_shown())
    found = (
        select(Municipality.slug, Municipality.number, Municipality.name)
        .where(Municipality.activated_at.is_not(None), told)
        .order_by(Municipality.sort_key)
    )
    rows = ctx.db.execute(found, execution_options=_EVERYWHERE)
    return tuple((row.slug, full_name(row.number, row.name)) for row in rows)


def _rows() -> Any:
    return (
        select(
            Lesson.id, Lesson.public_id, Lesson.version, Lesson.language, Lesson.worked, Lesson.failed,
            Lesson.otherwise, Lesson.routine, Lesson.written_at, Lesson.edited_at, Lesson.correction,
            Proposal.reference, Proposal.title, Proposal.language, Proposal.state, Municipality.slug,
            Municipality.number, Municipality.name,
        )
        .join(Proposal, Proposal.id == Lesson.proposal_id)
        .join(Municipality, Municipality.id == Lesson.municipality_id)
    )  # fmt: skip


def _row(ctx: Context, row: Any) -> Row:
    told = dict(zip(Row.__dataclass_fields__, row, strict=False))
    is_ours = ctx.municipality is not None and row.slug == ctx.here.slug
    return Row(**{**told, "place": full_name(row.number, row.name), "used_by": (), "is_ours": is_ours})


def _shown() -> tuple[Any, ...]:
    return Proposal.is_public, Proposal.state.in_(TOLD)


def _told() -> tuple[Any, ...]:
    return (*_shown(), Municipality.activated_at.is_not(None))


def _narrowed(filters: Filters) -> list[ColumnElement[bool]]:
    wanted = [_holds(word) for word in words(filters.query)[:_MOST_WORDS]]
    if filters.goal:
        wanted.append(exists().where(ProposalGoal.proposal_id == Proposal.id, ProposalGoal.goal == filters.goal))
    if filters.place:
        wanted.append(Municipality.slug == filters.place)
    return wanted


def _holds(word: str) -> ColumnElement[bool]:
    """Any of the texts holds the word. SQLite folds only ASCII, so a first letter is tried large too."""
    texts: tuple[Any, ...] = (Proposal.title, *(getattr(Lesson, name) for name in PARTS))
    spelt = {word, word[:1].upper() + word[1:]}
    plain = [func.lower(text).contains(word, autoescape=True) for text in texts]
    return or_(*plain, *(text.contains(form, autoescape=True) for text in texts for form in spelt))


def _with_uses(ctx: Context, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    used = (
        select(LessonUse.lesson_id, Municipality.slug, Municipality.number, Municipality.name)
        .join(Municipality, Municipality.id == LessonUse.municipality_id)
        .where(LessonUse.lesson_id.in_([row.key for row in rows]))
        .order_by(LessonUse.said_at, LessonUse.id)
    )
    by: dict[int, list[tuple[str, str]]] = {}
    for row in ctx.db.execute(used, execution_options=_EVERYWHERE):
        by.setdefault(row.lesson_id, []).append((row.slug, full_name(row.number, row.name)))
    here = ctx.here.slug if ctx.municipality else ""
    return tuple(
        replace(
            row,
            used_by=tuple(name for _slug, name in by.get(row.key, ())),
            is_used_here=here in {slug for slug, _name in by.get(row.key, ())},
        )
        for row in rows
    )
