"""What is said in a case: reasons, answers, interim replies, questions, replies, updates; and internal notes."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Shown, Tenanted, Texts
from samskaping.rules.speech import Decision, StatementKind


class Statement(Tenanted, Base):
    """One thing said in a case or on a challenge, by the municipality or (a reply) by the writer.

    Text is in the language it was written in. ``role`` and ``unit`` are as they were when it was signed.
    """

    __tablename__ = "statements"
    __table_args__ = (
        UniqueConstraint("municipality_id", "id"),
        ForeignKeyConstraint(["municipality_id", "proposal_id"], ["proposals.municipality_id", "proposals.id"]),
        ForeignKeyConstraint(["municipality_id", "challenge_id"], ["challenges.municipality_id", "challenges.id"]),
        ForeignKeyConstraint(["municipality_id", "question_id"], ["statements.municipality_id", "statements.id"]),
        CheckConstraint("(proposal_id IS NULL) <> (challenge_id IS NULL)", name="subject"),
        Index(None, "proposal_id", "said_at"),
        Index(None, "challenge_id", "said_at"),
        Index("ix_statements_updates", "municipality_id", "kind", "is_public", "said_at"),
    )

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    proposal_id: Mapped[int | None]
    challenge_id: Mapped[int | None]
    kind: Mapped[StatementKind]
    question_id: Mapped[int | None]
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))
    role: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    unit_name: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    version: Mapped[int] = mapped_column(default=1)
    is_public: Mapped[bool] = mapped_column(default=True)
    decision: Mapped[Decision | None]
    language: Mapped[str] = mapped_column(String(35))
    title: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str]
    html: Mapped[str]
    #: What the one who proposed gets by mail, where it differs from what stands on the page.
    mail_text: Mapped[str | None]
    due: Mapped[date | None]
    said_at: Mapped[datetime]
    corrected_at: Mapped[datetime | None]
    correction: Mapped[str] = mapped_column(String(500), default="")


class Note(Tenanted, Base):
    """An internal note: never leaves staff, and stands in a table of its own so that no filter can forget it."""

    __tablename__ = "notes"
    __table_args__ = (
        ForeignKeyConstraint(["municipality_id", "proposal_id"], ["proposals.municipality_id", "proposals.id"]),
        Index(None, "proposal_id", "written_at"),
    )
    shown: ClassVar[Shown] = Shown.NOWHERE

    proposal_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str]
    html: Mapped[str]
    written_at: Mapped[datetime]
    #: Inner keys of the colleagues whom it mentions.
    mentioned: Mapped[list[int]] = mapped_column(JSON, default=list, server_default="[]")
