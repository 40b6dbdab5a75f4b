"""Appeals against what moderators ruled."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Shown, Tenanted
from samskaping.rules.appeals import Conclusion


class Appeal(Tenanted, Base):
    """The writer asks somebody else to look at a ruling again: once, in own words, with a day by which it is decided.

    Numbers of appeals show to everyone, nothing else does.
    """

    __tablename__ = "appeals"
    __table_args__ = (
        ForeignKeyConstraint(["municipality_id", "ruling_id"], ["rulings.municipality_id", "rulings.id"]),
        Index(None, "municipality_id", "decided_at", "due_on"),
        Index(None, "municipality_id", "appealed_at"),
    )
    shown: ClassVar[Shown] = Shown.AT_HOME

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    ruling_id: Mapped[int] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    text: Mapped[str]
    language: Mapped[str] = mapped_column(String(35), default="nb")
    appealed_at: Mapped[datetime]
    due_on: Mapped[date]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    conclusion: Mapped[Conclusion | None]
    words: Mapped[str] = mapped_column(String(500), default="")
    #: What ``words`` are written in; empty where nobody knows.
    words_language: Mapped[str] = mapped_column(String(35), default="", server_default="")
