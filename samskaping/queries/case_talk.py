"""What was said lately under a case, and among its staff, as its page at the desk shows it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, true

from samskaping.context import Context
from samskaping.models import Author, Comment, Note, Organisation, Person
from samskaping.rules.moderation import Trust
from samskaping.rules.speech import AuthorKind, OrganisationKind, Stance

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
    """An internal note, in the form of whoever wrote it."""

    text: str
    html: str
    written_at: datetime
    name: str
    language: str


def notes(ctx: Context, case: int) -> tuple[Noted, ...]:
    """The newest notes, for those who may read them. One statement."""
    statement = (
        select(Note.text, Note.html, Note.written_at, Person.name, Person.form)
        .join(Person, Person.id == Note.person_id)
        .where(Note.proposal_id == case)
        .order_by(Note.written_at.desc(), Note.id.desc())
        .limit(_NOTES_MOST)
    )
    return tuple(Noted(*row) for row in ctx.db.execute(statement))


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
