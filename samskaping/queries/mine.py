"""Min side: what waits for the person, drafts, own cases and follows, in every municipality at once.

These are the only readings that cross municipalities on purpose: each is bound to the person instead.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, select
from sqlalchemy.orm import aliased

from samskaping import text
from samskaping.context import Context
from samskaping.db import Texts
from samskaping.models import (
    Challenge,
    ChallengeState,
    Follow,
    Municipality,
    Proposal,
    Statement,
    Unit,
)
from samskaping.queries import cursors, phases, visible
from samskaping.queries.cursors import Order, Place, Slice
from samskaping.rules import limits
from samskaping.rules.municipalities import full_name
from samskaping.rules.phases import PhaseKind
from samskaping.rules.pipeline import ENDED, Ball, State
from samskaping.rules.speech import StatementKind

_EVERYWHERE = {"every_municipality": True}


@dataclass(frozen=True)
class Draft:
    """A draft, or a proposal that was sent back (then with its reference)."""

    public_id: str
    reference: str | None
    title: str
    need: str
    language: str
    edited_at: datetime
    municipality: str
    slug: str
    host: str | None
    challenge: Texts | None

    @property
    def name(self) -> str:
        """The title, or the beginning of the need; empty when nothing is written yet."""
        return self.title or text.excerpt(self.need, 60)


@dataclass(frozen=True)
class Case:
    """One of the person's own cases."""

    public_id: str
    reference: str
    title: str
    language: str
    state: State
    ball: Ball
    ball_until: date | None
    answer_due: date | None
    waiting_since: datetime | None
    submitted_at: datetime
    support_count: int
    comment_count: int
    hidden_reason: str
    is_hidden: bool
    unit: Texts | None
    leader_title: Texts | None
    challenge: Texts | None
    municipality: str
    slug: str
    host: str | None


@dataclass(frozen=True)
class Question:
    """A question that waits for the person's reply."""

    reference: str
    title: str
    language: str
    text: str
    text_language: str
    unit: Texts | None
    until: date | None
    municipality: str
    slug: str
    host: str | None


@dataclass(frozen=True)
class Followed:
    """A proposal, challenge or municipality that the person follows. ``thing`` names it in its address."""

    kind: str
    thing: str
    since: datetime
    title: Texts | str
    language: str | None
    state: State | ChallengeState | None
    municipality: str
    slug: str
    host: str | None
    #: The phase of a challenge today.
    phase: PhaseKind | None

    @property
    def path(self) -> str:
        return {"proposal": f"/forslag/{self.thing}", "challenge": f"/utfordring/{self.thing}"}.get(self.kind, "/")


@dataclass(frozen=True)
class Counts:
    cases: int
    follows: int


def drafts(ctx: Context) -> tuple[Draft, ...]:
    """Everything that is not sent in, last written first."""
    statement: Any = (
        select(
            Proposal.public_id,
            Proposal.reference,
            Proposal.title,
            Proposal.need,
            Proposal.language,
            Proposal.edited_at,
            Municipality.name,
            Municipality.slug,
            Municipality.host,
            Challenge.title,
        )
        .join(Municipality, Municipality.id == Proposal.municipality_id)
        .outerjoin(Challenge, Challenge.id == Proposal.challenge_id)
        .where(Proposal.writer_id == ctx.actor.person_id, Proposal.state == State.UTKAST)
        .order_by(Proposal.edited_at.desc())
        .limit(5 * limits.DRAFTS_MOST)
    )
    rows = ctx.db.execute(statement, execution_options=_EVERYWHERE)
    return tuple(Draft(*row) for row in rows)


def questions(ctx: Context) -> tuple[Question, ...]:
    """Questions to the person that nobody has replied to, in cases where the ball is theirs; soonest first."""
    reply = aliased(Statement)
    replied = exists().where(reply.question_id == Statement.id, reply.kind == StatementKind.REPLY)
    statement: Any = (
        select(
            Proposal.reference,
            Proposal.title,
            Proposal.language,
            Statement.text,
            Statement.language,
            Statement.unit_name,
            Statement.due,
            Municipality.name,
            Municipality.slug,
            Municipality.host,
        )
        .join(Proposal, Proposal.id == Statement.proposal_id)
        .join(Municipality, Municipality.id == Proposal.municipality_id)
        .where(
            Proposal.writer_id == ctx.actor.person_id,
            Proposal.ball == Ball.FORFATTER,
            Proposal.state.not_in([*ENDED, State.UTKAST]),
            Statement.kind == StatementKind.QUESTION,
            ~replied,
        )
        .order_by(case((Statement.due.is_(None), 1), else_=0), Statement.due, Statement.said_at)
        .limit(limits.PAGE)
    )
    return tuple(Question(*row) for row in ctx.db.execute(statement, execution_options=_EVERYWHERE))


def cases(ctx: Context, place: Place | None = None, size: int = limits.PAGE) -> Slice:
    """A page of the person's own cases, newest first."""
    statement: Any = (
        select(
            Proposal.public_id,
            Proposal.reference,
            Proposal.title,
            Proposal.language,
            Proposal.state,
            Proposal.ball,
            Proposal.ball_until,
            Proposal.answer_due,
            Proposal.waiting_since,
            Proposal.submitted_at,
            Proposal.support_count,
            Proposal.comment_count,
            Proposal.hidden_reason,
            Proposal.hidden_at.is_not(None),
            Unit.name,
            Unit.leader_title,
            Challenge.title,
            Municipality.name,
            Municipality.slug,
            Municipality.host,
        )
        .join(Municipality, Municipality.id == Proposal.municipality_id)
        .outerjoin(Unit, Unit.id == Proposal.unit_id)
        .outerjoin(Challenge, Challenge.id == Proposal.challenge_id)
        .where(*_own_cases(ctx))
    )
    order = Order(Proposal.submitted_at, Proposal.public_id)
    window = cursors.window(statement, order, place, size)
    rows = [Case(*row) for row in ctx.db.execute(window, execution_options=_EVERYWHERE)]
    return cursors.cut(rows, place, size, lambda row: (row.submitted_at, row.public_id))


def follows(ctx: Context, place: Place | None = None, size: int = limits.PAGE) -> Slice:
    """A page of what the person follows and may see, the newest first."""
    statement: Select[Any] = (
        _followed(ctx).add_columns(_thing.label("thing")).where(Follow.person_id == ctx.actor.person_id)
    )
    window = cursors.window(statement, Order(Follow.since, _thing), place, size)
    rows = [_shaped(row) for row in ctx.db.execute(window, execution_options=_EVERYWHERE)]
    return cursors.cut(rows, place, size, lambda row: (row.since, row.thing))


def counts(ctx: Context) -> Counts:
    """How many cases and follows there are, in one statement."""
    own = select(func.count()).select_from(Proposal).where(*_own_cases(ctx)).scalar_subquery()
    seen = _followed(ctx).where(Follow.person_id == ctx.actor.person_id).subquery()
    row = ctx.db.execute(
        select(own, select(func.count()).select_from(seen).scalar_subquery()), execution_options=_EVERYWHERE
    ).one()
    return Counts(row[0], row[1])


_at = aliased(Municipality)
_thing: ColumnElement[str] = func.coalesce(Proposal.reference, Challenge.public_id, _at.slug)


def _own_cases(ctx: Context) -> tuple[ColumnElement[bool], ...]:
    return (Proposal.writer_id == ctx.actor.person_id, Proposal.state != State.UTKAST)


def _followed(ctx: Context) -> Select[Any]:
    statement: Any = (
        select(
            Follow.kind,
            Follow.since,
            Proposal.title.label("proposal"),
            Proposal.language.label("language"),
            Proposal.state.label("state"),
            Challenge.title.label("challenge"),
            Challenge.state.label("challenge_state"),
            phases.todays(Challenge.id, ctx.today).label("phase"),
            _at.name.label("municipality"),
            _at.number.label("number"),
            _at.slug.label("slug"),
            _at.host.label("host"),
        )
        .select_from(Follow)
        .outerjoin(
            Proposal, and_(Follow.kind == "proposal", Proposal.id == Follow.thing_id, visible.proposals_anywhere(ctx))
        )
        .outerjoin(
            Challenge,
            and_(Follow.kind == "challenge", Challenge.id == Follow.thing_id, Challenge.published_at.is_not(None)),
        )
        .join(
            _at,
            _at.id
            == case(
                (Follow.kind == "municipality", Follow.thing_id),
                (Follow.kind == "challenge", Challenge.municipality_id),
                else_=Proposal.municipality_id,
            ),
        )
    )
    return statement  # type: ignore[no-any-return]


def _shaped(row: Any) -> Followed:
    return Followed(
        kind=row.kind,
        thing=row.thing,
        since=row.since,
        title=row.proposal or row.challenge or full_name(row.number, row.municipality),
        language=row.language,
        state=row.state or row.challenge_state,
        municipality=row.municipality,
        slug=row.slug,
        host=row.host,
        phase=row.phase,
    )
