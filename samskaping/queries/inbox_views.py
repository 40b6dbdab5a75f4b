"""The views of the caseworker's inbox: which cases stand in each."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, literal_column, or_

from samskaping.context import Context
from samskaping.models import Proposal
from samskaping.models.proposals import AWAITS_EVALUATIONS, HAS_TASKS, OPEN_SHELF, REOPENING
from samskaping.queries import evaluations, tasks
from samskaping.rules.pipeline import Ball
from samskaping.rules.shelves import Shelf

#: In the words of the indexes' own conditions, so that both databases see that they may read along them.
IS_OPEN: ColumnElement[bool] = literal_column(f"proposals.{OPEN_SHELF}")
_HAS_TASKS: ColumnElement[bool] = literal_column(f"proposals.{HAS_TASKS}")
_AWAITS: ColumnElement[bool] = and_(*(literal_column(f"proposals.{one}") for one in AWAITS_EVALUATIONS))
_REOPENING: ColumnElement[bool] = and_(*(literal_column(f"proposals.{one}") for one in REOPENING))


def _open(_ctx: Context) -> ColumnElement[bool]:
    return Proposal.shelf == Shelf.APEN


def _new(_ctx: Context) -> ColumnElement[bool]:
    """Nobody has it, and it is open: however far it has come."""
    return and_(IS_OPEN, Proposal.handler_id.is_(None))


def _mine(ctx: Context) -> ColumnElement[bool]:
    return and_(IS_OPEN, Proposal.handler_id == ctx.actor.person_id)


def _units(ctx: Context) -> ColumnElement[bool]:
    return and_(IS_OPEN, Proposal.unit_id == (ctx.me.unit_id or 0 if ctx.me else 0))


def _writers(_ctx: Context) -> ColumnElement[bool]:
    return and_(IS_OPEN, Proposal.ball == Ball.FORFATTER)


def _others(ctx: Context) -> ColumnElement[bool]:
    return and_(_open(ctx), _HAS_TASKS)


def _week(ctx: Context) -> ColumnElement[bool]:
    sunday = ctx.today + timedelta(days=6 - ctx.today.weekday())
    return and_(_open(ctx), Proposal.due_on.between(ctx.today, sunday))


def _late(ctx: Context) -> ColumnElement[bool]:
    """What the municipality owes: a day that passed while the writer had the ball is theirs."""
    answer_is_late = and_(Proposal.waiting_since.is_not(None), Proposal.answer_due < ctx.today)
    return and_(_open(ctx), Proposal.due_on < ctx.today, or_(answer_is_late, Proposal.ball == Ball.KOMMUNE))


def _to_approve(_ctx: Context) -> ColumnElement[bool]:
    return Proposal.shelf == Shelf.GODKJENNING


def _ended(_ctx: Context) -> ColumnElement[bool]:
    return Proposal.shelf == Shelf.AVSLUTTET


#: Each view of the inbox and the cases that stand in it. Keys are in addresses.
QUEUES: dict[str, Callable[[Context], ColumnElement[bool]]] = {
    "nye": _new,
    "mine": _mine,
    "enhet": _units,
    "frist": _late,
    "uka": _week,
    "igjen": lambda _ctx: _REOPENING,
    "innbygger": _writers,
    "andre": _others,
    "mine-vurderinger": evaluations.waits_for_me,
    "venter-vurdering": lambda _ctx: _AWAITS,
    "oppgaver": tasks.waits_for_us,
    "alle": _open,
    "godkjenning": _to_approve,
    "avsluttet": _ended,
}

#: Views that begin with another list: keys of cases, as a statement. They are counted there, no further than the bound.
BEGUN: dict[str, Callable[[Context], Select[Any]]] = {
    "mine-vurderinger": evaluations.pending,
    "oppgaver": tasks.open_for_us,
}
