"""Input that staff entered: the mark on the public page, whom it came from (for staff), receipts and the latest."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Missing
from samskaping.models import Author, Intake, Person, Proposal, Unit
from samskaping.queries import cursors
from samskaping.queries.case_page import Case
from samskaping.queries.cursors import Order, Place, Slice
from samskaping.rules import limits
from samskaping.rules.intakes import Channel
from samskaping.rules.pipeline import State
from samskaping.rules.policy import Can
from samskaping.rules.speech import AuthorKind


@dataclass(frozen=True)
class Entered:
    """One piece of input in the list of the latest."""

    reference: str
    title: str
    language: str
    state: State
    channel: Channel
    received_on: date
    entered_at: datetime
    entered_by: str
    author_kind: AuthorKind
    author: str


@dataclass(frozen=True)
class Receipt:
    """What the receipt for whoever gave the input says, for print."""

    reference: str
    title: str
    language: str
    need_html: str
    need: str
    channel: Channel
    received_on: date
    answer_due: date
    unit: Texts | None
    author_kind: AuthorKind
    author: str


@dataclass(frozen=True)
class Giver:
    """Whom input came from, for staff alone."""

    name: str
    contact: str
    email: str
    channel: Channel
    received_on: date
    entered_by: str


ORDER = Order(Intake.entered_at, Proposal.reference)


def latest(ctx: Context, place: Place | None = None, size: int = limits.PAGE) -> Slice:
    """What was entered, newest first. One statement."""
    ctx.require(Can.INTAKE_ENTER)
    found: Any = (
        select(
            Proposal.reference, Proposal.title, Proposal.language, Proposal.state, Intake.channel, Intake.received_on,
            Intake.entered_at, Person.name.label("by"), Author.kind, Author.name.label("author"),
        )
        .select_from(Intake)
        .join(Proposal, Proposal.id == Intake.proposal_id)
        .join(Person, Person.id == Intake.entered_by_id)
        .join(Author, Author.id == Proposal.author_id)
        .where(Intake.municipality_id == ctx.here.id)
    )  # fmt: skip
    rows = ctx.db.execute(cursors.window(found, ORDER, place, size)).all()
    entered = [Entered(*row[:10]) for row in rows]
    return cursors.cut(entered, place, size, lambda row: (row.entered_at, row.reference))


def receipt(ctx: Context, ref: str) -> Receipt:
    """The receipt of what staff entered. Raises ``Missing`` for anything else."""
    ctx.require(Can.INTAKE_ENTER)
    row: Any = ctx.db.execute(
        select(
            Proposal.reference, Proposal.title, Proposal.language, Proposal.need_html, Proposal.need, Intake.channel,
            Intake.received_on, Proposal.answer_due, Unit.name, Author.kind, Author.name,
        )
        .select_from(Intake)
        .join(Proposal, Proposal.id == Intake.proposal_id)
        .join(Author, Author.id == Proposal.author_id)
        .outerjoin(Unit, Unit.id == Proposal.unit_id)
        .where(Proposal.reference == ref, Intake.municipality_id == ctx.here.id)
    ).one_or_none()  # fmt: skip
    if row is None:
        raise Missing
    return Receipt(*row)


def giver(ctx: Context, case: Case) -> Giver | None:
    """Whom a case came from, as far as it is known and still kept; None for a case that nobody entered.

    Names and addresses are not for whoever is partial in the case.
    """
    ctx.require(Can.PROPOSAL_INSPECT)
    if case.given_through is None or case.given_on is None:
        return None
    known = (case.given_name, case.given_contact, case.given_email)
    name, contact, email = (word or "" for word in known) if ctx.may(Can.INNER_READ, case) else ("", "", "")
    return Giver(name, contact, email, case.given_through, case.given_on, case.entered_by or "")
