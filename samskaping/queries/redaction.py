"""What moderators have blacked out in a text, and how it stood; and who is kept from writing, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, literal, or_, select
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.errors import Missing
from samskaping.models import (
    Block,
    Comment,
    Municipality,
    Need,
    Person,
    Proposal,
    Redaction,
    Ruling,
    Statement,
    Version,
)
from samskaping.rules.moderation import Deed
from samskaping.rules.pipeline import State
from samskaping.rules.policy import Can
from samskaping.rules.speech import REPORT_REASON_NAMES, ReportReason, StatementKind
from samskaping.text import excerpt

_LISTED_MOST = 100
#: Code points of a need's beginning where others have a title.
_HEADING = 80
#: The word in addresses → what versions and redactions call it.
_SUBJECTS = {"forslag": "proposal", "kommentar": "comment", "behov": "need"}


@dataclass(frozen=True)
class Redacted:
    """One redaction. ``passages`` are what stood there."""

    ruling: str
    passages: tuple[str, ...]
    reason: ReportReason
    words: str
    by: str
    at: datetime
    undone_at: datetime | None
    undone_words: str

    @property
    def reason_name(self) -> str:
        return str(REPORT_REASON_NAMES[self.reason])


@dataclass(frozen=True)
class Written:
    """One kept version: as everybody reads it, and as it was written where that differs."""

    number: int
    written_at: datetime
    shown: Mapping[str, Any]
    original: Mapping[str, Any] | None


@dataclass(frozen=True)
class Spoken:
    """One kept version of what was said in a case, and whether everybody reads it."""

    kind: StatementKind
    is_public: bool
    version: Written


@dataclass(frozen=True)
class Subject:
    """A text as it stands, with all its redactions, the newest first, and its versions, the oldest first.

    ``spoken`` is every version of all that was said in a proposal's case, the newest statement first.
    """

    kind: str
    reference: str
    comment: str
    title: str
    language: str
    texts: Mapping[str, str]
    redactions: tuple[Redacted, ...]
    versions: tuple[Written, ...]
    spoken: tuple[Spoken, ...]

    @property
    def earlier(self) -> tuple[Written, ...]:
        """The versions that everybody still reads beside the text as it stands, the newest first."""
        return self.versions[-2::-1]

    @property
    def shown(self) -> list[Mapping[str, Any]]:
        """Every text that a redaction reaches, as everybody reads it, each with its language."""
        now = {**self.texts, "language": self.language}
        return [now, *(one.shown for one in self.earlier), *(one.version.shown for one in self.spoken)]

    @property
    def name(self) -> str:
        return self.comment or self.reference


@dataclass(frozen=True)
class Blocked:
    """A block: whose, until when (None: until it is lifted), why, and in which municipality."""

    ruling: str
    reference: str
    is_of_need: bool
    name: str
    reason: ReportReason
    words: str
    by: str
    at: datetime
    until_on: date | None
    lifted_at: datetime | None
    lifted_words: str
    municipality: str

    @property
    def reason_name(self) -> str:
        return str(REPORT_REASON_NAMES[self.reason])


def subject(ctx: Context, kind: str, name: str) -> Subject:
    """A text with all that was blacked out in it. Four statements for a proposal. Raises ``Missing``."""
    ctx.require(Can.REDACTION_READ)
    row = _FOUND[kind](ctx, name)
    if row is None or not ctx.may(Can.REDACTION_READ, _Partial(tuple(getattr(row, "partial_ids", ())))):
        raise Missing
    on = (Redaction.subject_kind == _SUBJECTS[kind], Redaction.subject_id == row.id)
    of = (Version.subject_kind == _SUBJECTS[kind], Version.subject_id == row.id)
    redactions = ctx.db.execute(_REDACTIONS.where(*on).order_by(Redaction.id.desc()))
    versions = ctx.db.execute(
        select(Version.number, Version.written_at, Version.fields, Version.original).where(*of).order_by(Version.number)
    )
    comment = row.public_id if kind == "kommentar" else ""
    fields = ("title", "need", "idea", "place") if kind == "forslag" else ("text",)
    texts = {name: getattr(row, name) for name in fields}
    return Subject(
        kind, row.reference, comment, row.title or excerpt(row.text, _HEADING), row.language,
        {name: words for name, words in texts.items() if words},
        tuple(Redacted(one.public_id, tuple(one.passages), *one[2:]) for one in redactions),
        tuple(Written(*one) for one in versions),
        _spoken(ctx, row.id) if kind == "forslag" else (),
    )  # fmt: skip


def _spoken(ctx: Context, proposal_id: int) -> tuple[Spoken, ...]:
    found = (
        select(
            Statement.kind, Statement.is_public, Version.number, Version.written_at, Version.fields, Version.original,
            Version.why,
        )
        .join(Version, and_(Version.subject_kind == "statement", Version.subject_id == Statement.id))
        .where(Statement.proposal_id == proposal_id)
        .order_by(Statement.id.desc(), Version.number.desc())
    )  # fmt: skip
    rows = ctx.db.execute(found)
    return tuple(
        Spoken(
            one.kind, one.is_public, Written(one.number, one.written_at, {**one.fields, "why": one.why}, one.original)
        )
        for one in rows
    )


def redaction(ctx: Context, ruling: str) -> tuple[Subject, Redacted]:
    """One redaction by its ruling, with its text. Raises ``Missing``."""
    found = subject(ctx, *named(ctx, ruling))
    return found, next(one for one in found.redactions if one.ruling == ruling)


def named(ctx: Context, ruling: str) -> tuple[str, str]:
    """The kind and the name of the text that a ruling redacted. Raises ``Missing``."""
    ctx.require(Can.REDACTION_READ)
    row = ctx.db.execute(
        select(Proposal.reference, Comment.public_id, Need.reference.label("need"))
        .select_from(Ruling)
        .outerjoin(Proposal, Proposal.id == Ruling.proposal_id)
        .outerjoin(Comment, Comment.id == Ruling.comment_id)
        .outerjoin(Need, Need.id == Ruling.need_id)
        .where(Ruling.public_id == ruling, Ruling.deed.in_((Deed.SLADDET, Deed.UTTALELSE_SLADDET)))
    ).one_or_none()
    if row is None:
        raise Missing
    if row.need:
        return "behov", row.need
    return ("kommentar", row.public_id) if row.public_id else ("forslag", row.reference)


def blocked(ctx: Context) -> tuple[Blocked, ...]:
    """Who is and was kept from writing here, the newest first. One statement."""
    ctx.require(Can.MODERATE)
    return tuple(Blocked(*row) for row in ctx.db.execute(_BLOCKS.order_by(Block.id.desc()).limit(_LISTED_MOST)))


def block(ctx: Context, ruling: str) -> Blocked:
    """One block by its ruling. Raises ``Missing``."""
    ctx.require(Can.MODERATE)
    row = ctx.db.execute(_BLOCKS.where(Ruling.public_id == ruling)).one_or_none()
    if row is None:
        raise Missing
    return Blocked(*row)


def mine(ctx: Context) -> tuple[Blocked, ...]:
    """The blocks that keep the signed-in person from writing here today. One statement."""
    in_force = (Block.lifted_at.is_(None), or_(Block.until_on.is_(None), Block.until_on >= ctx.today))
    found = _BLOCKS.where(Block.person_id == ctx.actor.person_id, *in_force).order_by(Block.id.desc())
    return tuple(Blocked(*row) for row in ctx.db.execute(found.where(Block.municipality_id == ctx.here.id)))


@dataclass(frozen=True)
class _Partial:
    partial_ids: tuple[int, ...]
    writer_id: None = None
    session_id: None = None


_BY = aliased(Person)
_REDACTIONS: Any = (
    select(
        Ruling.public_id, Redaction.passages, Ruling.reason, Ruling.words, _BY.name, Ruling.decided_at,
        Redaction.undone_at, Redaction.undone_words,
    )
    .select_from(Redaction)
    .join(Ruling, Ruling.id == Redaction.ruling_id)
    .join(_BY, _BY.id == Ruling.decided_by_id)
)  # fmt: skip
_BLOCKS: Any = (
    select(
        Ruling.public_id, func.coalesce(Proposal.reference, Need.reference), Ruling.need_id.is_not(None), Person.name,
        Ruling.reason, Ruling.words, _BY.name, Ruling.decided_at,
        Block.until_on, Block.lifted_at, Block.lifted_words, Municipality.name.label("municipality"),
    )
    .select_from(Block)
    .join(Ruling, Ruling.id == Block.ruling_id)
    .outerjoin(Proposal, Proposal.id == Ruling.proposal_id)
    .outerjoin(Need, Need.id == Ruling.need_id)
    .join(Municipality, Municipality.id == Block.municipality_id)
    .join(Person, Person.id == Block.person_id)
    .join(_BY, _BY.id == Ruling.decided_by_id)
)  # fmt: skip


def _proposal(ctx: Context, name: str) -> Any:
    return ctx.db.execute(
        select(
            Proposal.id, Proposal.reference, Proposal.partial_ids, Proposal.title, Proposal.language,
            Proposal.need, Proposal.idea, Proposal.place,
        ).where(Proposal.reference == name, Proposal.state != State.UTKAST, Proposal.municipality_id == ctx.here.id)
    ).one_or_none()  # fmt: skip


def _comment(ctx: Context, name: str) -> Any:
    return ctx.db.execute(
        select(
            Comment.id, Proposal.reference, Proposal.partial_ids, Comment.public_id, Proposal.title, Comment.language,
            Comment.text,
        )
        .join(Proposal, Proposal.id == Comment.proposal_id)
        .where(Comment.public_id == name, Comment.municipality_id == ctx.here.id)
    ).one_or_none()  # fmt: skip


def _need(ctx: Context, name: str) -> Any:
    return ctx.db.execute(
        select(Need.id, Need.reference, literal("").label("title"), Need.language, Need.text).where(
            Need.reference == name, Need.municipality_id == ctx.here.id
        )
    ).one_or_none()


_FOUND = {"forslag": _proposal, "kommentar": _comment, "behov": _need}
