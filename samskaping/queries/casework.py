"""The caseworker's inbox: cases in views, what is due first on top, in pages read along an index."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, union_all

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.models import Area, Challenge, Organisation, Person, Proposal, Theme, Unit
from samskaping.queries import cursors, moderation, tasks, worded
from samskaping.queries.absences import Away
from samskaping.queries.cursors import Order, Place, Slice
from samskaping.queries.inbox_views import BEGUN, IS_OPEN, QUEUES
from samskaping.rules import limits
from samskaping.rules.identifiers import is_reference
from samskaping.rules.pipeline import OPEN, Ball, Body, State
from samskaping.rules.policy import Can
from samskaping.rules.shelves import NEVER

ORDER = Order(Proposal.due_on, Proposal.reference, descending=False)


@dataclass(frozen=True)
class Row:
    """One case in the inbox."""

    reference: str
    title: str
    language: str
    state: State
    ball: Ball
    due: date
    ball_until: date | None
    answer_due: date | None
    waiting_since: datetime | None
    answered_at: datetime | None
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
    organisation: str | None
    history_length: int
    handler_id: int | None
    handler_key: str | None
    handler: str | None

    @property
    def is_new(self) -> bool:
        return self.state in OPEN and self.handler_id is None

    @property
    def due_on(self) -> date | None:
        """The day that the row is sorted by; None when nothing is due."""
        return None if self.due == NEVER else self.due


@dataclass(frozen=True)
class Filters:
    """What the inbox is narrowed by; all but view, words and language form are public ids."""

    queue: str = "alle"
    query: str = ""
    challenge: str = ""
    theme: str = ""
    area: str = ""
    organisation: str = ""
    language: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Counts:
    """How many stand in each queue, texts that are reported, what other municipalities ask; exact up to 1,000."""

    queues: dict[str, int]
    reports: int
    asked: int


def inbox(
    ctx: Context,
    filters: Filters,
    place: Place | None = None,
    size: int = limits.INBOX_PAGE,
    away: tuple[Away, ...] = (),
) -> Slice:
    """A page of cases, what is due first on top. One statement. ``away`` are those the reader stands in for."""
    ctx.require(Can.PROPOSAL_INSPECT)
    statement = cursors.window(_chosen(ctx, filters, place, size, away), ORDER, place, size)
    rows = [Row(*row) for row in ctx.db.execute(statement)]
    return cursors.cut(rows, place, size, lambda row: (row.due, row.reference))


def _chosen(ctx: Context, filters: Filters, place: Place | None, size: int, away: tuple[Away, ...]) -> Select[Any]:
    """Rows of a view. What no index of cases serves is found first, by key alone, and joined to the rest after."""
    parts = [_narrowed(ctx, filters)]
    is_own = filters.queue == "mine" and away
    if is_reference(filters.query.strip()) or not (is_own or filters.queue in BEGUN):
        return _rows().where(*parts[0])
    if is_own:
        # One's own and those of whom one stands in for are each read along the index.
        people = (ctx.actor.person_id, *(one.person_id for one in away))
        parts = [[_here(ctx), IS_OPEN, Proposal.handler_id == one, *_filtered(ctx, filters)] for one in people]
    found = [cursors.window(select(Proposal.id).where(*part), ORDER, place, size).subquery() for part in parts]
    return _rows().where(_here(ctx), Proposal.id.in_(union_all(*(select(part.c.id) for part in found))))


def counts(ctx: Context, away: tuple[Away, ...] = ()) -> Counts:
    """All counts of the inbox, in one statement."""
    ctx.require(Can.PROPOSAL_INSPECT)
    conditions = {name: condition(ctx) for name, condition in QUEUES.items()}
    if away:
        people = [ctx.actor.person_id, *(one.person_id for one in away)]
        conditions["mine"] = and_(IS_OPEN, Proposal.handler_id.in_(people))
    cases = {name: select(Proposal.id).where(_here(ctx), condition) for name, condition in conditions.items()}
    cases |= {name: waiting(ctx).distinct() for name, waiting in BEGUN.items()}
    wanted = [_bounded(cases[name]) for name in QUEUES]
    wanted += moderation.reported_count(ctx), tasks.asked_of_us(ctx)
    *queues, reports, asked = ctx.db.execute(select(*wanted)).one()
    return Counts(dict(zip(QUEUES, queues, strict=True)), reports, asked)


def following(ctx: Context, filters: Filters, reference: str) -> ColumnElement[str | None]:
    """The case after this one in a view, the first one when this is the last: to be asked for with the case itself."""
    ctx.require(Can.PROPOSAL_INSPECT)
    here = select(Proposal.due_on).where(_here(ctx), Proposal.reference == reference).correlate(None).scalar_subquery()
    after = or_(Proposal.due_on > here, and_(Proposal.due_on == here, Proposal.reference > reference))
    rest = select(Proposal.reference).where(*_narrowed(ctx, filters), Proposal.reference != reference).correlate(None)
    order = (Proposal.due_on, Proposal.reference)
    next_one = rest.where(Proposal.due_on >= here, after).order_by(*order).limit(1).scalar_subquery()
    first = rest.order_by(*order).limit(1).scalar_subquery()
    return func.coalesce(next_one, first)


def _here(ctx: Context) -> ColumnElement[bool]:
    return Proposal.municipality_id == ctx.here.id


def _narrowed(ctx: Context, filters: Filters) -> list[ColumnElement[bool]]:
    query = filters.query.strip()
    if is_reference(query):
        # A number finds its case wherever it stands.
        return [_here(ctx), Proposal.reference == query, Proposal.state != State.UTKAST]
    return [_here(ctx), QUEUES[filters.queue](ctx), *_filtered(ctx, filters)]


def listed(ctx: Context, filters: Filters, away: tuple[Away, ...] = ()) -> list[ColumnElement[bool]]:
    """The conditions of a view as the inbox shows it, for those who read all of it: exports."""
    if filters.queue != "mine" or not away or is_reference(filters.query.strip()):
        return _narrowed(ctx, filters)
    people = [ctx.actor.person_id, *(one.person_id for one in away)]
    return [_here(ctx), IS_OPEN, Proposal.handler_id.in_(people), *_filtered(ctx, filters)]


def _filtered(ctx: Context, filters: Filters) -> list[ColumnElement[bool]]:
    conditions = [worded.matching(ctx, query, filters.queue)] if (query := filters.query.strip()) else []
    chosen: Any = (
        (Challenge, filters.challenge, Proposal.challenge_id),
        (Theme, filters.theme, Proposal.theme_id),
        (Area, filters.area, Proposal.area_id),
        (Organisation, filters.organisation, Proposal.organisation_id),
        (Unit, filters.unit, Proposal.unit_id),
    )
    for table, public_id, column in chosen:
        if public_id:
            found = select(table.id).where(table.public_id == public_id)
            conditions.append(column == found.scalar_subquery())
    if filters.language:
        conditions.append(Proposal.language == filters.language)
    if conditions and filters.queue == "alle":
        conditions.append(IS_OPEN)
    return conditions


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
            Proposal.due_on,
            Proposal.ball_until,
            Proposal.answer_due,
            Proposal.waiting_since,
            Proposal.answered_at,
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
            Organisation.name,
            Proposal.history_length,
            Proposal.handler_id,
            Person.public_id,
            Person.name,
        )
        .select_from(Proposal)
        .outerjoin(Challenge, Challenge.id == Proposal.challenge_id)
        .outerjoin(Theme, Theme.id == Proposal.theme_id)
        .outerjoin(Unit, Unit.id == Proposal.unit_id)
        .outerjoin(Organisation, Organisation.id == Proposal.organisation_id)
        .outerjoin(Person, Person.id == Proposal.handler_id)
    )
    return cast("Select[Any]", statement)
