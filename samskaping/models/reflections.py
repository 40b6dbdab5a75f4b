"""What those who work with a challenge ask themselves in its phases, and what they answered."""

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Tenanted, Texts
from samskaping.rules.phases import PhaseKind


class Reflection(Tenanted, Base):
    """A question about one phase of a challenge, to be answered before the phase closes; ``is_public``: shown to
    everyone once it is answered, else for staff alone.
    """

    __tablename__ = "reflections"
    __table_args__ = (
        ForeignKeyConstraint(["municipality_id", "challenge_id"], ["challenges.municipality_id", "challenges.id"]),
        Index(None, "challenge_id"),
    )

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    challenge_id: Mapped[int]
    phase: Mapped[PhaseKind]
    question: Mapped[str] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(String(35))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")
    html: Mapped[str] = mapped_column(default="")
    answer_language: Mapped[str] = mapped_column(String(35), default="nb")
    author_id: Mapped[int | None] = mapped_column(ForeignKey("authors.id"))
    role: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    answered_at: Mapped[datetime | None]
    is_public: Mapped[bool] = mapped_column(default=False)
