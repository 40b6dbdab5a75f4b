"""Evaluations and tasks by their day: those who are asked are reminded before it, and with the handler told after."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from samskaping import clock
from samskaping.actions.proposals import locked
from samskaping.actions.record import record_all
from samskaping.context import Context
from samskaping.models import Evaluation, Person, Proposal, Task
from samskaping.rules.events import What
from samskaping.rules.shelves import Shelf
from samskaping.rules.tasks import TaskKind

#: So long before the day it is near.
NEAR = timedelta(days=2)

_FACTS = {
    (Evaluation, False): What.EVALUATION_NEAR,
    (Evaluation, True): What.EVALUATION_LATE,
    (Task, False): What.TASK_NEAR,
    (Task, True): What.TASK_LATE,
}


def due(table: type[Evaluation | Task], today: date) -> ColumnElement[bool]:
    """What is near or late, and not told yet. An opinion that is asked for is told of when it is late.

    Nobody is reminded of what they were asked so near the day.
    """
    late = and_(table.due < today, or_(table.reminded_on.is_(None), table.reminded_on <= table.due))
    asked_at = Evaluation.asked_at if issubclass(table, Evaluation) else Task.created_at
    days = [today + timedelta(days=ahead) for ahead in range(NEAR.days + 1)]
    is_near = or_(*(and_(table.due == day, asked_at < clock.midnight(day - NEAR)) for day in days))
    near = and_(is_near, table.reminded_on.is_(None))
    open_cases = select(Proposal.id).where(Proposal.id == table.proposal_id, Proposal.shelf != Shelf.AVSLUTTET)
    if issubclass(table, Evaluation):
        return and_(table.submitted_at.is_(None), or_(near, late), open_cases.exists())
    by_kind = or_(late, and_(near, table.kind == TaskKind.OPPGAVE))
    return and_(table.done_at.is_(None), table.dropped_at.is_(None), by_kind, open_cases.exists())


def remind(ctx: Context, table: type[Evaluation | Task], key: int) -> bool:
    """Remind of one evaluation or plain task, by inner key. Answers whether it was done."""
    of_case = select(Proposal.reference).join(table, table.proposal_id == Proposal.id).where(table.id == key)
    if (ref := ctx.db.scalar(of_case)) is None:
        return False
    proposal, row = locked(ctx, ref), _waiting(ctx, table, key)
    if row is None or row.due is None:
        return False
    is_late, row.reminded_on = row.due < ctx.today, ctx.today
    owner_id = row.evaluator_id if isinstance(row, Evaluation) else row.owner_id
    people = list(ctx.db.scalars(select(Person.public_id).where(Person.id == owner_id)))
    task = row.public_id if isinstance(row, Task) else None
    details = {"people": people, "due": str(row.due), **({"task": task} if task else {})}
    record_all(ctx, proposal, [(_FACTS[table, is_late], details)])
    return True


def _waiting(ctx: Context, table: type[Evaluation | Task], key: int) -> Evaluation | Task | None:
    """The row, locked after its case, if there is still something to remind of."""
    found: Any = select(table).where(table.id == key, due(table, ctx.today)).with_for_update()
    row: Evaluation | Task | None = ctx.db.scalar(found)
    return row
