"""Tasks in a case, opinions that are asked for, and cases that are linked to each other."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Shown, Tenanted, Texts
from samskaping.rules.tasks import TaskKind


class Task(Tenanted, Base):
    """Something that somebody shall do in a case: a colleague (``owner_id``), or a unit, a council or another
    municipality that is asked for an opinion. An internal answer stands here and nowhere else; a public one is a
    statement of the case too. A council's link is kept as a hash.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        ForeignKeyConstraint(["municipality_id", "proposal_id"], ["proposals.municipality_id", "proposals.id"]),
        ForeignKeyConstraint(["municipality_id", "unit_id"], ["units.municipality_id", "units.id"]),
        ForeignKeyConstraint(["municipality_id", "council_id"], ["councils.municipality_id", "councils.id"]),
        ForeignKeyConstraint(["municipality_id", "statement_id"], ["statements.municipality_id", "statements.id"]),
        CheckConstraint(
            "(kind = 'oppgave' AND owner_id IS NOT NULL) OR (kind = 'enhet' AND unit_id IS NOT NULL) OR"
            " (kind = 'rad' AND council_id IS NOT NULL) OR (kind = 'kommune' AND asked_id IS NOT NULL)",
            name="asked",
        ),
        Index(None, "proposal_id", "created_at"),
        Index("ix_tasks_open", "municipality_id", "done_at", "due"),
        Index("ix_tasks_asked", "asked_id", "done_at"),
    )

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    proposal_id: Mapped[int]
    kind: Mapped[TaskKind]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    unit_id: Mapped[int | None]
    council_id: Mapped[int | None]
    asked_id: Mapped[int | None] = mapped_column(ForeignKey("municipalities.id"))
    text: Mapped[str]
    language: Mapped[str] = mapped_column(String(35), default="nb")
    due: Mapped[date | None]
    is_public: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    dropped_at: Mapped[datetime | None]
    reminded_on: Mapped[date | None]
    answer: Mapped[str] = mapped_column(default="")
    answer_html: Mapped[str] = mapped_column(default="")
    answer_language: Mapped[str] = mapped_column(String(35), default="")
    signed: Mapped[str] = mapped_column(String(120), default="")
    said_for: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    statement_id: Mapped[int | None]
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)


class CaseLink(Tenanted, Base):
    """Two cases of a municipality that belong together; kept once, the older one first."""

    __tablename__ = "case_links"
    __table_args__ = (
        UniqueConstraint("proposal_id", "other_id"),
        ForeignKeyConstraint(["municipality_id", "proposal_id"], ["proposals.municipality_id", "proposals.id"]),
        ForeignKeyConstraint(["municipality_id", "other_id"], ["proposals.municipality_id", "proposals.id"]),
        CheckConstraint("proposal_id < other_id", name="order"),
        Index(None, "other_id"),
    )
    shown: ClassVar[Shown] = Shown.NOWHERE

    proposal_id: Mapped[int]
    other_id: Mapped[int]
    linked_at: Mapped[datetime]
    linked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
