"""Tasks and opinions: of a case, of the inbox, behind a council's link, and those that other municipalities ask."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.db import Texts, plain
from samskaping.errors import Missing
from samskaping.models import Council, Municipality, Person, Proposal, Task, Unit
from samskaping.queries.case_page import Case
from samskaping.rules import limits
from samskaping.rules.municipalities import full_name
from samskaping.rules.policy import Can
from samskaping.rules.shelves import Shelf
from samskaping.rules.tasks import OPINIONS, TaskKind

_EVERYWHERE = {"every_municipality": True}
_MOST = 200


@dataclass(frozen=True)
class Row:
    """One task. ``owner_id``, ``unit_key`` and ``leader_key`` are inner keys."""

    public_id: str
    kind: TaskKind
    text: str
    language: str
    due: date | None
    is_public: bool
    created_at: datetime
    done_at: datetime | None
    dropped_at: datetime | None
    answer: str
    answer_html: str
    answer_language: str
    signed: str
    owner_id: int | None
    unit_key: int | None
    leader_key: int | None
    owner: str | None
    unit: Texts | None
    council: Texts | None
    municipality: str | None
    number: str | None
    asker: str

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.dropped_at is None

    @property
    def is_opinion(self) -> bool:
        return self.kind in OPINIONS

    @property
    def whom(self) -> str:
        """Who is asked, in the form in force."""
        place = full_name(self.number or "", self.municipality) if self.municipality else ""
        return str(self.owner or (self.unit and str(self.unit)) or (self.council and str(self.council)) or place)

    def is_asked(self, ctx: Context) -> bool:
        """Whether the signed-in person is of the unit that is asked."""
        mine = ctx.me.unit_id if ctx.me else None
        is_mine = self.unit_key is not None and self.unit_key == mine
        return is_mine or (self.leader_key is not None and self.leader_key == ctx.actor.person_id)


@dataclass(frozen=True)
class Asked:
    """What a council or another municipality sees: the question, and the public part of the case."""

    public_id: str
    text: str
    language: str
    due: date | None
    is_public: bool
    done_at: datetime | None
    reference: str
    case_is_public: bool
    title: str
    need: str
    need_html: str
    idea: str
    idea_html: str
    case_language: str
    municipality: str
    number: str
    slug: str
    council: Texts | None

    @property
    def asker(self) -> str:
        """The municipality that asks, by its full name."""
        return full_name(self.number, self.municipality)


def in_case(ctx: Context, case: Case) -> tuple[Row, ...]:
    """The tasks of a case, what is open first; none of them to whoever is partial in it. One statement."""
    ctx.require(Can.PROPOSAL_INSPECT)
    if not ctx.may(Can.INNER_READ, case):
        return ()
    rows = [Row(*row) for row in ctx.db.execute(_rows().where(Task.proposal_id == case.key).limit(_MOST))]
    return tuple(sorted(rows, key=lambda row: (not row.is_open, row.due or date.max, row.created_at)))


def one(ctx: Context, case: Case, task: str) -> Row:
    """A task of a case. Raises ``Missing``."""
    ctx.require(Can.INNER_READ, case)
    row = ctx.db.execute(_rows().where(Task.proposal_id == case.key, Task.public_id == task)).one_or_none()
    if row is None:
        raise Missing
    return Row(*row)


def councils(ctx: Context) -> tuple[tuple[str, Texts], ...]:
    """(public id, name) of the councils in use."""
    rows = ctx.db.execute(
        select(Council.public_id, Council.name).where(Council.ended_at.is_(None)).order_by(Council.position, Council.id)
    )
    return tuple((row[0], row[1]) for row in rows)


def municipalities(ctx: Context) -> tuple[tuple[str, str], ...]:
    """(slug, name) of the other municipalities that have joined."""
    rows = ctx.db.execute(
        select(Municipality.slug, Municipality.name)
        .where(Municipality.activated_at.is_not(None), Municipality.id != ctx.here.id)
        .order_by(Municipality.sort_key)
    )
    return tuple((row[0], row[1]) for row in rows)


def of_others(ctx: Context) -> tuple[Asked, ...]:
    """What other municipalities have asked ours, what waits first. One statement."""
    ctx.require(Can.OPINION_WRITE_ELSEWHERE)
    waits = or_(Task.done_at.is_not(None), Proposal.shelf != Shelf.AVSLUTTET)
    statement = (
        _asked().where(Task.asked_id == ctx.here.id, waits).order_by(Task.done_at.is_not(None), Task.due, Task.id)
    )
    return tuple(Asked(*row) for row in ctx.db.execute(statement.limit(_MOST), execution_options=_EVERYWHERE))


def of_other(ctx: Context, task: str) -> Asked:
    """One that another municipality has asked ours. Raises ``Missing``."""
    ctx.require(Can.OPINION_WRITE_ELSEWHERE)
    statement = _asked().where(Task.asked_id == ctx.here.id, Task.public_id == task)
    row = ctx.db.execute(statement, execution_options=_EVERYWHERE).one_or_none()
    if row is None:
        raise Missing
    return Asked(*row)


def behind(ctx: Context, hashed: str) -> Asked | None:
    """What a council's link leads to, by the hash of its secret."""
    row = ctx.db.execute(_asked().where(Task.token_hash == hashed, Task.kind == TaskKind.RAD)).one_or_none()
    return Asked(*row) if row else None


def to_mail(ctx: Context, task: str) -> Asked | None:
    """What a letter to a council tells; None when it is answered or not wanted any more."""
    waits = and_(Task.done_at.is_(None), Task.public_id == task)
    row = ctx.db.execute(_asked().where(waits)).one_or_none()
    return Asked(*row) if row else None


def waits_for_us(ctx: Context) -> ColumnElement[bool]:
    """Cases with something open for the signed-in person, or for a unit that they may answer for."""
    return Proposal.id.in_(open_for_us(ctx))


def open_for_us(ctx: Context) -> Select[Any]:
    """Keys of those cases, as a statement; each once for each task. Nobody waits in a case that is ended."""
    units = select(Unit.id).where(or_(Unit.leader_id == ctx.actor.person_id, Unit.id == (ctx.me and ctx.me.unit_id)))
    whose = [Task.owner_id == ctx.actor.person_id]
    whose += [Task.unit_id.in_(units)] if ctx.may(Can.OPINION_WRITE) else []
    waits = (Task.municipality_id == ctx.here.id, Task.done_at.is_(None), Task.dropped_at.is_(None))
    # One list for each: of both at once PostgreSQL cannot tell how few they are, and reads all cases.
    mine = union_all(*(select(Task.proposal_id).where(*waits, one) for one in whose)).subquery()
    cases = select(mine.c.proposal_id).join(Proposal, Proposal.id == mine.c.proposal_id)
    return cases.where(Proposal.shelf != Shelf.AVSLUTTET).correlate(None)


def asked_of_us(ctx: Context) -> Any:
    """What other municipalities ask ours that is not answered yet: a bounded count, to be asked for with others."""
    if not ctx.may(Can.OPINION_WRITE_ELSEWHERE):
        return literal(0)
    task, case = plain(Task).c, plain(Proposal).c
    waits = (task.asked_id == ctx.here.id, task.done_at.is_(None), task.dropped_at.is_(None))
    open_ones = (case.id == task.proposal_id, case.shelf != Shelf.AVSLUTTET)
    some = select(task.id).where(*waits, *open_ones).limit(limits.COUNT_BOUND + 1).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def _rows() -> Any:
    owner, asker, there = aliased(Person), aliased(Person), aliased(Municipality)
    names = list(Row.__dataclass_fields__)[:14]
    found: Any = (
        select(
            *(getattr(Task, name) for name in names), Task.unit_id, Unit.leader_id, owner.name, Unit.name, Council.name,
            there.name, there.number, asker.name,
        )
        .outerjoin(owner, owner.id == Task.owner_id)
        .outerjoin(Unit, Unit.id == Task.unit_id)
        .outerjoin(Council, Council.id == Task.council_id)
        .outerjoin(there, there.id == Task.asked_id)
        .join(asker, asker.id == Task.created_by_id)
    )  # fmt: skip
    return found


def _asked() -> Any:
    found: Any = (
        select(
            Task.public_id, Task.text, Task.language, Task.due, Task.is_public, Task.done_at, Proposal.reference,
            Proposal.is_public, Proposal.title, Proposal.need, Proposal.need_html, Proposal.idea, Proposal.idea_html,
            Proposal.language, Municipality.name, Municipality.number, Municipality.slug, Council.name,
        )
        .join(Proposal, Proposal.id == Task.proposal_id)
        .join(Municipality, Municipality.id == Task.municipality_id)
        .outerjoin(Council, Council.id == Task.council_id)
        .where(Task.dropped_at.is_(None))
    )  # fmt: skip
    return found
