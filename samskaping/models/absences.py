"""Who is away from when to when, and who stands in for them."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Shown, Tenanted


class Absence(Tenanted, Base):
    """One person's absence, both days with; ``ended_at`` is set when it was called off or cut short."""

    __tablename__ = "absences"
    __table_args__ = (
        CheckConstraint("from_on <= until_on", name="days"),
        CheckConstraint("person_id <> stand_in_id", name="stand_in"),
        Index(None, "municipality_id", "until_on"),
        Index(None, "person_id", "until_on"),
    )
    shown: ClassVar[Shown] = Shown.NOWHERE

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    stand_in_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date]
    said_at: Mapped[datetime]
    said_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None]
