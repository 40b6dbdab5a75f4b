"""Blokkering: somebody is kept from writing in the municipality for a time, and let in again."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import case, insert, literal, select

from samskaping.actions import authors, need_rulings, notes, rulings
from samskaping.actions.proposals import in_case
from samskaping.actions.record import log, preceded_by, record
from samskaping.actions.redaction import subject
from samskaping.context import Context
from samskaping.db import plain
from samskaping.errors import Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Block, Comment, Need, Person, Proposal, Ruling
from samskaping.queries.blocking import holding, roles, roles_held
from samskaping.rules.blocking import Span, until
from samskaping.rules.events import What
from samskaping.rules.moderation import Deed
from samskaping.rules.pipeline import State
from samskaping.rules.policy import Can
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason


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
    person_id: int
    last: date | None
    ruling: str
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
    return laid.ruling


@contextmanager
def beside(
    ctx: Context, kind: str, name: str, span: Span, reason: ReportReason, words: str, *, seen: str | None
) -> Iterator[None]:
    """The same in one step with what is done inside with the text, which holds that to ``seen`` itself: locked once,
    and written together.
    """
    with ctx.db.no_autoflush:
        laid = _lay(ctx, kind, name, span, reason, words, seen, is_alone=False)
        rulings.hold(ctx, name, laid.proposal, laid.comment)
        try:
            with preceded_by(ctx, (laid.proposal, What.WRITER_BLOCKED, laid.details)):
                yield
        finally:
            rulings.let_go(ctx)
        _write(ctx, laid)


def _lay(
    ctx: Context,
    kind: str,
    name: str,
    span: Span,
    reason: ReportReason,
    words: str,
    seen: str | None,
    *,
    is_alone: bool = True,
) -> Laid:
    proposal, comment, someone, theirs, is_blocked = _locked(ctx, kind, name, seen)
    ctx.require(Can.MODERATE, proposal)
    if seen is not None and (is_alone or is_blocked):
        rulings.unchanged(ctx, proposal, comment, seen)
    if not ctx.may(Can.PERSON_BLOCK, Target(someone.id, theirs, proposal.partial_ids)):
        raise Unfit(_("Du kan ikke blokkere deg selv, og ikke ansatte på ditt eget nivå eller over."))
    said = rulings.worded(words)
    if is_blocked:
        raise Unfit(_("Den som skrev dette, er blokkert fra før"))
    ruling, last = rulings.rule(ctx, proposal, comment, Deed.BLOKKERT, reason, said), until(span, ctx.today)
    log(ctx, "block", blocked=someone.public_id, ruling=ruling)
    details = {"reason": reason, "ruling": ruling, "until": str(last) if last else None}
    details |= {"comment": comment.public_id} if comment else {}
    return Laid(proposal, comment, someone.id, last, ruling, details)


def _write(ctx: Context, laid: Laid) -> None:
    if not put(ctx, {laid.ruling: laid.person_id}, laid.last):
        raise Unfit(_("Den som skrev dette, er blokkert fra før"))


def put(ctx: Context, whom: Mapping[str, int], last: date | None) -> int:
    """Block a person by each of these rulings, which are written by now. Answers how many were.

    Whoever was blocked by another text while these were locked, is not twice. One statement.
    """
    block, ruled = plain(Block).c, plain(Ruling).c
    person_id = case(whom, value=ruled.public_id)
    found = select(ruled.id, ruled.municipality_id, person_id, literal(last, block.until_on.type), literal(""))
    found = found.where(ruled.public_id.in_(whom), ~holding(ctx, block, person_id))
    names = ["ruling_id", "municipality_id", "person_id", "until_on", "lifted_words"]
    adding = insert(plain(Block)).from_select(names, found).returning(block.id)
    return len(ctx.db.scalars(adding, execution_options={"every_municipality": True}).all())


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


def _locked(
    ctx: Context, kind: str, name: str, seen: str | None
) -> tuple[Proposal | Need, Comment | None, Person, frozenset[Role], bool]:
    """The case, the comment if it is one, and who wrote it, locked; the roles that they have, whether they are blocked.

    Rows are locked in the order in which the statement names their tables.
    """
    ctx.require(Can.MODERATE)
    here: tuple[Any, ...] = (Proposal.municipality_id == ctx.here.id, Proposal.state != State.UTKAST)
    stands = (Person, roles_held(ctx), holding(ctx, Block, Person.id))
    if kind == "behov":
        here = (Need.municipality_id == ctx.here.id, Need.reference == name)
        texts: Any = select(Need, literal(None), *stands).select_from(Need)
        texts = texts.join(Person, Person.id == Need.writer_id)
    elif kind == "kommentar":
        texts = select(Proposal, Comment, *stands).select_from(Proposal)
        texts = texts.join(Comment, Comment.proposal_id == Proposal.id).join(Person, Person.id == Comment.writer_id)
        texts = texts.where(Comment.public_id == name)
    else:
        texts = select(Proposal, literal(None), *stands).select_from(Proposal)
        texts = texts.join(Person, Person.id == Proposal.writer_id).where(Proposal.reference == name)
    found = ctx.db.execute(texts.where(*here).with_for_update()).one_or_none()
    if found is None:
        subject(ctx, kind, name, seen)
        raise Unfit(_("Teksten er ikke skrevet av noen med konto. Da er det ingen å blokkere."))
    proposal, comment, someone, held, is_blocked = found
    return proposal, comment, someone, roles(held), is_blocked
