"""Blokkering: somebody is kept from writing in the municipality for a time, and let in again."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import and_, exists, literal, or_, select

from samskaping.actions import authors, need_rulings, notes, rulings
from samskaping.actions.proposals import in_case
from samskaping.actions.record import log, preceded_by, record
from samskaping.actions.redaction import subject
from samskaping.context import Context
from samskaping.errors import Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Block, Comment, Membership, Need, Person, Proposal, Ruling
from samskaping.queries.rulings import mark, newest_on
from samskaping.rules.blocking import Span, until
from samskaping.rules.events import What
from samskaping.rules.moderation import Deed
from samskaping.rules.pipeline import State
from samskaping.rules.policy import Can
from samskaping.rules.roles import Role
from samskaping.rules.speech import REPORT_REASON_NAMES, ReportReason


class Target(NamedTuple):
    """Whoever is to be blocked, as permissions ask: themselves, their roles here, and who is partial in the case."""

    writer_id: int | None
    roles: frozenset[Role]
    partial_ids: list[int]
    session_id: None = None


class Laid(NamedTuple):
    """A block that is decided, and not written yet: whose, by which ruling, and what is recorded of it."""

    proposal: Proposal | Need
    comment: Comment | None
    ruling: Ruling
    row: Block
    details: dict[str, Any]


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
    laid = _lay(ctx, kind, name, span, reason, words, seen)
    record(ctx, What.WRITER_BLOCKED, laid.proposal, author_id=authors.municipal(ctx), once=once, **laid.details)
    _write(ctx, laid)
    return str(laid.ruling.public_id)


@contextmanager
def beside(
    ctx: Context, kind: str, name: str, span: Span, reason: ReportReason, words: str, *, seen: str | None
) -> Iterator[None]:
    """The same in one step with what is done inside with the text: locked once, and written together."""
    with ctx.db.no_autoflush:
        laid = _lay(ctx, kind, name, span, reason, words, seen)
        rulings.hold(ctx, name, laid.proposal, laid.comment)
        try:
            with preceded_by(ctx, (laid.proposal, What.WRITER_BLOCKED, laid.details)):
                yield
        finally:
            rulings.let_go(ctx)
        _write(ctx, laid)


def _lay(ctx: Context, kind: str, name: str, span: Span, reason: ReportReason, words: str, seen: str | None) -> Laid:
    proposal, comment, someone = _locked(ctx, kind, name, seen)
    ctx.require(Can.MODERATE, proposal)
    roles, is_blocked = _standing(ctx, proposal, comment, someone, seen)
    if not ctx.may(Can.PERSON_BLOCK, Target(someone.id, roles, proposal.partial_ids)):
        raise Unfit(_("Du kan ikke blokkere deg selv, og ikke ansatte på ditt eget nivå eller over."))
    said = rulings.worded(words)
    if is_blocked:
        raise Unfit(_("Den som skrev dette, er blokkert fra før"))
    ruled, last = rulings.decided(ctx, proposal, comment, Deed.BLOKKERT, reason, said), until(span, ctx.today)
    notes.keep(ctx, proposal, _("Blokkerte (%(reason)s):") % {"reason": REPORT_REASON_NAMES[reason]} + f" {said}")
    log(ctx, "block", blocked=someone.public_id, ruling=ruled.public_id)
    row = Block(municipality_id=ctx.here.id, person_id=someone.id, until_on=last)
    details = {"reason": reason, "ruling": ruled.public_id, "until": str(last) if last else None}
    return Laid(proposal, comment, ruled, row, details | ({"comment": comment.public_id} if comment else {}))


def _write(ctx: Context, laid: Laid) -> None:
    """The ruling is written by now, and has its key."""
    laid.row.ruling_id = laid.ruling.id
    ctx.db.add(laid.row)


def lift(ctx: Context, ruling: str, words: str, *, once: str | None = None) -> None:
    """Let somebody write again before the time is out."""
    ctx.require(Can.MODERATE)
    row = ctx.db.execute(
        select(Proposal.reference, Need.reference.label("need"))
        .select_from(Ruling)
        .outerjoin(Proposal, Proposal.id == Ruling.proposal_id)
        .outerjoin(Need, Need.id == Ruling.need_id)
        .where(Ruling.public_id == ruling, Ruling.deed == Deed.BLOKKERT)
    ).one_or_none()
    if row is None:
        raise Missing
    proposal = need_rulings.opened(ctx, row.need) if row.need else in_case(ctx, row.reference)
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


def _locked(ctx: Context, kind: str, name: str, seen: str | None) -> tuple[Proposal | Need, Comment | None, Person]:
    """The case, the comment if it is one, and who wrote it; locked, so that two who block at once find each other out.

    Rows are locked in the order in which the statement names their tables.
    """
    ctx.require(Can.MODERATE)
    here: tuple[Any, ...] = (Proposal.municipality_id == ctx.here.id, Proposal.state != State.UTKAST)
    if kind == "behov":
        here = (Need.municipality_id == ctx.here.id, Need.reference == name)
        texts: Any = select(Need, literal(None), Person).select_from(Need).join(Person, Person.id == Need.writer_id)
    elif kind == "kommentar":
        texts = select(Proposal, Comment, Person).select_from(Proposal)
        texts = texts.join(Comment, Comment.proposal_id == Proposal.id).join(Person, Person.id == Comment.writer_id)
        texts = texts.where(Comment.public_id == name)
    else:
        texts = select(Proposal, literal(None), Person).select_from(Proposal)
        texts = texts.join(Person, Person.id == Proposal.writer_id).where(Proposal.reference == name)
    found = ctx.db.execute(texts.where(*here).with_for_update()).one_or_none()
    if found is None:
        subject(ctx, kind, name, seen)
        raise Unfit(_("Teksten er ikke skrevet av noen med konto. Da er det ingen å blokkere."))
    proposal, comment, someone = found
    return proposal, comment, someone


def _standing(
    ctx: Context, proposal: Proposal | Need, comment: Comment | None, someone: Person, seen: str | None
) -> tuple[frozenset[Role], bool]:
    """The roles of the one who wrote a locked text, and whether they are blocked; ``Clash`` by ``seen``."""
    holds = exists().where(
        Block.person_id == Person.id,
        Block.municipality_id == ctx.here.id,
        Block.lifted_at.is_(None),
        or_(Block.until_on.is_(None), Block.until_on >= ctx.today),
    )
    held = and_(
        Membership.person_id == Person.id, Membership.municipality_id == ctx.here.id, Membership.ended_at.is_(None)
    )
    newest = newest_on(**rulings.about(proposal, comment))
    rows = ctx.db.execute(
        select(Membership.role, holds, newest)
        .select_from(Person)
        .outerjoin(Membership, held)
        .where(Person.id == someone.id)
    ).all()
    if seen is not None and seen != mark((comment or proposal).version, rows[0][2]):
        rulings.unchanged(ctx, proposal, comment, seen)
    return frozenset(row[0] for row in rows if row[0]), rows[0][1]
