"""What a municipality learnt in a case, and who else has use of it."""

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Tenanted


class Lesson(Tenanted, Base):
    """What was learnt in one case, in the language it was written in; every change is a new ``version``.

    Everyone can read it while the case is public and has ended in one of the ways in ``rules/lessons.py:TOLD``.
    """

    __tablename__ = "lessons"
    __table_args__ = (
        UniqueConstraint("municipality_id", "id"),
        ForeignKeyConstraint(["municipality_id", "proposal_id"], ["proposals.municipality_id", "proposals.id"]),
    )

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    proposal_id: Mapped[int] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)
    language: Mapped[str] = mapped_column(String(35), default="nb")
    worked: Mapped[str]
    failed: Mapped[str]
    otherwise: Mapped[str]
    routine: Mapped[str] = mapped_column(default="")
    written_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    correction: Mapped[str] = mapped_column(String(500), default="")


class LessonUse(Tenanted, Base):
    """A municipality has use of what another learnt; once for each."""

    __tablename__ = "lesson_uses"
    __table_args__ = (UniqueConstraint("lesson_id", "municipality_id"), Index(None, "municipality_id"))

    lesson_id: Mapped[int] = mapped_column(ForeignKey("lessons.id"))
    said_at: Mapped[datetime]
