"""What was said lately under a case, and among its staff, as its page at the desk shows it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import false, literal, null, select, true, union_all

from samskaping.context import Context
from samskaping.models import Author, Comment, Note, Organisation, Person, Ruling
from samskaping.rules.moderation import Deed, Trust
from samskaping.rules.speech import AuthorKind, OrganisationKind, ReportReason, Stance
from samskaping.text import stored

_COMMENTS_MOST, _NOTES_MOST = 20, 200


@dataclass(frozen=True)
class Remark:
    """A recent comment."""

    public_id: str
    text: str
    html: str
    language: str
    stance: Stance
    written_at: datetime
    retracted_at: datetime | None
    held_since: datetime | None
    refused_at: datetime | None
    trust: Trust | None
    hidden_at: datetime | None
    hidden_reason: str
    open_reports: int
    author_kind: AuthorKind
    author: str
    organisation_kind: OrganisationKind | None


@dataclass(frozen=True)
class Noted:
    """An internal note, in the form of whoever wrote it; or what a moderator did to a text, with the reason's words."""

    text: str
    html: str
    written_at: datetime
    name: str
    language: str
    deed: Deed | None = None
    reason: ReportReason | None = None
    is_of_comment: bool = False


def notes(ctx: Context, case: int) -> tuple[Noted, ...]:
    """The newest notes and moderators' words, for those who may read them. One statement."""
    of_comment = Ruling.comment_id.is_not(None)
    ruled = select(
        Ruling.words, literal(""), Ruling.decided_at, Person.name, Ruling.language, Ruling.deed, Ruling.reason,
        of_comment.label("of_comment"), Ruling.id.label("key"),
    ).join(Person, Person.id == Ruling.decided_by_id)  # fmt: skip
    written = select(
        Note.text, Note.html, Note.written_at, Person.name, Person.form, null(), null(), false(), Note.id
    ).join(Person, Person.id == Note.person_id)
    of_text = (Ruling.proposal_id == case, Ruling.words != "", Ruling.file == "")
    both: Any = union_all(ruled.where(*of_text), written.where(Note.proposal_id == case))
    newest = both.order_by(both.selected_columns.decided_at.desc(), both.selected_columns.key.desc())
    rows: Any = ctx.db.execute(newest.limit(_NOTES_MOST))
    return tuple(Noted(row[0], row[1] or stored(row[0]), *row[2:8]) for row in rows)


def recent(ctx: Context, case: int, *, moderates: bool) -> tuple[Remark, ...]:
    """The newest comments, silent ones too; those that wait are for moderators. One statement."""
    names = list(Remark.__dataclass_fields__)[:13]
    statement: Any = (
        select(*(getattr(Comment, name) for name in names), Author.kind, Author.name, Organisation.kind)
        .join(Author, Author.id == Comment.author_id)
        .outerjoin(Organisation, Organisation.id == Author.organisation_id)
        .where(Comment.proposal_id == case, true() if moderates else Comment.held_since.is_(None))
        .order_by(Comment.written_at.desc(), Comment.id.desc())
        .limit(_COMMENTS_MOST)
    )
    return tuple(Remark(*row) for row in ctx.db.execute(statement))
