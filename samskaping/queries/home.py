"""A municipality's front page: what is new, what came of it, and how often the answer was no."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select, true, union_all

from samskaping.clock import midnight, oslo_date
from samskaping.context import Context
from samskaping.db import Texts
from samskaping.models import Challenge, Municipality, Proposal, Statement
from samskaping.queries import offers
from samskaping.queries.figures import YEAR
from samskaping.rules import limits
from samskaping.rules.offers import Mobilised
from samskaping.rules.pipeline import State
from samskaping.rules.speech import StatementKind

_NEWS = (StatementKind.UPDATE, StatementKind.ANSWER)
_SAID = (StatementKind.REASON, StatementKind.ANSWER, StatementKind.UPDATE)
#: States in which something has come of a proposal.
HAPPENED = (State.EFFEKT_MALT, State.GEVINST_MALES, State.AVSLUTTET_LAERING)
_NO = (State.IKKE_NA, State.AVSLATT)


@dataclass(frozen=True)
class News:
    """Something that the municipality has said. ``state`` is that of its proposal, None for a challenge."""

    public_id: str
    kind: StatementKind
    headline: str
    text: str
    language: str
    said_at: datetime
    role: Texts
    reference: str | None
    title: str | None
    title_language: str | None
    state: State | None
    challenge_id: str | None
    challenge: Texts | None


@dataclass(frozen=True)
class Result:
    """What came of a proposal, with the last word that was said."""

    reference: str
    title: str
    title_language: str
    state: State
    submitted_at: datetime
    state_since: datetime
    headline: str | None
    text: str | None
    language: str | None

    @property
    def days(self) -> int:
        """From sent in to where it is now."""
        return (oslo_date(self.state_since) - oslo_date(self.submitted_at)).days


def _latest(kind: StatementKind, most: int) -> Select[Any]:
    return (
        select(Statement.id)
        .outerjoin(Proposal, Proposal.id == Statement.proposal_id)
        .where(
            Statement.municipality_id == bindparam("here"),
            Statement.kind == kind,
            Statement.is_public,
            or_(Proposal.is_public, Statement.challenge_id.is_not(None)),
        )
        .order_by(Statement.said_at.desc(), Statement.id.desc())
        .limit(most)
    )


@cache
def _news(most: int) -> Any:
    ids = union_all(*(select(_latest(kind, most).subquery().c.id) for kind in _NEWS))
    return (
        select(
            Statement.public_id, Statement.kind, Statement.title, Statement.text, Statement.language,
            Statement.said_at, Statement.role, Proposal.reference, Proposal.title, Proposal.language,
            Proposal.state, Challenge.public_id, Challenge.title,
        )
        .outerjoin(Proposal, Proposal.id == Statement.proposal_id)
        .outerjoin(Challenge, Challenge.id == Statement.challenge_id)
        .where(Statement.id.in_(ids))
        .order_by(Statement.said_at.desc(), Statement.id.desc())
        .limit(most)
    )  # fmt: skip


def _last_in(state: State, most: int) -> Select[Any]:
    """The last that came to one state: read along its index, which several states at once cannot be."""
    return (
        select(Proposal.id)
        .where(Proposal.municipality_id == bindparam("here"), Proposal.is_public, Proposal.state == state)
        .order_by(Proposal.state_since.desc(), Proposal.reference.desc())
        .limit(most)
    )


def last_word(cases: Any) -> Any:
    """The key of the last that the municipality said of each of these cases: a subquery with their keys as ``id``."""
    return (
        select(Statement.id)
        .where(Statement.proposal_id == cases.c.id, Statement.is_public, Statement.kind.in_(_SAID))
        .order_by(Statement.said_at.desc(), Statement.id.desc())
        .limit(1)
        .correlate(cases)
        .scalar_subquery()
    )


@cache
def _results(most: int) -> Any:
    ids = union_all(*(select(_last_in(state, most).subquery().c.id) for state in HAPPENED))
    happened = (
        select(Proposal.id, Proposal.reference, Proposal.title, Proposal.language, Proposal.state,
               Proposal.submitted_at, Proposal.state_since)
        .where(Proposal.id.in_(ids))
        .order_by(Proposal.state_since.desc(), Proposal.reference.desc())
        .limit(most)
        .subquery()
    )  # fmt: skip
    last = last_word(happened)
    columns = [column for column in happened.c if column.name != "id"]
    return (
        select(*columns, Statement.title, Statement.text, Statement.language)
        .select_from(happened)
        .outerjoin(Statement, Statement.id == last)
        .order_by(happened.c.state_since.desc(), happened.c.reference.desc())
    )


_REFUSED: Any = (
    select(Proposal.state)
    .where(
        Proposal.municipality_id == bindparam("here"),
        Proposal.is_public,
        Proposal.state.in_(_NO),
        Proposal.state_since > bindparam("since"),
    )
    .limit(limits.COUNT_BOUND)
    .subquery()
)
_REFUSALS: Any = select(_REFUSED.c.state, func.count()).group_by(_REFUSED.c.state)
_GIVEN = offers.HERE.subquery()
_OPENING: Any = (
    select(Municipality.welcome, *_GIVEN.c).outerjoin(_GIVEN, true()).where(Municipality.id == bindparam("here"))
)


def news(ctx: Context, most: int = 4) -> tuple[News, ...]:
    """The last updates and answers on things that anyone can see. One statement."""
    return tuple(News(*row) for row in ctx.db.execute(_news(most), {"here": ctx.here.id}))


def results(ctx: Context, most: int = 3) -> tuple[Result, ...]:
    """Proposals that something came of, the last first, each with the last word said. One statement."""
    return tuple(Result(*row) for row in ctx.db.execute(_results(most), {"here": ctx.here.id}))


def refusals(ctx: Context) -> dict[State, int]:
    """How many proposals got a no during the last year, by kind of no; counted to a bound."""
    counted: Any = ctx.db.execute(_REFUSALS, {"here": ctx.here.id, "since": midnight(ctx.today) - YEAR})
    return dict(row for row in counted)


def opening(ctx: Context) -> tuple[Texts, tuple[Mobilised, ...]]:
    """The municipality's own words on its front page, and what people have promised and delivered. One statement."""
    rows: Any = ctx.db.execute(_OPENING, {"here": ctx.here.id}).all()
    given = offers.summed(row[1:] for row in rows if row[1])
    return (rows[0][0] if rows else None) or Texts(), given
