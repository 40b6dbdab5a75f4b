"""What moderators look at: a proposal, a comment or a need, in one shape."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.errors import Missing
from samskaping.models import Author, Comment, Need, Person, Proposal
from samskaping.queries import rulings
from samskaping.rules.moderation import Trust, found_words
from samskaping.rules.pipeline import State
from samskaping.rules.policy import Can
from samskaping.rules.speech import AuthorKind
from samskaping.text import excerpt

#: Code points of a need's beginning where others have a title.
_HEADING = 80


@dataclass(frozen=True)
class Thing:
    """A proposal, a comment or a need that moderators look at. ``comment`` is empty but for a comment."""

    proposal_id: int | None
    comment_id: int | None
    need_id: int | None
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
    state: State | None
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
        return "behov" if self.need_id else "kommentar" if self.comment else "forslag"

    @property
    def about(self) -> tuple[int | None, int | None, int | None]:
        """The keys of what rulings and reports are about: case, comment, need."""
        return self.proposal_id, self.comment_id, self.need_id

    @property
    def name(self) -> str:
        """What addresses call it: the comment's public id, or the reference."""
        return self.comment or self.reference

    @property
    def session_id(self) -> int | None:
        return None

    def words(self, listed: str | None) -> tuple[str, ...]:
        """Those on the municipality's list that stand in the text."""
        around = () if self.comment or self.need_id else (self.title, self.idea, self.place)
        return found_words(listed, self.text, *around)


def thing(ctx: Context, kind: str, name: str) -> Thing:
    """A proposal, a comment or a need to decide about. Raises ``Missing``."""
    ctx.require(Can.MODERATE)
    found: dict[str, Any] = {
        "forslag": cases().where(Proposal.reference == name, Proposal.state != State.UTKAST),
        "kommentar": comments().where(Comment.public_id == name, Proposal.state != State.UTKAST),
        "behov": needs().where(Need.reference == name),
    }
    table: Any = {"forslag": Proposal, "kommentar": Comment, "behov": Need}[kind]
    row = ctx.db.execute(with_authors(found[kind]).where(table.municipality_id == ctx.here.id)).one_or_none()
    if row is None:
        raise Missing
    return shaped(row)


def cases() -> Any:
    """Proposals as things."""
    return columns().select_from(Proposal).outerjoin(Comment, Comment.id.is_(None)).outerjoin(Need, Need.id.is_(None))


def comments() -> Any:
    """Comments as things, each with its case."""
    in_case = columns().select_from(Comment).join(Proposal, Proposal.id == Comment.proposal_id)
    return in_case.outerjoin(Need, Need.id.is_(None))


def needs() -> Any:
    """Needs as things."""
    alone = columns().select_from(Need).outerjoin(Proposal, Proposal.id.is_(None))
    return alone.outerjoin(Comment, Comment.id.is_(None))


_by_proposal, _by_comment, _by_need, _writer = aliased(Author), aliased(Author), aliased(Author), aliased(Person)


def _either(name: str, other: str = "") -> Any:
    """A column of the comment or the need, or where there is neither, of the proposal."""
    ours, alone, theirs = getattr(Comment, other or name), getattr(Need, other or name), getattr(Proposal, name)
    return case((Comment.id.is_not(None), ours), (Need.id.is_not(None), alone), else_=theirs).label(name)


def columns(*more: Any) -> Any:
    """The columns of a thing; where there is no comment or need in the row, of the proposal itself."""
    own = ("writer_id", "open_reports", "trust", "hidden_at", "hidden_reason", "version", "language")
    return select(
        *more,
        Proposal.id.label("proposal_id"),
        Comment.id.label("comment_id"),
        Need.id.label("need_id"),
        func.coalesce(Proposal.reference, Need.reference).label("reference"),
        Proposal.title,
        Proposal.language.label("title_language"),
        Comment.public_id.label("comment"),
        func.coalesce(Comment.refused_at, Need.refused_at).label("refused_at"),
        func.coalesce(Comment.held_since, Need.held_since).label("held_since"),
        func.coalesce(Comment.retracted_at, Need.retracted_at).label("retracted_at"),
        Proposal.state,
        Proposal.state_since,
        Proposal.partial_ids,
        _either("need", "text").label("words"),
        _either("need_html", "html").label("markup"),
        Proposal.idea_html,
        Proposal.idea,
        Proposal.place,
        *(_either(name) for name in own),
        func.coalesce(_by_comment.kind, _by_need.kind, _by_proposal.kind).label("author_kind"),
        func.coalesce(_by_comment.name, _by_need.name, _by_proposal.name).label("author"),
        _writer.public_id.label("writer"),
        rulings.last().label("ruling"),
    )


def these(ctx: Context, keys: Any, condition: Any, people: Any = None) -> list[tuple[Thing, Any]]:
    """What is here of the cases, comments and needs whose keys stand in a subquery; of cases and comments, what meets
    a condition. Each with its row: that has ``people`` too, a subquery about those who wrote them. One statement.
    """
    ctx.require(Can.MODERATE)
    more = people.c if people is not None else ()
    found = columns(*more).join_from(keys, Proposal, Proposal.id == keys.c.proposal_id, isouter=True)
    found = found.outerjoin(Comment, Comment.id == keys.c.comment_id).outerjoin(Need, Need.id == keys.c.need_id)
    in_case = and_(Proposal.municipality_id == ctx.here.id, condition)
    found = with_authors(found).where(or_(in_case, Need.municipality_id == ctx.here.id))
    found = found if people is None else found.outerjoin(people, people.c.person_id == _writer.id)
    return [(shaped(row), row) for row in ctx.db.execute(found)]


def with_authors(statement: Any) -> Any:
    """The same with those who wrote them."""
    return (
        statement.outerjoin(_by_proposal, _by_proposal.id == Proposal.author_id)
        .outerjoin(_by_comment, _by_comment.id == Comment.author_id)
        .outerjoin(_by_need, _by_need.id == Need.author_id)
        .outerjoin(_writer, _writer.id == _either("writer_id").element)
    )


def shaped(row: Any) -> Thing:
    """A row of the columns as what moderators look at."""
    is_case = row.comment is None and row.need_id is None
    waits = row.held_since if not is_case else row.state_since if row.state is State.TIL_GODKJENNING else None
    return Thing(
        proposal_id=row.proposal_id,
        comment_id=row.comment_id,
        need_id=row.need_id,
        reference=row.reference,
        title=row.title or excerpt(row.words, _HEADING),
        title_language=row.title_language or row.language,
        comment=row.comment or "",
        text=row.words,
        html=row.markup,
        idea=row.idea if is_case else "",
        place=row.place or "",
        language=row.language,
        author_kind=row.author_kind,
        author=row.author,
        writer_id=row.writer_id,
        writer=row.writer,
        partial_ids=row.partial_ids or [],
        state=row.state,
        waits_since=None if row.refused_at or row.retracted_at else waits,
        is_refused=row.refused_at is not None,
        is_retracted=row.retracted_at is not None,
        open_reports=row.open_reports,
        trust=row.trust,
        hidden_at=row.hidden_at,
        hidden_reason=row.hidden_reason,
        mark=rulings.mark(row.version, row.ruling),
    )
