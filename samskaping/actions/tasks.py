"""Tasks in a case: given to a colleague, or asked as an opinion of a unit, a council or another municipality."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from samskaping import text
from samskaping.actions import authors, letters
from samskaping.actions.proposals import in_case
from samskaping.actions.record import public_id, record
from samskaping.context import Context
from samskaping.errors import Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Council, LetterKind, Municipality, Proposal, Task, Unit
from samskaping.queries import colleagues
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.pipeline import ENDED
from samskaping.rules.policy import Can
from samskaping.rules.tasks import OPINIONS, TaskKind


@dataclass(frozen=True)
class Wanted:
    """What is asked, and of whom: ``whom`` is a person's, unit's or council's public id, or a municipality's slug."""

    kind: TaskKind
    whom: str
    text: str
    due: date | None = None
    is_public: bool = False
    language: str = "nb"


@dataclass(frozen=True)
class Owned:
    """Whose a task is, and who is partial in its case: as permissions ask."""

    writer_id: int | None
    partial_ids: list[int]
    session_id: int | None = None


def give(ctx: Context, ref: str, wanted: Wanted, *, once: str | None = None) -> str:
    """Give a task, or ask for an opinion; whoever is asked is told at once. Answers its public id."""
    proposal = in_case(ctx, ref)
    ctx.require(Can.TASK_GIVE, proposal)
    _refuse_flaws(ctx, proposal, wanted)
    task = Task(
        municipality_id=proposal.municipality_id,
        public_id=public_id(),
        proposal_id=proposal.id,
        kind=wanted.kind,
        text=text.tidy(wanted.text),
        language=wanted.language,
        due=wanted.due,
        is_public=wanted.is_public and wanted.kind in OPINIONS,
        created_at=ctx.now,
        created_by_id=ctx.actor.person_id,
    )
    address = _ask(ctx, proposal, task, wanted)
    ctx.db.add(task)
    due = str(wanted.due) if wanted.due else None
    author = authors.municipal(ctx)
    if wanted.kind in OPINIONS:
        proposal.open_tasks += 1
        # A notice of it leads those of another municipality to their own desk.
        there = wanted.whom if wanted.kind is TaskKind.KOMMUNE else None
        record(
            ctx, What.OPINION_ASKED, proposal, author_id=author, once=once, task=task.public_id, due=due, there=there
        )
        if address:
            letters.post(ctx, LetterKind.OPINION, address=address, task=task.public_id, language=wanted.language)
    else:
        record(
            ctx, What.TASK_GIVEN, proposal, author_id=author, once=once,
            task=task.public_id, people=[wanted.whom], due=due,
        )  # fmt: skip
    return task.public_id


def finish(ctx: Context, ref: str, task: str, *, undo: bool = False, once: str | None = None) -> None:
    """A plain task is done, or is open again."""
    proposal = in_case(ctx, ref)
    row = found(ctx, proposal, task)
    ctx.require(Can.TASK_DO, Owned(row.owner_id, proposal.partial_ids))
    if row.kind is not TaskKind.OPPGAVE or row.dropped_at:
        raise Missing
    if (row.done_at is None) is undo:
        return
    row.done_at, row.done_by_id = (None, None) if undo else (ctx.now, ctx.actor.person_id)
    what = What.TASK_UNDONE if undo else What.TASK_DONE
    record(ctx, what, proposal, author_id=authors.municipal(ctx), once=once, task=task)


def drop(ctx: Context, ref: str, task: str, *, once: str | None = None) -> None:
    """An opinion is not needed any more; a link that was mailed stops working."""
    proposal = in_case(ctx, ref)
    ctx.require(Can.TASK_GIVE, proposal)
    row = found(ctx, proposal, task)
    if row.kind not in OPINIONS:
        raise Missing
    if row.done_at or row.dropped_at:
        raise Unfit(_("Uttalelsen er kommet eller trukket fra før"))
    row.dropped_at, row.token_hash = ctx.now, None
    proposal.open_tasks = max(0, proposal.open_tasks - 1)
    record(ctx, What.OPINION_DROPPED, proposal, author_id=authors.municipal(ctx), once=once, task=task)


def found(ctx: Context, proposal: Proposal, task: str) -> Task:
    """A task of this case, locked. Raises ``Missing``."""
    row = ctx.db.scalar(select(Task).where(Task.public_id == task, Task.proposal_id == proposal.id).with_for_update())
    if row is None:
        raise Missing
    return row


def _refuse_flaws(ctx: Context, proposal: Proposal, wanted: Wanted) -> None:
    flaws: dict[str, str] = {}
    if not wanted.text.strip():
        flaws["text"] = _("Skriv hva som skal gjøres, eller hva dere vil ha uttalelse om")
    if len(wanted.text) > limits.NOTE:
        flaws["text"] = _("Teksten kan ha %(most)s tegn.") % {"most": limits.NOTE}
    if wanted.kind in OPINIONS and wanted.due is None:
        flaws["due"] = _("Velg en frist for uttalelsen")
    if wanted.due and not ctx.today <= wanted.due <= date(ctx.today.year + 10, 12, 31):
        flaws["due"] = _("Velg en dag fram i tid")
    if flaws:
        raise Unfit(**flaws)
    if proposal.state in ENDED:
        raise Unfit(_("Saken er avsluttet. Ta den opp igjen før du gir oppgaver eller ber om uttalelser."))
    if wanted.kind in (TaskKind.RAD, TaskKind.KOMMUNE) and not proposal.is_public:
        raise Unfit(_("Saken er ikke synlig for alle. Råd og andre kommuner kan bare se det som er offentlig."))


def _ask(ctx: Context, proposal: Proposal, task: Task, wanted: Wanted) -> str:
    """Put down who is asked. Answers the address to which a letter goes, or nothing."""
    if wanted.kind is TaskKind.OPPGAVE:
        people = {one.public_id: one.id for one in colleagues.insiders(ctx, but=proposal.partial_ids)}
        task.owner_id = _chosen(people.get(wanted.whom), "owner")
    elif wanted.kind is TaskKind.ENHET:
        task.unit_id = _chosen(_own(ctx, Unit, wanted.whom), "unit")
    elif wanted.kind is TaskKind.RAD:
        task.council_id = _chosen(_own(ctx, Council, wanted.whom), "council")
        return ctx.db.scalar(select(Council.email).where(Council.id == task.council_id)) or ""
    else:
        active = Municipality.activated_at.is_not(None)
        there = select(Municipality.id).where(Municipality.slug == wanted.whom, active, Municipality.id != ctx.here.id)
        task.asked_id = _chosen(ctx.db.scalar(there), "municipality")
    return ""


def _own(ctx: Context, table: Any, wanted: str) -> int | None:
    key: int | None = ctx.db.scalar(select(table.id).where(table.public_id == wanted, table.ended_at.is_(None)))
    return key


def _chosen(key: int | None, field: str) -> int:
    if key is None:
        words = {
            "owner": _("Velg hvem som skal gjøre det"),
            "unit": _("Velg hvilken enhet dere spør"),
            "council": _("Velg hvem dere spør"),
            "municipality": _("Velg hvilken kommune dere spør"),
        }
        raise Unfit(**{field: words[field]})
    return key
