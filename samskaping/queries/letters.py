"""The facts that letters tell: receipts, barriers, notifications that are still worth a mail."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from samskaping.context import Context
from samskaping.models import Barrier, Person, Proposal


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


def barrier_reported_at(ctx: Context, public_id: str) -> datetime | None:
    """When somebody reported a barrier."""
    return ctx.db.scalar(select(Barrier.reported_at).where(Barrier.public_id == public_id))
