"""The moderators' one queue: texts to approve and texts that were reported; one of them; and what is hidden."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Boolean, Select, case, cast, func, literal, literal_column, select, union_all
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.errors import Missing
from samskaping.models import Appeal, Author, Comment, Person, Proposal, Report, Ruling
from samskaping.models.comments import WAITS
from samskaping.queries import appeals, cursors, reports, rulings
from samskaping.queries.appeals import Ruled
from samskaping.queries.cursors import Order, Place, Slice
from samskaping.queries.reports import Told
from samskaping.rules import limits
from samskaping.rules.moderation import Trust, found_words
from samskaping.rules.pipeline import State
from samskaping.rules.policy import Can
from samskaping.rules.shelves import Shelf
from samskaping.rules.speech import AuthorKind

_HIDDEN_MOST = 50


class Kind(StrEnum):
    """What waits for a moderator. Values are in addresses."""

    FORSLAG = "forslag"
    KOMMENTARER = "kommentarer"
    MELDT = "meldt"
    KLAGER = "klager"


@dataclass(frozen=True)
class Thing:
    """A proposal or a comment that moderators look at. ``comment`` is empty for a proposal."""

    proposal_id: int
    comment_id: int | None
    reference: str
    title: str
    title_language: str
    comment: str
    text: str
    html: str
    idea: str
    place: str
    language: str
    author_kind: AuthorKind
    author: str
    writer_id: int | None
    writer: str | None
    partial_ids: list[int]
    state: State
    waits_since: datetime | None
    is_refused: bool
    is_retracted: bool
    open_reports: int
    trust: Trust | None
    hidden_at: datetime | None
    hidden_reason: str
    mark: str

    @property
    def kind(self) -> str:
        """The word in addresses."""
        return "kommentar" if self.comment else "forslag"

    @property
    def name(self) -> str:
        """What addresses call it: the comment's public id, or the proposal's reference."""
        return self.comment or self.reference

    @property
    def session_id(self) -> int | None:
        return None

    def words(self, listed: str | None) -> tuple[str, ...]:
        """Those on the municipality's list that stand in the text."""
        around = () if self.comment else (self.title, self.idea, self.place)
        return found_words(listed, self.text, *around)


@dataclass(frozen=True)
class Item:
    """One row of the queue: the thing, why and since when it stands there, its open reports by age, or its appeal."""

    kind: Kind
    thing: Thing
    since: datetime
    tie: str
    reports: tuple[Told, ...] = ()
    appeal: Ruled | None = None


def _proposals(ctx: Context) -> Any:
    since = Proposal.state_since.label("since")
    found = _part(Kind.FORSLAG, since, Proposal.public_id, Proposal.id, cast(None, BigInteger))
    return found.where(Proposal.municipality_id == ctx.here.id, Proposal.shelf == Shelf.GODKJENNING)


def _comments(ctx: Context) -> Any:
    since = Comment.held_since.label("since")
    found = _part(Kind.KOMMENTARER, since, Comment.public_id, Comment.proposal_id, Comment.id)
    return found.where(Comment.municipality_id == ctx.here.id, literal_column(f"({WAITS})", Boolean))


def _reported(ctx: Context) -> Any:
    first, tie = func.min(Report.reported_at).label("since"), func.min(Report.public_id)
    found = _part(Kind.MELDT, first, tie, Report.proposal_id, Report.comment_id)
    found = found.where(Report.municipality_id == ctx.here.id, Report.closed_at.is_(None))
    return found.group_by(Report.proposal_id, Report.comment_id)


def _appealed(ctx: Context) -> Any:
    """Appeals; ``tie`` is the appeal's public id."""
    since = Appeal.appealed_at.label("since")
    found = _part(Kind.KLAGER, since, Appeal.public_id, Ruling.proposal_id, Ruling.comment_id)
    found = found.join(Ruling, Ruling.id == Appeal.ruling_id)
    return found.where(Appeal.municipality_id == ctx.here.id, Appeal.decided_at.is_(None))


def _part(kind: Kind, since: Any, tie: Any, proposal: Any, comment: Any) -> Any:
    said = literal(kind.value).label("kind")
    return select(said, since, tie.label("tie"), proposal.label("proposal_id"), comment.label("comment_id"))


#: Each kind of what waits, as rows of (kind, since, tie, proposal, comment). A new kind is a new row here.
PARTS: dict[Kind, Callable[[Context], Any]] = {
    Kind.FORSLAG: _proposals,
    Kind.KOMMENTARER: _comments,
    Kind.MELDT: _reported,
    Kind.KLAGER: _appealed,
}


def queue(ctx: Context, kind: Kind | None = None, place: Place | None = None, size: int = limits.INBOX_PAGE) -> Slice:
    """What waits for a moderator, of one kind or of all, what has waited longest first. At most four statements."""
    ctx.require(Can.MODERATE)
    parts: list[Select[Any]] = [PARTS[one](ctx) for one in ([kind] if kind else PARTS)]
    waiting = union_all(*parts).subquery()
    order = Order(waiting.c.since, waiting.c.tie, descending=False)
    things = _named_by(waiting, *waiting.c["kind", "since", "tie"])
    rows = ctx.db.execute(cursors.window(things, order, place, size)).all()
    told = reports.told(ctx, [row.proposal_id for row in rows if row.kind == Kind.MELDT])
    appealed = appeals.these(ctx, [row.tie for row in rows if row.kind == Kind.KLAGER])
    found = [replace(_item(row, told), appeal=appealed.get(row.tie)) for row in rows]
    return cursors.cut(found, place, size, lambda one: (one.since, one.tie))


def counts(ctx: Context) -> dict[Kind, int]:
    """How many of each kind wait, exact up to 1,000. One statement."""
    ctx.require(Can.MODERATE)
    row = ctx.db.execute(select(*(waiting_count(part(ctx)) for part in PARTS.values()))).one()
    return dict(zip(PARTS, row, strict=True))


def reported_count(ctx: Context) -> Any:
    """How many things have open reports, inside a larger statement."""
    return waiting_count(_reported(ctx))


def waiting_count(part: Any) -> Any:
    """How many rows a part of the queue has, bounded, inside a larger statement."""
    inner = part.limit(limits.COUNT_BOUND + 1).subquery()
    return select(func.count()).select_from(inner).scalar_subquery()


def _item(row: Any, told: dict[tuple[int, int | None], list[Told]]) -> Item:
    kind = Kind(row.kind)
    open_ones = tuple(told[row.proposal_id, row.comment_id]) if kind is Kind.MELDT else ()
    return Item(kind, _thing(row), row.since, row.tie, open_ones)


def hidden(ctx: Context) -> tuple[Thing, ...]:
    """What was hidden last, proposals and comments, at most fifty of each. Two statements."""
    ctx.require(Can.MODERATE)
    proposals = _with_authors(_things().select_from(Proposal).outerjoin(Comment, Comment.id.is_(None)))
    proposals = proposals.where(Proposal.municipality_id == ctx.here.id, Proposal.hidden_at.is_not(None))
    proposals = proposals.order_by(Proposal.hidden_at.desc(), Proposal.reference).limit(_HIDDEN_MOST)
    comments = _with_authors(_things().select_from(Comment).join(Proposal, Proposal.id == Comment.proposal_id))
    comments = comments.where(Comment.municipality_id == ctx.here.id, Comment.hidden_at.is_not(None))
    comments = comments.order_by(Comment.hidden_at.desc(), Comment.public_id).limit(_HIDDEN_MOST)
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


def these(ctx: Context, keys: Any, condition: Any, people: Any = None) -> list[tuple[Thing, Any]]:
    """What is here of the things whose keys stand in a subquery, each with its row: that has ``people`` too, a subquery
    about those who wrote them. One statement.
    """
    ctx.require(Can.MODERATE)
    found = _named_by(keys, *(people.c if people is not None else ())).where(Proposal.municipality_id == ctx.here.id)
    found = found if people is None else found.outerjoin(people, people.c.person_id == _writer.id)
    return [(_thing(row), row) for row in ctx.db.execute(found.where(condition))]


_by_proposal, _by_comment, _writer = aliased(Author), aliased(Author), aliased(Person)


def _either(name: str, comment: str = "") -> Any:
    """A column of the comment, or where there is none, of the proposal."""
    ours, theirs = getattr(Comment, comment or name), getattr(Proposal, name)
    return case((Comment.id.is_not(None), ours), else_=theirs).label(name)


def _things(*more: Any) -> Any:
    """The columns of a thing; where there is no comment in the row, of the proposal itself."""
    own = ("language", "writer_id", "open_reports", "trust", "hidden_at", "hidden_reason", "version")
    return select(
        *more,
        Proposal.id.label("proposal_id"),
        Comment.id.label("comment_id"),
        Proposal.reference,
        Proposal.title,
        Proposal.language.label("title_language"),
        Comment.public_id.label("comment"),
        Comment.refused_at,
        Comment.held_since,
        Comment.retracted_at,
        Proposal.state,
        Proposal.state_since,
        Proposal.partial_ids,
        _either("need", "text").label("words"),
        _either("need_html", "html").label("markup"),
        Proposal.idea_html,
        Proposal.idea,
        Proposal.place,
        *(_either(name) for name in own),
        func.coalesce(_by_comment.kind, _by_proposal.kind).label("author_kind"),
        func.coalesce(_by_comment.name, _by_proposal.name).label("author"),
        _writer.public_id.label("writer"),
        rulings.last().label("ruling"),
    )


def _named_by(keys: Any, *more: Any) -> Any:
    """The things whose keys stand in a subquery, with more of its columns."""
    found = _things(*more).join_from(keys, Proposal, Proposal.id == keys.c.proposal_id)
    return _with_authors(found.outerjoin(Comment, Comment.id == keys.c.comment_id))


def _with_authors(statement: Any) -> Any:
    return (
        statement.join(_by_proposal, _by_proposal.id == Proposal.author_id)
        .outerjoin(_by_comment, _by_comment.id == Comment.author_id)
        .outerjoin(_writer, _writer.id == _either("writer_id").element)
    )


def _thing(row: Any) -> Thing:
    is_comment = row.comment is not None
    waits = row.held_since if is_comment else row.state_since if row.state is State.TIL_GODKJENNING else None
    return Thing(
        proposal_id=row.proposal_id,
        comment_id=row.comment_id,
        reference=row.reference,
        title=row.title,
        title_language=row.title_language,
        comment=row.comment or "",
        text=row.words,
        html=row.markup,
        idea="" if is_comment else row.idea,
        place=row.place,
        language=row.language,
        author_kind=row.author_kind,
        author=row.author,
        writer_id=row.writer_id,
        writer=row.writer,
        partial_ids=row.partial_ids,
        state=row.state,
        waits_since=None if is_comment and (row.refused_at or row.retracted_at) else waits,
        is_refused=row.refused_at is not None,
        is_retracted=row.retracted_at is not None,
        open_reports=row.open_reports,
        trust=row.trust,
        hidden_at=row.hidden_at,
        hidden_reason=row.hidden_reason,
        mark=rulings.mark(row.version, row.ruling),
    )
