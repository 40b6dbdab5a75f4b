"""The conversation about a proposal: whole threads in pages, indented three deep, silent ones without words."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Boolean, Integer, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Missing
from samskaping.models import Author, Comment, File, Organisation, Proposal, Staff
from samskaping.queries import attached, cursors, visible
from samskaping.queries.attached import HoldsFiles
from samskaping.queries.cursors import Order, Place
from samskaping.rules import limits
from samskaping.rules.policy import Can
from samskaping.rules.redaction import reason_name
from samskaping.rules.speech import AuthorKind, OrganisationKind, ReportReason, Stance


@dataclass
class Utterance(HoldsFiles):
    """One comment and the replies shown under it. A silent one has neither words nor name, but to those who may."""

    id: int
    parent_id: int | None
    thread_size: int
    author_id: int
    writer_id: int | None
    public_id: str
    stance: Stance
    language: str
    text: str
    html: str
    version: int
    written_at: datetime
    edited_at: datetime | None
    retracted_at: datetime | None
    held_since: datetime | None
    refused_at: datetime | None
    hidden_at: datetime | None
    hidden_code: ReportReason | None
    hidden_reason: str
    redacted_for: str | None
    orphan: bool
    votes_for: int
    votes_against: int
    author_kind: AuthorKind
    author: str
    organisation_id: str | None
    organisation_kind: OrganisationKind | None
    staff_title: Texts | None
    file_list: Any = None
    shown_depth: int = 0
    answers: str = ""
    replies: list["Utterance"] = field(default_factory=list)

    @property
    def session_id(self) -> int | None:
        return None

    @property
    def redaction_reason(self) -> str:
        """Why passages of the text are blacked out; empty when none are."""
        return reason_name(self.redacted_for)

    @property
    def silence(self) -> str:
        """Why its words are gone for others: ``retracted``, ``hidden``, ``held`` until they are read, or nothing."""
        if self.retracted_at:
            return "retracted"
        return "hidden" if self.hidden_at else "held" if self.held_since else ""


@dataclass(frozen=True)
class Conversation:
    """A page of whole threads, newest first, and the cursors of its neighbours."""

    threads: tuple[Utterance, ...]
    following: str
    preceding: str


_NEWEST = Order(Comment.written_at, Comment.public_id)


_BY = aliased(Organisation)
_COMMENTS: Any = (
    select(
        Comment.id, Comment.parent_id, Comment.thread_size, Comment.author_id, Comment.writer_id,
        Comment.public_id, Comment.stance, Comment.language, Comment.text, Comment.html, Comment.version,
        Comment.written_at, Comment.edited_at, Comment.retracted_at, Comment.held_since, Comment.refused_at,
        Comment.hidden_at, Comment.hidden_code, Comment.hidden_reason, Comment.redacted_for, Comment.orphan,
        Comment.votes_for, Comment.votes_against, Author.kind, Author.name, _BY.public_id, _BY.kind, Staff.title,
        attached.beside(File.comment_id, Comment.id),
    )
    .select_from(Comment)
    .join(Author, Author.id == Comment.author_id)
    .outerjoin(_BY, _BY.id == Author.organisation_id)
    .outerjoin(Staff, (Author.kind == AuthorKind.KOMMUNE) & (Staff.person_id == Author.person_id))
)  # fmt: skip
#: Threads that begin with a text that waits, stand for its writer and moderators; and for all once others answered it.
_STANDS = or_(
    Comment.held_since.is_(None),
    Comment.thread_size > 1,
    Comment.writer_id == bindparam("reader", type_=Integer),
    bindparam("moderates", type_=Boolean),
)
_ROOTS: Any = _COMMENTS.where(Comment.proposal_id == bindparam("proposal"), Comment.parent_id.is_(None), _STANDS)
_REPLIES: Any = _COMMENTS.where(
    Comment.thread_id.in_(bindparam("threads", expanding=True)), Comment.parent_id.is_not(None)
).order_by(Comment.written_at, Comment.id)


@cache
def _newest(size: int) -> Any:
    return cursors.window(_ROOTS, _NEWEST, None, size)


def conversation(ctx: Context, proposal_id: int, place: Place | None, size: int = limits.COMMENTS_PAGE) -> Conversation:
    """Threads until they hold a page of comments, each with all its replies. Two statements, one more from a place.

    From a place where nothing is left, the first page.
    """
    place = place if place and isinstance(place.value, datetime) else None
    first = cursors.window(_ROOTS, _NEWEST, place, size) if place else _newest(size)
    whose = {"reader": ctx.actor.person_id or 0, "moderates": ctx.may(Can.MODERATE)}
    found = [Utterance(*row) for row in ctx.db.execute(first, {"proposal": proposal_id, **whose})]
    if place and not found:
        return conversation(ctx, proposal_id, None, size)
    page = cursors.cut(found, place, _whole(found, size), lambda row: (row.written_at, row.public_id))
    roots = {root.id: root for root in page.rows}
    rows = [Utterance(*row) for row in ctx.db.execute(_REPLIES, {"threads": list(roots)})]
    _hang(roots, rows)
    for comment in (*roots.values(), *rows):
        _silence(ctx, comment)
    shown = tuple(root for root in roots.values() if _stands(ctx, root))
    is_newest = place is not None and not place.backwards and not _newer(ctx, page.rows[0], proposal_id)
    return Conversation(shown, page.following, "" if is_newest else page.preceding)


def one(ctx: Context, ref: str, public_id: str) -> Utterance:
    """One comment on a proposal that the visitor may see, for a form about it. Raises ``Missing``."""
    found = _COMMENTS.join(Proposal, Proposal.id == Comment.proposal_id)
    found = found.where(Proposal.reference == ref, visible.proposals(ctx), Comment.public_id == public_id)
    row = ctx.db.execute(found).one_or_none()
    if row is None:
        raise Missing
    comment = Utterance(*row)
    if comment.held_since and not _reads(ctx, comment):
        raise Missing
    _silence(ctx, comment)
    return comment


def _whole(found: list[Utterance], size: int) -> int:
    """How many threads fill a page, at least one."""
    held = 0
    for number, thread in enumerate(found, 1):
        held += thread.thread_size
        if held >= size:
            return number
    return size


def _newer(ctx: Context, root: Any, proposal_id: int) -> int:
    """How many comments the threads hold that are newer than this one."""
    place = Place(root.written_at, root.public_id, backwards=True)
    threads = select(Comment.thread_size).where(Comment.proposal_id == proposal_id, Comment.parent_id.is_(None))
    newer = cursors.window(threads, _NEWEST, place, limits.COMMENTS_PAGE).subquery()
    return ctx.db.scalar(select(func.coalesce(func.sum(newer.c.thread_size), 0))) or 0


def _hang(roots: dict[int, Utterance], rows: list[Utterance]) -> None:
    """Hang each reply where it is shown: under its true parent, or beside it once the thread is three deep."""
    known = {**roots, **{row.id: row for row in rows}}
    shown_under: dict[int, Utterance] = {}
    for row in rows:
        parent = known.get(row.parent_id or 0)
        if parent is None or (parent.parent_id is not None and parent.id not in shown_under):
            continue
        row.answers = "" if parent.silence else parent.author
        if parent.shown_depth + 1 >= limits.SHOWN_DEPTH:
            parent = shown_under[parent.id]
        else:
            row.answers = ""
        row.shown_depth = parent.shown_depth + 1
        shown_under[row.id] = parent
        parent.replies.append(row)


def _silence(ctx: Context, comment: Utterance) -> None:
    """Take words and name away, where this visitor may not have them."""
    if comment.silence and (comment.retracted_at or not _reads(ctx, comment)):
        comment.text = comment.html = comment.author = comment.hidden_reason = ""
        comment.file_list = None
        comment.organisation_id = comment.organisation_kind = comment.staff_title = None


def _reads(ctx: Context, comment: Any) -> bool:
    """Whether the visitor may read what others may not."""
    return (ctx.actor.is_known and ctx.actor.person_id == comment.writer_id) or ctx.may(Can.MODERATE)


def _stands(ctx: Context, comment: Utterance) -> bool:
    """Whether a comment has a place on the page: one that waits has none for others, unless answers hang under it."""
    comment.replies = [reply for reply in comment.replies if _stands(ctx, reply)]
    return not comment.held_since or bool(comment.replies) or _reads(ctx, comment)


def cursor_at(ctx: Context, ref: str, public_id: str) -> str:
    """The cursor of the page that begins with a comment's thread; empty when the first page holds it.

    Raises ``Missing``.
    """
    root = aliased(Comment)
    found = (
        select(root.written_at, root.public_id, root.proposal_id, Comment.held_since, Comment.writer_id)
        .select_from(Comment)
        .join(root, root.id == func.coalesce(Comment.thread_id, Comment.id))
        .join(Proposal, Proposal.id == Comment.proposal_id)
        .where(Proposal.reference == ref, visible.proposals(ctx), Comment.public_id == public_id)
    )
    row = ctx.db.execute(found).one_or_none()
    if row is None or (row.held_since and not _reads(ctx, row)):
        raise Missing
    if _newer(ctx, row, row.proposal_id) < limits.COMMENTS_PAGE:
        return ""
    # Just before the thread itself: «~» sorts after every letter of a public id.
    return cursors.write(row.written_at, f"{row.public_id}~")
