"""Comments on proposals, in threads that keep their true parent."""

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Tenanted
from samskaping.rules.moderation import Trust
from samskaping.rules.speech import ReportReason, Stance

#: What waits for a moderator; a condition of its index, in the words that queries use too.
WAITS = "held_since IS NOT NULL AND refused_at IS NULL AND retracted_at IS NULL"


class Comment(Tenanted, Base):
    """One comment. ``thread_id`` is the thread's first comment; ``thread_size`` counts the thread there.

    While ``held_since`` is set, its writer and moderators alone can see it: it waits for approval, or was refused.
    ``orphan`` marks an imported reply whose parent is gone; it then begins a thread of its own.
    """

    __tablename__ = "comments"
    __table_args__ = (
        UniqueConstraint("municipality_id", "id"),
        UniqueConstraint("source", "external_id"),
        ForeignKeyConstraint(["municipality_id", "proposal_id"], ["proposals.municipality_id", "proposals.id"]),
        ForeignKeyConstraint(["municipality_id", "parent_id"], ["comments.municipality_id", "comments.id"]),
        Index("ix_comments_threads", "proposal_id", "parent_id", "written_at", "id"),
        Index("ix_comments_thread", "thread_id", "written_at", "id"),
        Index("ix_comments_writer", "writer_id", "written_at"),
        Index("ix_comments_author", "author_id"),
        Index(
            "ix_comments_held",
            "municipality_id",
            "held_since",
            "public_id",
            postgresql_where=text(WAITS),
            sqlite_where=text(WAITS),
        ),
    )

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    proposal_id: Mapped[int]
    parent_id: Mapped[int | None]
    thread_id: Mapped[int | None]
    thread_size: Mapped[int] = mapped_column(default=1)
    depth: Mapped[int] = mapped_column(default=0)
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))
    writer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    version: Mapped[int] = mapped_column(default=1)
    stance: Mapped[Stance] = mapped_column(default=Stance.NOYTRAL)
    language: Mapped[str] = mapped_column(String(35), default="nb")
    text: Mapped[str]
    html: Mapped[str]
    written_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    retracted_at: Mapped[datetime | None]
    held_since: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    #: Why it was let through, where comments are read before they are published.
    trust: Mapped[Trust | None]
    hidden_at: Mapped[datetime | None]
    hidden_reason: Mapped[str] = mapped_column(String(500), default="")
    hidden_code: Mapped[ReportReason | None]
    #: Why passages of the text are redacted (a ``ReportReason``), while some are.
    redacted_for: Mapped[str | None] = mapped_column(String(40))
    open_reports: Mapped[int] = mapped_column(default=0)
    votes_for: Mapped[int] = mapped_column(default=0)
    votes_against: Mapped[int] = mapped_column(default=0)
    orphan: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str | None] = mapped_column(String(40))
    external_id: Mapped[str | None] = mapped_column(String(80))

    @property
    def session_id(self) -> int | None:
        return None
