"""What residents have reported, grouped by the thing they reported; and what is hidden."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.errors import Missing
from samskaping.models import Author, Comment, Person, Proposal, Report
from samskaping.queries import cursors
from samskaping.queries.cursors import Order, Place, Slice
from samskaping.rules import limits
from samskaping.rules.pipeline import State
from samskaping.rules.policy import Can
from samskaping.rules.speech import AuthorKind, ReportReason

_HIDDEN_MOST = 50


@dataclass(frozen=True)
class Told:
    """One report: why, in whose words, and by whom when they were signed in."""

    reason: ReportReason
    text: str
    reported_at: datetime
    reporter: str | None


@dataclass(frozen=True)
class Thing:
    """A proposal or a comment that moderators look at. ``comment`` is empty for a proposal."""

    reference: str
    title: str
    title_language: str
    comment: str
    text: str
    html: str
    language: str
    author_kind: AuthorKind
    author: str
    hidden_at: datetime | None
    hidden_reason: str

    @property
    def kind(self) -> str:
        """The word in addresses."""
        return "kommentar" if self.comment else "forslag"

    @property
    def name(self) -> str:
        """What addresses call it: the comment's public id, or the proposal's reference."""
        return self.comment or self.reference


@dataclass(frozen=True)
class Reported:
    """A thing with its open reports, oldest first. ``since`` and ``tie`` place it in the list."""

    thing: Thing
    reports: tuple[Told, ...]
    since: datetime
    tie: str


def reported(ctx: Context, place: Place | None = None, size: int = limits.INBOX_PAGE) -> Slice:
    """Things with open reports, the one that has waited longest first. Two statements."""
    ctx.require(Can.MODERATE)
    waiting = (
        select(
            Report.proposal_id,
            Report.comment_id,
            func.min(Report.reported_at).label("since"),
            func.min(Report.public_id).label("tie"),
        )
        .where(Report.municipality_id == ctx.here.id, Report.closed_at.is_(None))
        .group_by(Report.proposal_id, Report.comment_id)
        .subquery()
    )
    order = Order(waiting.c.since, waiting.c.tie, descending=False)
    things = _things(waiting.c.since, waiting.c.tie, waiting.c.proposal_id, waiting.c.comment_id).join_from(
        waiting, Proposal, Proposal.id == waiting.c.proposal_id
    )
    things = _with_authors(things.outerjoin(Comment, Comment.id == waiting.c.comment_id))
    rows = ctx.db.execute(cursors.window(things, order, place, size)).all()
    told = _told(ctx, [row.proposal_id for row in rows])
    found = [Reported(_thing(row), tuple(told[row.proposal_id, row.comment_id]), row.since, row.tie) for row in rows]
    return cursors.cut(found, place, size, lambda one: (one.since, one.tie))


def hidden(ctx: Context) -> tuple[Thing, ...]:
    """What was hidden last, proposals and comments, at most fifty of each. Two statements."""
    ctx.require(Can.MODERATE)
    proposals = (
        _with_authors(_things().select_from(Proposal).outerjoin(Comment, Comment.id.is_(None)))
        .where(Proposal.municipality_id == ctx.here.id, Proposal.hidden_at.is_not(None))
        .order_by(Proposal.hidden_at.desc(), Proposal.reference)
        .limit(_HIDDEN_MOST)
    )
    comments = (
        _with_authors(_things().select_from(Comment).join(Proposal, Proposal.id == Comment.proposal_id))
        .where(Comment.municipality_id == ctx.here.id, Comment.hidden_at.is_not(None))
        .order_by(Comment.hidden_at.desc(), Comment.public_id)
        .limit(_HIDDEN_MOST)
    )
    found = [_thing(row) for statement in (proposals, comments) for row in ctx.db.execute(statement)]
    return tuple(sorted(found, key=lambda thing: str(thing.hidden_at), reverse=True))


def thing(ctx: Context, kind: str, name: str) -> Thing:
    """A proposal or a comment to hide or to show again. Raises ``Missing``."""
    ctx.require(Can.MODERATE)
    if kind == "forslag":
        base = _things().select_from(Proposal).outerjoin(Comment, Comment.id.is_(None))
        statement = base.where(Proposal.municipality_id == ctx.here.id, Proposal.reference == name)
    else:
        base = _things().select_from(Comment).join(Proposal, Proposal.id == Comment.proposal_id)
        statement = base.where(Comment.municipality_id == ctx.here.id, Comment.public_id == name)
    row = ctx.db.execute(_with_authors(statement).where(Proposal.state != State.UTKAST)).one_or_none()
    if row is None:
        raise Missing
    return _thing(row)


_by_proposal, _by_comment = aliased(Author), aliased(Author)


def _things(*more: Any) -> Any:
    return select(
        *more,
        Proposal.reference,
        Proposal.title,
        Proposal.language.label("proposal_language"),
        Proposal.need,
        Proposal.need_html,
        Proposal.idea,
        Proposal.hidden_at.label("proposal_hidden_at"),
        Proposal.hidden_reason.label("proposal_hidden_reason"),
        Comment.public_id.label("comment"),
        Comment.text,
        Comment.html,
        Comment.language.label("comment_language"),
        Comment.hidden_at.label("comment_hidden_at"),
        Comment.hidden_reason.label("comment_hidden_reason"),
        _by_proposal.kind.label("proposal_kind"),
        _by_proposal.name.label("proposal_author"),
        _by_comment.kind.label("comment_kind"),
        _by_comment.name.label("comment_author"),
    )


def _with_authors(statement: Any) -> Any:
    return statement.join(_by_proposal, _by_proposal.id == Proposal.author_id).outerjoin(
        _by_comment, _by_comment.id == Comment.author_id
    )


def _thing(row: Any) -> Thing:
    shared = (row.reference, row.title, row.proposal_language)
    if row.comment:
        return Thing(
            *shared, row.comment, row.text, row.html, row.comment_language, row.comment_kind, row.comment_author,
            row.comment_hidden_at, row.comment_hidden_reason,
        )  # fmt: skip
    return Thing(
        *shared, "", row.need, row.need_html, row.proposal_language, row.proposal_kind, row.proposal_author,
        row.proposal_hidden_at, row.proposal_hidden_reason,
    )  # fmt: skip


def _told(ctx: Context, proposals: list[int]) -> dict[tuple[int, int | None], list[Told]]:
    statement: Any = (
        select(Report.proposal_id, Report.comment_id, Report.reason, Report.text, Report.reported_at, Person.name)
        .outerjoin(Person, Person.id == Report.reporter_id)
        .where(Report.proposal_id.in_(proposals), Report.closed_at.is_(None))
        .order_by(Report.reported_at, Report.id)
    )
    found: dict[tuple[int, int | None], list[Told]] = defaultdict(list)
    for proposal_id, comment_id, *rest in ctx.db.execute(statement):
        found[proposal_id, comment_id].append(Told(*rest))
    return found
