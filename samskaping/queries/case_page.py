"""A case as its caseworkers see it: everything on one page, internal things too."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, func, literal, select, true
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Missing
from samskaping.models import (
    Absence,
    Area,
    Author,
    Challenge,
    Intake,
    IntakeContact,
    Organisation,
    Person,
    Planned,
    Proposal,
    ProposalGoal,
    Statement,
    Support,
    Theme,
    Unit,
)
from samskaping.queries import absences, case_talk, impartiality, offer_pages, timeline
from samskaping.queries.case_talk import Noted, Remark
from samskaping.queries.timeline import Happening
from samskaping.rules import deadlines
from samskaping.rules.events import What
from samskaping.rules.intakes import Channel
from samskaping.rules.offers import PUBLIC_STATES, OfferState
from samskaping.rules.pipeline import ENDED, Ball, Body, State
from samskaping.rules.planned import PlannedState
from samskaping.rules.policy import Can
from samskaping.rules.speech import AuthorKind, Decision, OrganisationKind, StatementKind

#: What people say to each other stands in the conversation.
_TALK = frozenset({What.COMMENT_WRITTEN, What.COMMENT_HELD, What.COMMENT_EDITED, What.COMMENT_RETRACTED})
_ORGANISATIONS_MOST = 20


@dataclass(frozen=True)
class Case:
    """The case itself. Names in the order of the columns that ``_case`` asks for."""

    key: int
    reference: str
    version: int
    state: State
    is_public: bool
    language: str
    title: str
    need: str
    need_html: str
    idea: str
    idea_html: str
    place: str
    ball: Ball
    ball_until: date | None
    next_on: date | None
    body: Body | None
    body_name: str
    look_again_on: date | None
    forward_to: str
    submitted_at: datetime
    state_since: datetime
    edited_at: datetime
    answer_due: date | None
    answered_at: datetime | None
    waiting_since: datetime | None
    hidden_at: datetime | None
    hidden_reason: str
    open_reports: int
    support_count: int
    comment_count: int
    imported_support: int
    history_length: int
    partial_ids: list[int]
    writer_id: int | None
    author_kind: AuthorKind
    author: str
    organisation_kind: OrganisationKind | None
    organisation_id: str | None
    unit_id: str | None
    unit: Texts | None
    leader_title: Texts | None
    theme_id: str | None
    theme: Texts | None
    area_id: str | None
    area: str | None
    challenge_id: str | None
    challenge: Texts | None
    handler_key: int | None
    handler_id: str | None
    handler: str | None
    #: Set while the handler is away.
    handler_until: date | None
    stand_in: str | None
    into: str | None
    into_title: str | None
    planned_id: str | None
    planned_at: datetime | None
    planned_for: int | None
    planned_by: str | None
    #: The numbers of its goals, with commas between.
    goal_list: str | None
    #: Whether the reader has said if they are impartial here.
    has_answered: bool
    given_name: str | None
    given_contact: str | None
    given_email: str | None
    given_through: Channel | None
    given_on: date | None
    entered_by: str | None
    offers_waiting: int
    offers_taken: int

    @property
    def goals(self) -> tuple[int, ...]:
        return tuple(sorted(int(goal) for goal in self.goal_list.split(","))) if self.goal_list else ()

    @property
    def session_id(self) -> int | None:
        """Sent-in proposals hang on no session; permissions ask."""
        return None

    @property
    def is_open(self) -> bool:
        return self.state not in ENDED

    @property
    def planned_holds(self) -> bool:
        """Whether what waits is published as it stands: not when the case has changed since it was written."""
        return self.planned_for == self.version

    @property
    def due_on(self) -> date | None:
        """The day on which the municipality must have acted: the answer while it is owed, or the next date."""
        due = deadlines.next_due(self)
        return due.day if due else None


@dataclass(frozen=True)
class Said:
    """A statement in the case."""

    public_id: str
    kind: StatementKind
    is_public: bool
    version: int
    decision: Decision | None
    language: str
    title: str
    text: str
    html: str
    due: date | None
    said_at: datetime
    corrected_at: datetime | None
    correction: str
    role: Texts
    unit_name: Texts
    author_kind: AuthorKind
    author: str


@dataclass(frozen=True)
class Supporter:
    """An organisation that supports the proposal."""

    public_id: str
    name: str
    kind: OrganisationKind


@dataclass(frozen=True)
class Page:
    """Everything on the case page."""

    case: Case
    next_case: str | None
    statements: tuple[Said, ...]
    history: tuple[Happening, ...]
    notes: tuple[Noted, ...]
    comments: tuple[Remark, ...]
    organisations: tuple[Supporter, ...]


def page(ctx: Context, ref: str, following: ColumnElement[str | None] | None = None) -> Page:
    """A case with all around it, but for what its reader may not know, in six statements. Raises ``Missing``.

    ``following`` is how the case after it is found, in the list that its reader works through.
    """
    found, next_case = _case(ctx, ref, following)
    return Page(
        found,
        next_case,
        statements(ctx, found),
        history(ctx, found),
        case_talk.notes(ctx, found.key) if ctx.may(Can.INNER_READ, found) else (),
        case_talk.recent(ctx, found.key, moderates=ctx.may(Can.MODERATE, found)),
        _organisations(ctx, found),
    )


def case(ctx: Context, ref: str) -> Case:
    """The case itself: for staff who may look into cases, and never a draft. Raises ``Missing``."""
    return _case(ctx, ref, None)[0]


def _case(ctx: Context, ref: str, beside: ColumnElement[str | None] | None) -> tuple[Case, str | None]:
    """The case, and one value more that is asked for with it."""
    ctx.require(Can.PROPOSAL_INSPECT)
    by, into, entering, stand_in = aliased(Organisation), aliased(Proposal), aliased(Person), aliased(Person)
    own = [getattr(Proposal, name) for name in list(Case.__dataclass_fields__)[1:34]]
    statement: Any = (
        select(
            Proposal.id, *own, Author.kind, Author.name, by.kind, by.public_id, Unit.public_id, Unit.name,
            Unit.leader_title, Theme.public_id, Theme.name, Area.public_id, Area.name, Challenge.public_id,
            Challenge.title, Proposal.handler_id, Person.public_id, Person.name, Absence.until_on,
            stand_in.name, into.reference, into.title,
            _planned(Planned.public_id), _planned(Planned.publish_at),
            _planned(Planned.case_version), _planned(_PLANNER), _GOALS, impartiality.answered(ctx),
            IntakeContact.name, IntakeContact.contact, IntakeContact.email, Intake.channel, Intake.received_on,
            entering.name, offer_pages.counted(OfferState.VENTER), offer_pages.counted(*PUBLIC_STATES),
            literal(None) if beside is None else beside,
        )
        .select_from(Proposal)
        .join(Author, Author.id == Proposal.author_id)
        .outerjoin(by, by.id == Author.organisation_id)
        .outerjoin(Unit, Unit.id == Proposal.unit_id)
        .outerjoin(Theme, Theme.id == Proposal.theme_id)
        .outerjoin(Area, Area.id == Proposal.area_id)
        .outerjoin(Challenge, Challenge.id == Proposal.challenge_id)
        .outerjoin(Person, Person.id == Proposal.handler_id)
        .outerjoin(Absence, absences.in_force(ctx, Proposal.handler_id))
        .outerjoin(stand_in, stand_in.id == Absence.stand_in_id)
        .outerjoin(into, into.id == Proposal.into_id)
        .outerjoin(Intake, Intake.proposal_id == Proposal.id)
        .outerjoin(IntakeContact, IntakeContact.proposal_id == Intake.proposal_id)
        .outerjoin(entering, entering.id == Intake.entered_by_id)
        .where(Proposal.municipality_id == ctx.here.id, Proposal.reference == ref, Proposal.state != State.UTKAST)
    )  # fmt: skip
    row = ctx.db.execute(statement).one_or_none()
    if row is None:
        raise Missing
    return Case(*row[:-1]), row[-1]


_PLANNER: Any = select(Person.name).where(Person.id == Planned.person_id).correlate(Planned).scalar_subquery()


def _planned(column: Any) -> Any:
    """What waits in the case to be published later; one at the most."""
    waits = (Planned.proposal_id == Proposal.id, Planned.state == PlannedState.VENTER)
    return select(column).where(*waits).correlate(Proposal).scalar_subquery()


_GOALS: Any = (
    select(func.aggregate_strings(cast(ProposalGoal.goal, String), ","))
    .where(ProposalGoal.proposal_id == Proposal.id)
    .correlate(Proposal)
    .scalar_subquery()
)


def statements(ctx: Context, found: Case) -> tuple[Said, ...]:
    """Everything said in the case, newest first; private questions and replies too, to those who may read them."""
    names = list(Said.__dataclass_fields__)[:15]
    statement: Any = (
        select(*(getattr(Statement, name) for name in names), Author.kind, Author.name)
        .join(Author, Author.id == Statement.author_id)
        .where(Statement.proposal_id == found.key, true() if ctx.may(Can.INNER_READ, found) else Statement.is_public)
        .order_by(Statement.said_at.desc(), Statement.id.desc())
    )
    return tuple(Said(*row) for row in ctx.db.execute(statement))


def history(ctx: Context, found: Case, *, since: int = 0) -> tuple[Happening, ...]:
    """What happened in the case, newest first; ``since`` an event's number leaves out that one and those before it."""
    happened = timeline.history(ctx, "proposal", found.key, inner=ctx.may(Can.INNER_READ, found), since=since)
    return tuple(event for event in happened if event.what not in _TALK)


def _organisations(ctx: Context, found: Case) -> tuple[Supporter, ...]:
    statement = (
        select(Organisation.public_id, Organisation.name, Organisation.kind)
        .join(Support, and_(Support.organisation_id == Organisation.id, Support.proposal_id == found.key))
        .order_by(Support.given_at.desc(), Organisation.public_id)
        .limit(_ORGANISATIONS_MOST)
    )
    return tuple(Supporter(*row) for row in ctx.db.execute(statement))
