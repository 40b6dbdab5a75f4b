"""Passages that moderators have blacked out, and people who are kept from writing; each hangs on its ruling."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Shown, Tenanted


class Redaction(Tenanted, Base):
    """Passages of a text, as they stood. Who, when and why are the ruling's."""

    __tablename__ = "redactions"
    __table_args__ = (
        ForeignKeyConstraint(["municipality_id", "ruling_id"], ["rulings.municipality_id", "rulings.id"]),
        UniqueConstraint("ruling_id"),
        Index(None, "subject_kind", "subject_id"),
    )
    shown: ClassVar[Shown] = Shown.NOWHERE

    ruling_id: Mapped[int]
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    passages: Mapped[list[str]] = mapped_column(JSON)
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    undone_words: Mapped[str] = mapped_column(String(500), default="")


class Block(Tenanted, Base):
    """Somebody may not write in the municipality, to the end of ``until_on`` or until it is lifted."""

    __tablename__ = "blocks"
    __table_args__ = (
        ForeignKeyConstraint(["municipality_id", "ruling_id"], ["rulings.municipality_id", "rulings.id"]),
        UniqueConstraint("ruling_id"),
        Index(None, "person_id", "municipality_id"),
    )
    shown: ClassVar[Shown] = Shown.NOWHERE

    ruling_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    until_on: Mapped[date | None]
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    lifted_words: Mapped[str] = mapped_column(String(500), default="")
