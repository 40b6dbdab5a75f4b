"""Blokkering: somebody is kept from writing in the municipality for a time, and let in again."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import or_, select

from samskaping.actions import authors, notes, rulings
from samskaping.actions.proposals import in_case
from samskaping.actions.record import log, record
from samskaping.actions.redaction import subject
from samskaping.context import Context
from samskaping.errors import Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Block, Membership, Person, Proposal, Ruling
from samskaping.rules.blocking import Span, until
from samskaping.rules.events import What
from samskaping.rules.moderation import Deed
from samskaping.rules.policy import Can
from samskaping.rules.roles import Role
from samskaping.rules.speech import REPORT_REASON_NAMES, ReportReason


class Target(NamedTuple):
    """Whoever is to be blocked, as permissions ask: themselves, their roles here, and who is partial in the case."""

    writer_id: int | None
    roles: frozenset[Role]
    partial_ids: list[int]
    session_id: None = None


def block(
    ctx: Context,
    kind: str,
    name: str,
    span: Span,
    reason: ReportReason,
    words: str,
    *,
    seen: str | None = None,
    once: str | None = None,
) -> str:
    """Keep the one who wrote a text from writing here. Answers the ruling's public id.

    It is a person who is blocked, whoever they speak for: an organisation's other people write on.
    """
    proposal, comment = subject(ctx, kind, name, seen)
    someone = _writer(ctx, (comment or proposal).writer_id)
    if not ctx.may(Can.PERSON_BLOCK, Target(someone.id, _roles(ctx, someone.id), proposal.partial_ids)):
        raise Unfit(_("Du kan ikke blokkere deg selv, og ikke ansatte på ditt eget nivå eller over."))
    said = rulings.worded(words)
    if _holds(ctx, someone.id):
        raise Unfit(_("Den som skrev dette, er blokkert fra før"))
    ruled = rulings.decided(ctx, proposal, comment, Deed.BLOKKERT, reason, said)
    last, ruling = until(span, ctx.today), str(ruled.public_id)
    _lay(ctx, ruled, someone.id, last)
    notes.keep(ctx, proposal, _("Blokkerte (%(reason)s):") % {"reason": REPORT_REASON_NAMES[reason]} + f" {said}")
    facts = {"comment": comment.public_id} if comment else {}
    record(
        ctx, What.WRITER_BLOCKED, proposal, author_id=authors.municipal(ctx), once=once,
        reason=reason, ruling=ruling, until=str(last) if last else None, **facts,
    )  # fmt: skip
    log(ctx, "block", blocked=someone.public_id, ruling=ruling)
    return ruling


def _lay(ctx: Context, ruling: Ruling, person_id: int, last: date | None) -> None:
    ctx.db.flush()
    ctx.db.add(Block(municipality_id=ctx.here.id, ruling_id=ruling.id, person_id=person_id, until_on=last))


def lift(ctx: Context, ruling: str, words: str, *, once: str | None = None) -> None:
    """Let somebody write again before the time is out."""
    ctx.require(Can.MODERATE)
    ref = ctx.db.scalar(
        select(Proposal.reference)
        .join(Ruling, Ruling.proposal_id == Proposal.id)
        .where(Ruling.public_id == ruling, Ruling.deed == Deed.BLOKKERT)
    )
    if ref is None:
        raise Missing
    proposal = in_case(ctx, ref)
    ctx.require(Can.MODERATE, proposal)
    said = rulings.worded(words)
    if not release(ctx, ruling, said):
        raise Unfit(_("Blokkeringen er opphevet fra før"))
    notes.keep(ctx, proposal, _("Blokkering opphevet:") + f" {said}")
    record(ctx, What.BLOCK_LIFTED, proposal, author_id=authors.municipal(ctx), once=once, ruling=ruling)
    log(ctx, "unblock", ruling=ruling)


def release(ctx: Context, ruling: str, words: str = "") -> bool:
    """Lift a block; the caller has locked its case and records why. Answers False when it was lifted before."""
    row = ctx.db.scalar(
        select(Block).join(Ruling, Ruling.id == Block.ruling_id).where(Ruling.public_id == ruling).with_for_update()
    )
    if row is None or row.lifted_at is not None:
        return False
    row.lifted_at, row.lifted_by_id, row.lifted_words = ctx.now, ctx.actor.person_id, words
    return True


def _writer(ctx: Context, person_id: int | None) -> Person:
    """The person, locked, so that two who block at once find each other out."""
    someone = ctx.db.scalar(select(Person).where(Person.id == person_id).with_for_update()) if person_id else None
    if someone is None:
        raise Unfit(_("Teksten er ikke skrevet av noen med konto. Da er det ingen å blokkere."))
    return someone


def _roles(ctx: Context, person_id: int) -> frozenset[Role]:
    found = select(Membership.role).where(
        Membership.person_id == person_id, Membership.municipality_id == ctx.here.id, Membership.ended_at.is_(None)
    )
    return frozenset(ctx.db.scalars(found))


def _holds(ctx: Context, person_id: int) -> bool:
    found = select(Block.id).where(
        Block.person_id == person_id,
        Block.municipality_id == ctx.here.id,
        Block.lifted_at.is_(None),
        or_(Block.until_on.is_(None), Block.until_on >= ctx.today),
    )
    return ctx.db.scalar(found.limit(1)) is not None
