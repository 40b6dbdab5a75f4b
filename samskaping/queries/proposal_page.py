"""One proposal as its page shows it: the case, what was said in it, and what was merged into it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, bindparam, cast, func, select
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Missing
from samskaping.models import (
    Area,
    Author,
    Challenge,
    Comment,
    File,
    Organisation,
    Proposal,
    ProposalGoal,
    Representative,
    Statement,
    Theme,
    Unit,
)
from samskaping.queries import attached, phases, unread, visible
from samskaping.queries.attached import HoldsFiles
from samskaping.rules.moderation import Reading
from samskaping.rules.moves import REOPENED
from samskaping.rules.phases import Now
from samskaping.rules.pipeline import ENDED, Ball, Body, State, asks_to_reopen
from samskaping.rules.redaction import reason_name
from samskaping.rules.speech import AuthorKind, Decision, OrganisationKind, ReportReason, Stance, StatementKind


@dataclass(frozen=True)
class Case(HoldsFiles):
    """One proposal. ``id``, ``writer_id`` and ``author_id`` are inner keys: for queries and permissions only."""

    id: int
    writer_id: int | None
    author_id: int
    partial_ids: list[int]
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
    excerpt: str
    place: str
    ball: Ball
    ball_until: date | None
    next_on: date | None
    body: Body | None
    body_name: str
    look_again_on: date | None
    forward_to: str
    submitted_at: datetime
    edited_at: datetime
    state_since: datetime
    answer_due: date | None
    answered_at: datetime | None
    waiting_since: datetime | None
    hidden_at: datetime | None
    hidden_code: ReportReason | None
    hidden_reason: str
    redacted_for: str | None
    support_count: int
    comment_count: int
    imported_support: int
    author_kind: AuthorKind
    author: str
    organisation_id: str | None
    organisation_kind: OrganisationKind | None
    area_id: str | None
    area: str | None
    theme_id: str | None
    theme: Texts | None
    unit: Texts | None
    leader_title: Texts | None
    challenge_id: str | None
    challenge: Texts | None
    comments_read: Reading | None
    into: str | None
    into_title: str | None
    into_language: str | None
    into_is_public: bool | None
    goal_list: str | None
    voices_for: int | None
    voices_neutral: int | None
    voices_against: int | None
    #: Inner keys of what the visitor was told about it and has not read, with commas between.
    unread_list: str | None
    #: Whether the visitor acts for the organisation that it was proposed for.
    is_ours: bool
    #: What hangs on it, as the database lists it.
    file_list: Any
    #: What the phases of its challenge say today.
    phases: Now

    @property
    def session_id(self) -> int | None:
        """Sent-in proposals hang on no session; permissions ask."""
        return None

    @property
    def goals(self) -> tuple[int, ...]:
        return tuple(sorted(int(goal) for goal in (self.goal_list or "").split(",") if goal))

    @property
    def unread(self) -> list[int]:
        """Inner keys of what the visitor was told about it and has not read."""
        return [int(key) for key in (self.unread_list or "").split(",") if key]

    @property
    def balance(self) -> dict[str, int]:
        """How many comments stand for, neutral and against; questions take no stand."""
        return {
            Stance.FOR: self.voices_for or 0,
            Stance.NOYTRAL: self.voices_neutral or 0,
            Stance.MOT: self.voices_against or 0,
        }

    @property
    def redaction_reason(self) -> str:
        """Why passages of the text are blacked out; empty when none are."""
        return reason_name(self.redacted_for)

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    @property
    def takes_wish(self) -> bool:
        """Whether it has ended so that it can be asked to be taken up again, and nobody has."""
        return self.is_public and self.state in REOPENED and not asks_to_reopen(self)


@dataclass(frozen=True)
class Said(HoldsFiles):
    """One statement in the case: of the municipality, or (a reply, a reason for withdrawing) of the writer."""

    public_id: str
    question_id: int | None
    id: int
    kind: StatementKind
    is_public: bool
    decision: Decision | None
    language: str
    title: str
    text: str
    html: str
    due: date | None
    said_at: datetime
    version: int
    corrected_at: datetime | None
    correction: str
    role: Texts
    unit: Texts
    author_kind: AuthorKind
    author: str
    file_list: Any


@dataclass(frozen=True)
class Link:
    """Another proposal, for a link."""

    reference: str
    title: str
    language: str


@dataclass(frozen=True)
class Merged(Link):
    """A proposal that was joined into another, and who proposed it."""

    author_kind: AuthorKind
    author: str
    organisation_id: str | None
    organisation_kind: OrganisationKind | None


def case(ctx: Context, ref: str) -> Case:
    """The proposal with this reference. Raises ``Missing``, also when this visitor may not know of it."""
    asked = {"ref": ref, "me": ctx.actor.person_id, **phases.asked(ctx)}
    row = ctx.db.execute(_CASE.where(visible.proposals(ctx)), asked).one_or_none()
    if row is None:
        raise Missing
    cells: tuple[Any, ...] = (*row[: -phases.WIDTH], phases.read(row))
    return Case(*cells)


def said(ctx: Context, proposal: Case) -> tuple[Said, ...]:
    """What was said in the case, oldest first; private questions and replies for staff and the writer only."""
    found: Any = (
        select(
            Statement.public_id, Statement.question_id, Statement.id, Statement.kind, Statement.is_public,
            Statement.decision, Statement.language, Statement.title, Statement.text, Statement.html, Statement.due,
            Statement.said_at, Statement.version, Statement.corrected_at, Statement.correction, Statement.role,
            Statement.unit_name, Author.kind, Author.name, attached.beside(File.statement_id, Statement.id),
        )
        .join(Author, Author.id == Statement.author_id)
        .where(Statement.proposal_id == proposal.id, visible.statements(ctx, proposal.writer_id))
        .order_by(Statement.said_at, Statement.id)
    )  # fmt: skip
    return tuple(Said(*row) for row in ctx.db.execute(found))


def _stands() -> Any:
    """How a proposal's comments stand, counted in one pass; silent ones stand nowhere."""
    about = select(Proposal.id).where(Proposal.reference == bindparam("ref")).scalar_subquery()
    counts = (func.count().filter(Comment.stance == one) for one in (Stance.FOR, Stance.NOYTRAL, Stance.MOT))
    return (
        select(Comment.proposal_id, *(count.label(name) for count, name in zip(counts, "fnm", strict=True)))
        .where(
            Comment.proposal_id == about,
            Comment.hidden_at.is_(None),
            Comment.held_since.is_(None),
            Comment.retracted_at.is_(None),
        )
        .group_by(Comment.proposal_id)
        .subquery("stands")
    )


def _case() -> Any:
    by, into, stands = aliased(Organisation), aliased(Proposal), _stands()
    is_ours = Representative.acts(Proposal.organisation_id, bindparam("me"))
    goals = select(func.aggregate_strings(cast(ProposalGoal.goal, String), ","))
    statement: Any = (
        select(
            Proposal.id, Proposal.writer_id, Proposal.author_id, Proposal.partial_ids, Proposal.reference,
            Proposal.version, Proposal.state, Proposal.is_public, Proposal.language, Proposal.title, Proposal.need,
            Proposal.need_html, Proposal.idea, Proposal.idea_html, Proposal.excerpt, Proposal.place, Proposal.ball,
            Proposal.ball_until, Proposal.next_on, Proposal.body, Proposal.body_name, Proposal.look_again_on,
            Proposal.forward_to, Proposal.submitted_at, Proposal.edited_at, Proposal.state_since, Proposal.answer_due,
            Proposal.answered_at, Proposal.waiting_since, Proposal.hidden_at, Proposal.hidden_code,
            Proposal.hidden_reason, Proposal.redacted_for, Proposal.support_count, Proposal.comment_count,
            Proposal.imported_support, Author.kind, Author.name, by.public_id, by.kind,
            Area.public_id, Area.name, Theme.public_id, Theme.name, Unit.name, Unit.leader_title, Challenge.public_id,
            Challenge.title, Challenge.comments_read, into.reference, into.title, into.language, into.is_public,
            goals.where(ProposalGoal.proposal_id == Proposal.id).correlate(Proposal).scalar_subquery(),
            stands.c.f, stands.c.n, stands.c.m, unread.beside("proposal", Proposal.id), is_ours,
            attached.beside(File.proposal_id, Proposal.id),
        )
        .select_from(Proposal)
        .join(Author, Author.id == Proposal.author_id)
        .outerjoin(by, by.id == Author.organisation_id)
        .outerjoin(Area, Area.id == Proposal.area_id)
        .outerjoin(Theme, Theme.id == Proposal.theme_id)
        .outerjoin(Unit, Unit.id == Proposal.unit_id)
        .outerjoin(Challenge, Challenge.id == Proposal.challenge_id)
        .outerjoin(into, into.id == Proposal.into_id)
        .outerjoin(stands, stands.c.proposal_id == Proposal.id)
        .where(Proposal.reference == bindparam("ref"))
    )  # fmt: skip
    return phases.beside(statement, Proposal.challenge_id)


# Made once: putting it together takes longer than asking it.
_CASE = _case()
