"""Working groups of proposals: who takes part, the draft that they share, what is said and minuted, and their tasks."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    and_,
)
from sqlalchemy import text as words
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Shown, Tenanted
from samskaping.rules.groups import MemberRole, PostKind

_IN_FORCE = words("left_at IS NULL")


def _case() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["municipality_id", "proposal_id"], ["proposals.municipality_id", "proposals.id"])


def _once(who: str) -> Index:
    """Somebody has one seat, or one invitation to it, in a group."""
    name = f"uq_group_members_{who}"
    return Index(name, "proposal_id", who, unique=True, postgresql_where=_IN_FORCE, sqlite_where=_IN_FORCE)


class GroupMember(Tenanted, Base):
    """A seat in the working group of a proposal: offered to an address or an organisation, until ``joined_at``; then a
    person's, who may sit there for an organisation. ``left_at`` is set when it was declined, withdrawn or left.

    The address is blanked as soon as the invitation is answered.
    """

    __tablename__ = "group_members"
    __table_args__ = (
        UniqueConstraint("municipality_id", "id"),
        _case(),
        CheckConstraint("joined_at IS NULL OR (person_id IS NOT NULL AND author_id IS NOT NULL)", name="joined"),
        *(_once(who) for who in ("person_id", "email_key", "organisation_id")),
        Index("ix_group_members_person", "person_id", "left_at"),
        Index("ix_group_members_address", "email_key"),
        Index("ix_group_members_organisation", "organisation_id", "joined_at"),
    )

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    proposal_id: Mapped[int]
    role: Mapped[MemberRole]
    email_key: Mapped[str | None] = mapped_column(String(254))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("authors.id"))
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    invited_at: Mapped[datetime]
    joined_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]

    def shows(self) -> bool:
        """Nobody but the group and staff sees who is invited."""
        return self.joined_at is not None

    @classmethod
    def is_taken(cls) -> ColumnElement[bool]:
        """A seat that somebody sits in now."""
        return and_(cls.joined_at.is_not(None), cls.left_at.is_(None))

    @classmethod
    def is_offered(cls) -> ColumnElement[bool]:
        """An invitation that nobody has answered or taken back."""
        return and_(cls.joined_at.is_(None), cls.left_at.is_(None))


class GroupDraft(Tenanted, Base):
    """The draft of a proposal that its group shares. Its versions are kept with all others; the first is the proposal
    as it was. ``shown_version`` is the one that everyone can read, ``used_version`` the one that the proposal says.
    """

    __tablename__ = "group_drafts"
    __table_args__ = (UniqueConstraint("proposal_id"), _case())

    proposal_id: Mapped[int]
    version: Mapped[int]
    shown_version: Mapped[int | None]
    used_version: Mapped[int | None]


class GroupPost(Tenanted, Base):
    """What is said in a group's thread, or (with ``held_on``) the minutes of a meeting, which everyone may read if
    ``is_public``.
    """

    __tablename__ = "group_posts"
    __table_args__ = (
        _case(),
        CheckConstraint("(kind = 'referat') = (held_on IS NOT NULL)", name="held_on"),
        CheckConstraint("kind = 'referat' OR NOT is_public", name="is_public"),
        Index("ix_group_posts_kind", "proposal_id", "kind", "posted_at"),
    )

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    proposal_id: Mapped[int]
    kind: Mapped[PostKind]
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))
    language: Mapped[str] = mapped_column(String(35), default="nb")
    text: Mapped[str]
    html: Mapped[str]
    posted_at: Mapped[datetime]
    #: Versions before the newest are kept with all others, from the first time that it is changed.
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    edited_at: Mapped[datetime | None]
    retracted_at: Mapped[datetime | None]
    held_on: Mapped[date | None]
    is_public: Mapped[bool] = mapped_column(default=False)

    def shows(self) -> bool:
        """The thread is the group's own."""
        return self.is_public


class GroupTask(Tenanted, Base):
    """Something that a member of a group shall do."""

    __tablename__ = "group_tasks"
    __table_args__ = (
        _case(),
        ForeignKeyConstraint(["municipality_id", "owner_id"], ["group_members.municipality_id", "group_members.id"]),
        Index(None, "proposal_id", "done_at"),
    )
    shown: ClassVar[Shown] = Shown.NOWHERE

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    proposal_id: Mapped[int]
    owner_id: Mapped[int]
    text: Mapped[str] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(String(35), default="nb")
    due: Mapped[date | None]
    given_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    given_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
