"""The facts that letters tell: receipts, barriers, notifications that are still worth a mail."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.models import Barrier, Event, Person, Proposal, Statement
from samskaping.queries.notifications import Told
from samskaping.rules.deadlines import answer_owed


@dataclass(frozen=True)
class Receipt:
    """What the receipt of a proposal says."""

    reference: str
    title: str
    submitted_at: datetime
    answer_due: date
    is_public: bool


@dataclass(frozen=True)
class Addressee:
    """Whom a letter goes to."""

    id: int
    public_id: str
    name: str
    email: str
    form: str
    is_confirmed: bool
    is_blocked: bool


def addressee(ctx: Context, person_id: int) -> Addressee | None:
    """The person behind a letter, as they are now; None when they are gone."""
    row: Any = ctx.db.execute(
        select(
            Person.id,
            Person.public_id,
            Person.name,
            Person.email,
            Person.form,
            Person.confirmed_at.is_not(None),
            Person.blocked_at.is_not(None),
        ).where(Person.id == person_id)
    ).one_or_none()
    return Addressee(*row) if row else None


def receipt(ctx: Context, ref: str) -> Receipt | None:
    """The receipt of a proposal in this municipality."""
    row: Any = ctx.db.execute(
        select(
            Proposal.reference, Proposal.title, Proposal.submitted_at, Proposal.answer_due, Proposal.is_public
        ).where(Proposal.reference == ref)
    ).one_or_none()
    return Receipt(*row) if row and row.answer_due else None


@dataclass(frozen=True)
class News:
    """What happened in a case that staff entered. ``due`` is when an answer comes, while one is owed."""

    told: Told
    due: date | None
    into: str | None


def news(ctx: Context, event_id: int) -> News | None:
    """What an event tells whoever gave the input; None while not everyone can see the case."""
    into = aliased(Proposal)
    row: Any = ctx.db.execute(
        select(
            Event.what, Event.details, Event.happened_at, Proposal, into.reference.label("into"),
            into.answer_due, into.waiting_since,
        )
        .join(Proposal, Proposal.id == Event.subject_id)
        .outerjoin(into, into.id == Proposal.into_id)
        .where(Event.id == event_id, Event.subject_kind == "proposal", Proposal.is_public)
    ).one_or_none()  # fmt: skip
    if row is None:
        return None
    said: Any = ctx.db.execute(
        select(Statement.text, Statement.mail_text).where(
            Statement.public_id == row.details.get("statement", ""), Statement.is_public
        )
    ).one_or_none()
    case = row.Proposal
    told = Told(
        what=row.what, details=row.details, at=row.happened_at, is_read=False, kind="proposal", thing=case.reference,
        title=case.title, language=case.language, reason="", municipality="", slug="", host=None, tie="",
        said=(said.mail_text or said.text) if said else "",
    )  # fmt: skip
    return News(told, answer_owed(row) if row.into else answer_owed(case), row.into)


def barrier_reported_at(ctx: Context, public_id: str) -> datetime | None:
    """When somebody reported a barrier."""
    return ctx.db.scalar(select(Barrier.reported_at).where(Barrier.public_id == public_id))
