"""The caseworker's inbox: cases in queues, what is due first on top, in pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Date, Select, and_, case, func, literal, or_, select

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.models import Challenge, Person, Proposal, Report, Theme, Unit
from samskaping.queries import cursors, search
from samskaping.queries.cursors import Order, Place, Slice
from samskaping.rules import limits
from samskaping.rules.identifiers import is_reference
from samskaping.rules.pipeline import ENDED, OPEN, Ball, Body, State
from samskaping.rules.policy import Can

#: Cases without any date stand last.
_NEVER = date(9999, 12, 31)
_FAR: ColumnElement[date] = literal(_NEVER, Date)

_clock_runs = Proposal.waiting_since.is_not(None)
_answer_first = and_(_clock_runs, or_(Proposal.ball_until.is_(None), Proposal.answer_due < Proposal.ball_until))
#: ``deadlines.next_due`` as a column: the answer while it is owed, or the ball's own day, whichever is first.
due_day: ColumnElement[date] = func.coalesce(
    case((_answer_first, Proposal.answer_due), else_=Proposal.ball_until), _FAR, type_=Date
)
_ORDER = Order(due_day, Proposal.reference, descending=False)


def _open(_ctx: Context) -> ColumnElement[bool]:
    return Proposal.state.in_(OPEN)


def _new(_ctx: Context) -> ColumnElement[bool]:
    return and_(Proposal.state == State.MOTTATT, Proposal.handler_id.is_(None))


def _mine(ctx: Context) -> ColumnElement[bool]:
    return and_(Proposal.state.in_(OPEN), Proposal.handler_id == ctx.actor.person_id)


def _others(_ctx: Context) -> ColumnElement[bool]:
    return and_(Proposal.state.in_(OPEN), Proposal.ball == Ball.FORFATTER)


def _late(ctx: Context) -> ColumnElement[bool]:
    answer_is_late = and_(_clock_runs, Proposal.answer_due < ctx.today)
    step_is_late = and_(Proposal.ball == Ball.KOMMUNE, Proposal.ball_until < ctx.today)
    return and_(Proposal.state.in_(OPEN), or_(answer_is_late, step_is_late))


def _to_approve(_ctx: Context) -> ColumnElement[bool]:
    return Proposal.state == State.TIL_GODKJENNING


def _ended(_ctx: Context) -> ColumnElement[bool]:
    return Proposal.state.in_(ENDED)


#: Each queue of the inbox and the cases that stand in it. Keys are in addresses.
QUEUES: dict[str, Callable[[Context], ColumnElement[bool]]] = {
    "nye": _new,
    "mine": _mine,
    "andre": _others,
    "frist": _late,
    "alle": _open,
    "godkjenning": _to_approve,
    "avsluttet": _ended,
}


@dataclass(frozen=True)
class Row:
    """One case in the inbox."""

    reference: str
    title: str
    language: str
    state: State
    ball: Ball
    due: date
    answer_due: date | None
    waiting_since: datetime | None
    submitted_at: datetime
    body: Body | None
    body_name: str
    hidden_at: datetime | None
    open_reports: int
    support_count: int
    comment_count: int
    challenge: Texts | None
    theme: Texts | None
    unit: Texts | None
    leader_title: Texts | None
    handler_id: int | None
    handler: str | None

    @property
    def is_new(self) -> bool:
        return self.state is State.MOTTATT and self.handler_id is None

    @property
    def due_on(self) -> date | None:
        """The day that the row is sorted by; None when nothing is due."""
        return None if self.due == _NEVER else self.due


@dataclass(frozen=True)
class Filters:
    """What the inbox is narrowed by; challenge, theme and unit are public ids."""

    queue: str = "alle"
    query: str = ""
    challenge: str = ""
    theme: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Counts:
    """How many stand in each queue, and how many reports are open; exact up to 1,000."""

    queues: dict[str, int]
    reports: int


def inbox(ctx: Context, filters: Filters, place: Place | None = None, size: int = limits.INBOX_PAGE) -> Slice:
    """A page of cases, what is due first on top. One statement."""
    ctx.require(Can.PROPOSAL_INSPECT)
    statement = cursors.window(_rows().where(*_narrowed(ctx, filters)), _ORDER, place, size)
    rows = [Row(*row) for row in ctx.db.execute(statement)]
    return cursors.cut(rows, place, size, lambda row: (row.due, row.reference))


def counts(ctx: Context) -> Counts:
    """All counts of the inbox, in one statement."""
    ctx.require(Can.PROPOSAL_INSPECT)
    wanted = [_bounded(select(Proposal.id).where(_here(ctx), condition(ctx))) for condition in QUEUES.values()]
    wanted.append(_bounded(select(Report.id).where(Report.municipality_id == ctx.here.id, Report.closed_at.is_(None))))
    *queues, reports = ctx.db.execute(select(*wanted)).one()
    return Counts(dict(zip(QUEUES, queues, strict=True)), reports)


def following(ctx: Context, filters: Filters, due: date | None, reference: str) -> str | None:
    """The case after this one in a queue; the first one when this is the last."""
    ctx.require(Can.PROPOSAL_INSPECT)
    beyond = or_(due_day > (due or _NEVER), and_(due_day == (due or _NEVER), Proposal.reference > reference))
    statement = (
        select(Proposal.reference)
        .where(*_narrowed(ctx, filters), Proposal.reference != reference)
        .order_by(case((beyond, 0), else_=1), due_day, Proposal.reference)
        .limit(1)
    )
    return ctx.db.scalar(statement)


def _here(ctx: Context) -> ColumnElement[bool]:
    return Proposal.municipality_id == ctx.here.id


def _narrowed(ctx: Context, filters: Filters) -> list[ColumnElement[bool]]:
    query = filters.query.strip()
    if is_reference(query):
        # A number finds its case wherever it stands.
        return [_here(ctx), Proposal.reference == query, Proposal.state != State.UTKAST]
    conditions = [_here(ctx), QUEUES[filters.queue](ctx)]
    if query:
        conditions.append(_matches(ctx, query))
    chosen: Any = ((Challenge, filters.challenge), (Theme, filters.theme), (Unit, filters.unit))
    columns = (Proposal.challenge_id, Proposal.theme_id, Proposal.unit_id)
    for (table, public_id), column in zip(chosen, columns, strict=True):
        if public_id:
            found = select(table.id).where(table.public_id == public_id)
            conditions.append(column == found.scalar_subquery())
    return conditions


def _matches(ctx: Context, query: str) -> ColumnElement[bool]:
    """Words in the public index; cases that are not public stand in none, and are found by their title."""
    unlisted = and_(Proposal.is_public.is_(False), Proposal.title.icontains(query, autoescape=True))
    found = search.hits(ctx, "proposal", query)
    return unlisted if found is None else or_(unlisted, Proposal.id.in_(select(found.c.thing_id)))


def _bounded(statement: Select[Any]) -> Any:
    inner = statement.limit(limits.COUNT_BOUND + 1).subquery()
    return select(func.count()).select_from(inner).scalar_subquery()


def _rows() -> Select[Any]:
    statement: Any = (
        select(
            Proposal.reference,
            Proposal.title,
            Proposal.language,
            Proposal.state,
            Proposal.ball,
            due_day,
            Proposal.answer_due,
            Proposal.waiting_since,
            Proposal.submitted_at,
            Proposal.body,
            Proposal.body_name,
            Proposal.hidden_at,
            Proposal.open_reports,
            Proposal.support_count,
            Proposal.comment_count,
            Challenge.title,
            Theme.name,
            Unit.name,
            Unit.leader_title,
            Proposal.handler_id,
            Person.name,
        )
        .select_from(Proposal)
        .outerjoin(Challenge, Challenge.id == Proposal.challenge_id)
        .outerjoin(Theme, Theme.id == Proposal.theme_id)
        .outerjoin(Unit, Unit.id == Proposal.unit_id)
        .outerjoin(Person, Person.id == Proposal.handler_id)
    )
    return cast("Select[Any]", statement)
