"""Rulings as the one they are against reads them, and appeals as those who decide them read them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from samskaping.clock import oslo_date
from samskaping.context import Context
from samskaping.errors import Missing
from samskaping.models import Appeal, Author, Comment, File, Membership, Need, Person, Proposal, Ruling
from samskaping.rules.appeals import AGAINST, Conclusion, open_until, ruling_name
from samskaping.rules.moderation import Deed
from samskaping.rules.pipeline import State
from samskaping.rules.policy import REVIEWING, Can
from samskaping.rules.roles import Role
from samskaping.rules.speech import REPORT_REASON_NAMES, AuthorKind, ReportReason
from samskaping.text import excerpt

_MOST = 200
#: Code points of a need's beginning where others have a title.
_HEADING = 80


@dataclass(frozen=True)
class Ruled:
    """A ruling with what it is about, and the appeal against it when there is one. Keys of people are inner matters."""

    public_id: str
    deed: Deed
    reason: ReportReason | None
    words: str
    decided_at: datetime
    ruler_id: int
    ruler: str
    reference: str
    title: str
    title_language: str
    partial_ids: list[int]
    comment: str | None
    text: str
    html: str
    language: str
    writer_id: int | None
    author_kind: AuthorKind
    author: str
    appeal: str | None
    appeal_text: str | None
    appeal_language: str | None
    appealed_at: datetime | None
    due_on: date | None
    concluded_at: datetime | None
    conclusion: Conclusion | None
    conclusion_words: str | None
    concluder: str | None
    state: State | None
    proposal: str | None
    #: What the moderator's words, and those of the one who decided the appeal, are written in; empty when unknown.
    words_language: str
    conclusion_language: str | None

    is_of_need: bool
    #: The public id of the file that it is about, empty when it is about a text; the text is then the file's name.
    file: str

    #: Not a draft of any browser's.
    session_id: None = None

    @property
    def name(self) -> str:
        """What was done, in words to the one who wrote the text."""
        return ruling_name(
            self.deed, of_comment=self.comment is not None, of_need=self.is_of_need, of_file=bool(self.file)
        )

    @property
    def reason_name(self) -> str:
        """The reason's code in words; empty where there was none."""
        return str(REPORT_REASON_NAMES[self.reason]) if self.reason else ""

    @property
    def until(self) -> date:
        """The last day on which it can be appealed."""
        return open_until(oslo_date(self.decided_at))

    @property
    def draft(self) -> str:
        """The proposal's own name, while it is its writer's draft again; empty otherwise."""
        return self.proposal or "" if self.state is State.UTKAST and not (self.comment or self.file) else ""

    def is_open(self, today: date) -> bool:
        """Whether it can still be appealed."""
        return self.appeal is None and today <= self.until


@dataclass(frozen=True)
class Others:
    """How many can decide an appeal, besides the one who ruled: those who moderate, and administrators."""

    moderating: int
    administering: int

    @property
    def are_none(self) -> bool:
        return not (self.moderating or self.administering)


def own(ctx: Context, ruling: str) -> Ruled:
    """A ruling against the signed-in person's own text. Anybody else's is missing. One statement."""
    found = _one(ctx, Ruling.public_id == ruling, Ruling.deed.in_(AGAINST))
    if not ctx.may(Can.APPEAL_MAKE, found):
        raise Missing
    return found


def to_mail(ctx: Context, *, ruling: str, appeal: str) -> Ruled | None:
    """The ruling that a letter to the signed-in person is about, by its name or its appeal's; None if it is gone."""
    row = ctx.db.execute(
        _rows().where(or_(Ruling.public_id == ruling, Appeal.public_id == appeal), Ruling.deed.in_(AGAINST))
    ).one_or_none()
    found = _ruled(row) if row else None
    return found if found and ctx.may(Can.APPEAL_MAKE, found) else None


def own_in_case(ctx: Context, ref: str) -> dict[str, Ruled]:
    """The newest ruling against each of the person's own texts in a case, by comment, "" for the proposal itself.

    One statement; none for somebody unknown.
    """
    if not ctx.actor.is_known:
        return {}
    mine = func.coalesce(Comment.writer_id, Proposal.writer_id) == ctx.actor.person_id
    of_text = (Ruling.file == "", Ruling.deed.in_(AGAINST))
    found = _rows().where(Proposal.reference == ref, mine, *of_text).order_by(Ruling.id).limit(_MOST)
    return {row.comment or "": _ruled(row) for row in ctx.db.execute(found)}


def own_of_need(ctx: Context, ref: str) -> Ruled | None:
    """The newest ruling against the person's own need; none for anybody else's. One statement."""
    mine = (Need.reference == ref, Need.municipality_id == ctx.here.id, Need.writer_id == ctx.actor.person_id)
    return _newest(ctx, *mine, Ruling.file == "")


def own_of_file(ctx: Context, file: str) -> Ruled | None:
    """The newest ruling against a file that the person attached; none for anybody else's. One statement."""
    return _newest(ctx, Ruling.file == file, Ruling.challenge_id.is_(None), File.uploader_id == ctx.actor.person_id)


def _newest(ctx: Context, *which: Any) -> Ruled | None:
    found = _rows().where(Ruling.municipality_id == ctx.here.id, Ruling.deed.in_(AGAINST), *which)
    row = ctx.db.execute(found.order_by(Ruling.id.desc()).limit(1)).first()
    return _ruled(row) if row and ctx.actor.is_known else None


def appealed(ctx: Context, public_id: str) -> Ruled:
    """What an appeal is about, for those who decide appeals. Raises ``Missing``."""
    ctx.require(Can.APPEAL_DECIDE)
    return _one(ctx, Appeal.public_id == public_id)


def waiting(ctx: Context) -> tuple[Ruled, ...]:
    """Appeals that nobody has decided, the one that is due first on top; at most 200. One statement."""
    ctx.require(Can.APPEAL_DECIDE)
    found = _rows().where(Appeal.municipality_id == ctx.here.id, Appeal.decided_at.is_(None))
    return _all(ctx, found.order_by(Appeal.due_on, Appeal.id).limit(_MOST))


def these(ctx: Context, public_ids: list[str]) -> dict[str, Ruled]:
    """Appeals by their public id, for those who decide them. One statement; none when there are none."""
    ctx.require(Can.APPEAL_DECIDE)
    return (
        {str(one.appeal): one for one in _all(ctx, _rows().where(Appeal.public_id.in_(public_ids)))}
        if public_ids
        else {}
    )


def decided(ctx: Context, most: int = 50) -> tuple[Ruled, ...]:
    """Appeals that were decided, the newest first. One statement."""
    ctx.require(Can.APPEAL_DECIDE)
    found = _rows().where(Appeal.municipality_id == ctx.here.id, Appeal.decided_at.is_not(None))
    return _all(ctx, found.order_by(Appeal.decided_at.desc(), Appeal.id).limit(most))


def others(ctx: Context, ruled: Ruled) -> Others:
    """Who else than the one who ruled, and than the writer, can decide. One statement."""
    barred = [one for one in (ruled.ruler_id, ruled.writer_id, *ruled.partial_ids) if one is not None]

    def count(*roles: Role) -> Any:
        return (
            select(func.count(Membership.person_id.distinct()))
            .where(
                Membership.municipality_id == ctx.here.id,
                Membership.ended_at.is_(None),
                Membership.role.in_(roles),
                Membership.person_id.not_in(barred),
            )
            .scalar_subquery()
        )

    return Others(*ctx.db.execute(select(count(*REVIEWING), count(Role.ADMINISTRATOR))).one())


_by_proposal, _by_comment, _by_need = aliased(Author), aliased(Author), aliased(Author)
_ruler, _concluder, _uploader = aliased(Person), aliased(Person), aliased(Person)
_NEED = [
    column.label(f"told_{column.key}")
    for column in (Need.id, Need.text, Need.html, Need.language, Need.writer_id, _by_need.kind, _by_need.name)
]


def _rows() -> Any:
    return (
        select(
            Ruling.public_id, Ruling.deed, Ruling.reason, Ruling.words, Ruling.decided_at, Ruling.decided_by_id,
            _ruler.name.label("ruler"), func.coalesce(Proposal.reference, Need.reference).label("reference"),
            Proposal.title, Proposal.language.label("own_language"),
            Proposal.partial_ids, Proposal.need, Proposal.need_html, Proposal.writer_id.label("proposer"),
            _by_proposal.kind.label("proposal_kind"), _by_proposal.name.label("proposal_author"),
            Comment.public_id.label("comment"), Comment.text, Comment.html, Comment.language, Comment.writer_id,
            _by_comment.kind.label("comment_kind"), _by_comment.name.label("comment_author"),
            Appeal.public_id.label("appeal"), Appeal.text.label("appeal_text"),
            Appeal.language.label("appeal_language"), Appeal.appealed_at, Appeal.due_on,
            Appeal.decided_at.label("concluded_at"), Appeal.conclusion, Appeal.words.label("conclusion_words"),
            _concluder.name.label("concluder"), Proposal.state, Proposal.public_id.label("proposal"),
            *_NEED, Ruling.language.label("words_language"), Appeal.words_language.label("conclusion_language"),
            Ruling.file, File.name.label("file_name"), File.uploader_id, _uploader.name.label("uploader"),
        )
        .select_from(Ruling)
        .outerjoin(Proposal, _in_its_municipality(Proposal, Ruling.proposal_id))
        .outerjoin(Need, _in_its_municipality(Need, Ruling.need_id))
        .outerjoin(_by_need, _by_need.id == Need.author_id)
        .join(_ruler, _ruler.id == Ruling.decided_by_id)
        .outerjoin(_by_proposal, _by_proposal.id == Proposal.author_id)
        .outerjoin(Comment, Comment.id == Ruling.comment_id)
        .outerjoin(_by_comment, _by_comment.id == Comment.author_id)
        .outerjoin(Appeal, Appeal.ruling_id == Ruling.id)
        .outerjoin(_concluder, _concluder.id == Appeal.decided_by_id)
        .outerjoin(File, File.public_id == Ruling.file)
        .outerjoin(_uploader, _uploader.id == File.uploader_id)
    )  # fmt: skip


def _in_its_municipality(table: type[Proposal] | type[Need], key: Any) -> ColumnElement[bool]:
    return and_(table.id == key, table.municipality_id == Ruling.municipality_id)


def _all(ctx: Context, found: Any) -> tuple[Ruled, ...]:
    return tuple(_ruled(row) for row in ctx.db.execute(found))


def _one(ctx: Context, *which: Any) -> Ruled:
    row = ctx.db.execute(_rows().where(Ruling.municipality_id == ctx.here.id, *which)).one_or_none()
    if row is None:
        raise Missing
    return _ruled(row)


def _ruled(row: Any) -> Ruled:
    if row.file:
        said = (row.file_name or "", "", row.told_language or "", row.uploader_id, AuthorKind.PERSON, row.uploader)
    elif row.told_id:
        said = (row.told_text, row.told_html, row.told_language, row.told_writer_id, row.told_kind, row.told_name)
    elif row.comment:
        said = (row.text, row.html, row.language, row.writer_id, row.comment_kind, row.comment_author)
    else:
        said = (row.need, row.need_html, row.own_language, row.proposer, row.proposal_kind, row.proposal_author)
    return Ruled(
        row.public_id, row.deed, row.reason, row.words, row.decided_at, row.decided_by_id, row.ruler, row.reference,
        row.title or excerpt(row.told_text or said[0], _HEADING), row.own_language or said[2], row.partial_ids or [],
        row.comment, *said, row.appeal, row.appeal_text,
        row.appeal_language, row.appealed_at, row.due_on, row.concluded_at, row.conclusion, row.conclusion_words,
        row.concluder, row.state, row.proposal, row.words_language, row.conclusion_language,
        row.told_id is not None, row.file,
    )  # fmt: skip
