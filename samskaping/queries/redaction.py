"""What moderators have blacked out in a text, and how it stood."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Missing
from samskaping.models import Challenge, Comment, Need, Person, Proposal, Redaction, Ruling, Version
from samskaping.queries import redacted_texts
from samskaping.rules.moderation import Deed
from samskaping.rules.policy import Can
from samskaping.rules.redaction import BESIDE_NAMES
from samskaping.rules.speech import REPORT_REASON_NAMES, STATEMENT_NAMES, ReportReason
from samskaping.text import excerpt

#: Code points of a need's beginning where others have a title.
_HEADING = 80
#: The word in addresses → what versions and redactions call it.
_SUBJECTS = {"forslag": "proposal", "kommentar": "comment", "behov": "need", "utfordring": "challenge"}


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
    """One kept version of what was said about a text: what it is called, and whether everybody reads it."""

    name: str
    is_public: bool
    version: Written


@dataclass(frozen=True)
class Subject:
    """A text as it stands, with all its redactions, the newest first, and its versions, the oldest first.

    ``spoken`` is every version of all that was said about it, the newest statement first.
    """

    kind: str
    reference: str
    comment: str
    title: str
    language: str
    texts: Mapping[str, Any]
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


def subject(ctx: Context, kind: str, name: str) -> Subject:
    """A text with all that was blacked out in it. Five statements for a proposal. Raises ``Missing``."""
    ctx.require(Can.REDACTION_READ)
    row = redacted_texts.found(ctx, kind, name)
    if row is None or not ctx.may(Can.REDACTION_READ, _Partial(tuple(getattr(row, "partial_ids", ())))):
        raise Missing
    on = (Redaction.subject_kind == _SUBJECTS[kind], Redaction.subject_id == row.id)
    of = (Version.subject_kind == _SUBJECTS[kind], Version.subject_id == row.id)
    redactions = ctx.db.execute(_REDACTIONS.where(*on).order_by(Redaction.id.desc()))
    versions = ctx.db.execute(
        select(Version.number, Version.written_at, Version.fields, Version.original, Version.why)
        .where(*of)
        .order_by(Version.number)
    )
    comment = row.public_id if kind == "kommentar" else ""
    texts = {name: getattr(row, name) for name in redacted_texts.FIELDS[kind]}
    return Subject(
        kind, row.reference, comment, str(row.title) or excerpt(row.text, _HEADING), row.language,
        {name: _both(words) for name, words in texts.items() if words},
        tuple(Redacted(one.public_id, tuple(one.passages), *one[2:]) for one in redactions),
        tuple(Written(one.number, one.written_at, _whole(one.fields, one.why), one.original) for one in versions),
        _spoken(ctx, kind, row.id),
    )  # fmt: skip


def _both(words: Any) -> Any:
    return asdict(words) if isinstance(words, Texts) else words


def _whole(fields: Mapping[str, Any], why: str) -> Mapping[str, Any]:
    return {**fields, "why": why} if why else fields


def _spoken(ctx: Context, kind: str, key: int) -> tuple[Spoken, ...]:
    said = tuple(
        Spoken(
            str(STATEMENT_NAMES[one.kind]), one.is_public,
            Written(one.number, one.written_at, _whole(one.fields, one.why), one.original),
        )
        for one in redacted_texts.statements(ctx, kind, key)
    )  # fmt: skip
    beside = [version for _row, version in redacted_texts.beside(ctx, kind, key)]
    return said + tuple(
        Spoken(
            str(BESIDE_NAMES[one.subject_kind]), True,
            Written(one.number, one.written_at, _whole(one.fields, one.why), one.original),
        )
        for one in reversed(beside)
    )  # fmt: skip


def redaction(ctx: Context, ruling: str) -> tuple[Subject, Redacted]:
    """One redaction by its ruling, with its text. Raises ``Missing``."""
    found = subject(ctx, *named(ctx, ruling))
    return found, next(one for one in found.redactions if one.ruling == ruling)


def named(ctx: Context, ruling: str) -> tuple[str, str]:
    """The kind and the name of the text that a ruling redacted. Raises ``Missing``."""
    return ruled(ctx, ruling)[1]


def ruled(ctx: Context, ruling: str) -> tuple[int, tuple[str, str]]:
    """The key of a ruling that redacted, and the kind and the name of the text. Raises ``Missing``. One statement."""
    ctx.require(Can.REDACTION_READ)
    row = ctx.db.execute(
        select(
            Ruling.id,
            Proposal.reference,
            Comment.public_id,
            Need.reference.label("need"),
            Challenge.public_id.label("challenge"),
        )
        .select_from(Ruling)
        .outerjoin(Proposal, Proposal.id == Ruling.proposal_id)
        .outerjoin(Comment, Comment.id == Ruling.comment_id)
        .outerjoin(Need, Need.id == Ruling.need_id)
        .outerjoin(Challenge, Challenge.id == Ruling.challenge_id)
        .where(Ruling.public_id == ruling, Ruling.deed.in_((Deed.SLADDET, Deed.UTTALELSE_SLADDET)))
    ).one_or_none()
    if row is None:
        raise Missing
    if row.need:
        return row.id, ("behov", row.need)
    if row.challenge:
        return row.id, ("utfordring", row.challenge)
    return row.id, (("kommentar", row.public_id) if row.public_id else ("forslag", row.reference))


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
