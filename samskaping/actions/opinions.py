"""Answering when an opinion is asked for: by the unit, by staff for a council, by the council's link, by another
municipality. A public answer is a statement of the case; an internal one stands with the task and nowhere else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select, update

from samskaping import text
from samskaping.actions import authors, letters, statements, tasks
from samskaping.actions.proposals import in_case, locked
from samskaping.actions.record import record
from samskaping.actions.sessions import token_hash
from samskaping.clock import oslo_date
from samskaping.context import Context, Here
from samskaping.context.doors import Door, find
from samskaping.db import Texts
from samskaping.errors import Missing, Refused, Unfit
from samskaping.language import gettext as _
from samskaping.models import Author, Council, LetterKind, Municipality, Proposal, Statement, Task, Unit
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.pipeline import State
from samskaping.rules.policy import Can
from samskaping.rules.speech import AuthorKind, StatementKind
from samskaping.rules.tasks import LINK_LIVES, OPINIONS, TaskKind

_SIGNED = 120


@dataclass(frozen=True)
class Answer:
    """What is answered, in which language, and who signs it for a council."""

    text: str
    language: str = "nb"
    signed: str = ""


def give(ctx: Context, ref: str, task: str, answer: Answer, *, once: str | None = None) -> None:
    """Answer for a unit, by its own people or those who handle the case; or enter what a council answered."""
    proposal = in_case(ctx, ref)
    ctx.require(Can.OPINION_WRITE, proposal)
    row = _open(tasks.found(ctx, proposal, task))
    if row.kind is TaskKind.KOMMUNE:
        raise Missing
    if not ctx.may(Can.PROPOSAL_HANDLE, proposal) and not (row.kind is TaskKind.ENHET and _is_in(ctx, row.unit_id)):
        raise Refused
    if row.kind is TaskKind.ENHET:
        name = ctx.db.scalar(select(Unit.name).where(Unit.id == row.unit_id)) or Texts()
        _enter(ctx, proposal, row, answer, authors.municipal(ctx), name, once)
    else:
        _for_council(ctx, proposal, row, answer, once)


def give_by_link(ctx: Context, token: str, answer: Answer, *, once: str | None = None) -> None:
    """Answer for a council through its mailed link, without an account. Raises ``Missing`` when it works no more."""
    found = ctx.db.execute(
        select(Task.public_id, Proposal.reference)
        .join(Proposal, Proposal.id == Task.proposal_id)
        .where(Task.token_hash == token_hash(token))
    ).one_or_none()
    if found is None:
        raise Missing
    proposal = in_case(ctx, found.reference)
    row = tasks.found(ctx, proposal, found.public_id)
    if row.kind is not TaskKind.RAD or row.token_hash != token_hash(token) or is_over(row.due, ctx.now):
        raise Missing
    _for_council(ctx, proposal, _open(row), answer, once)


def give_elsewhere(ctx: Context, task: str, answer: Answer, *, once: str | None = None) -> None:
    """Answer what another municipality asked ours. Raises ``Missing`` for what nobody asked us."""
    ctx.require(Can.OPINION_WRITE_ELSEWHERE)
    found = ctx.db.execute(
        select(Proposal.reference, Municipality.slug)
        .join(Task, Task.proposal_id == Proposal.id)
        .join(Municipality, Municipality.id == Proposal.municipality_id)
        .where(Task.public_id == task, Task.asked_id == ctx.here.id, Task.kind == TaskKind.KOMMUNE)
        .where(Proposal.state != State.UTKAST),
        execution_options={"every_municipality": True},
    ).one_or_none()
    if found is None:
        raise Missing
    ours, title = ctx.here, ctx.me.staff_title if ctx.me else Texts()
    signed = f"{ctx.actor.name}, {title}" if title else ctx.actor.name
    with _standing_in(ctx, found.slug) as theirs:
        proposal = locked(theirs, found.reference)
        row = _open(tasks.found(theirs, proposal, task))
        name = Texts(nb=ours.full_name, nn=ours.full_name)
        author = _external(theirs, "municipality", ours.number, name)
        _enter(theirs, proposal, row, replace(answer, signed=signed), author, name, once)


def keep_link(ctx: Context, task: str, token: str) -> None:
    """Let a council's link work from now on: only its hash is kept. Done when the letter is written."""
    ctx.db.execute(update(Task).where(Task.public_id == task).values(token_hash=token_hash(token)))


def is_over(due: date | None, now: datetime) -> bool:
    """Whether a council's link has become too old."""
    return due is None or oslo_date(now) > due + LINK_LIVES


def remind(ctx: Context, task_id: int) -> bool:
    """Remind once, when an opinion has not come by its day. Answers whether it was done."""
    ref = ctx.db.scalar(
        select(Proposal.reference).join(Task, Task.proposal_id == Proposal.id).where(Task.id == task_id)
    )
    proposal = locked(ctx, ref or "")
    row = ctx.db.get_one(Task, task_id)
    if row.done_at or row.dropped_at or row.reminded_on or row.due is None or row.due >= ctx.today:
        return False
    row.reminded_on = ctx.today
    record(ctx, What.OPINION_LATE, proposal, task=row.public_id, due=str(row.due))
    address = ctx.db.scalar(select(Council.email).where(Council.id == row.council_id)) if row.council_id else ""
    if address:
        letters.post(ctx, LetterKind.OPINION_LATE, address=address, task=row.public_id, language=row.language)
    return True


def _open(row: Task) -> Task:
    if row.kind not in OPINIONS or row.dropped_at:
        raise Missing
    if row.done_at:
        raise Unfit(_("Uttalelsen er kommet fra før"))
    return row


def _is_in(ctx: Context, unit_id: int | None) -> bool:
    if ctx.me is not None and ctx.me.unit_id == unit_id:
        return True
    return ctx.db.scalar(select(Unit.leader_id).where(Unit.id == unit_id)) == ctx.actor.person_id


def _for_council(ctx: Context, proposal: Proposal, row: Task, answer: Answer, once: str | None) -> None:
    council = ctx.db.get_one(Council, row.council_id)
    author = _external(ctx, "council", council.public_id, council.name)
    _enter(ctx, proposal, row, answer, author, council.name, once)


def _external(ctx: Context, source: str, external_id: str, name: Texts) -> int:
    """The author row of a council or another municipality, under the name that it has today."""
    row = ctx.db.scalar(select(Author).where(Author.source == source, Author.external_id == external_id))
    if row is None:
        row = Author(kind=AuthorKind.EKSTERN, source=source, external_id=external_id)
        ctx.db.add(row)
    row.name = str(name)[:120]
    ctx.db.flush()
    return row.id


def _enter(
    ctx: Context, proposal: Proposal, row: Task, answer: Answer, author: int, name: Texts, once: str | None
) -> None:
    """Write the answer down, as open as the asker chose."""
    _refuse_flaws(answer)
    signed = text.tidy(answer.signed)[:_SIGNED]
    # What is said comes first, so that the task and the case are written once each, with its key and their history.
    statement = _publish(ctx, proposal, row, answer, author, signed, name) if row.is_public else None
    row.done_at, row.done_by_id = ctx.now, ctx.actor.person_id
    row.signed, row.said_for = signed, name
    row.answer, row.answer_html = text.tidy(answer.text), text.stored(answer.text)
    row.answer_language = answer.language
    proposal.open_tasks = max(0, proposal.open_tasks - 1)
    if statement is None:
        record(ctx, What.OPINION_GIVEN_INTERNALLY, proposal, author_id=author, once=once, task=row.public_id)
        return
    row.statement_id = statement.id
    record(
        ctx, What.OPINION_GIVEN, proposal, author_id=author, once=once,
        task=row.public_id, statement=statement.public_id,
    )  # fmt: skip


def _publish(
    ctx: Context, proposal: Proposal, row: Task, answer: Answer, author: int, signed: str, name: Texts
) -> Statement:
    """Signed by whoever signs for a council or another municipality, for a unit with the title of who writes."""
    role = Texts(nb=signed, nn=signed) if signed else Texts()
    if row.kind is TaskKind.ENHET:
        role = ctx.me.staff_title if ctx.me else Texts()
    said = statements.Said(answer.text, proposal.version, answer.language)
    statement = statements.put(ctx, proposal, StatementKind.OPINION, said, author_id=author, role=role, unit_name=name)
    ctx.db.add(statement)
    ctx.db.flush()
    statements.keep(ctx, statement, "")
    return statement


def _refuse_flaws(answer: Answer) -> None:
    if not answer.text.strip():
        raise Unfit(text=_("Skriv uttalelsen"))
    if len(answer.text) > limits.REASON:
        raise Unfit(text=_("Teksten kan ha %(most)s tegn.") % {"most": limits.REASON})
    if len(answer.signed) > _SIGNED:
        raise Unfit(signed=_("Teksten kan ha %(most)s tegn.") % {"most": _SIGNED})


@contextmanager
def _standing_in(ctx: Context, slug: str) -> Iterator[Context]:
    """The same person's context in another municipality, for one deed that was asked of theirs."""
    there: Here = find(ctx.db, Door(slug))
    held = ctx.db.info["municipality_id"]
    ctx.db.info["municipality_id"] = there.id
    try:
        yield replace(ctx, municipality=there)
        ctx.db.flush()
    finally:
        ctx.db.info["municipality_id"] = held
