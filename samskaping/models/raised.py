"""Challenges that residents and organisations raise, until a municipality takes them up or says no."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Shown, Tenanted
from samskaping.rules.raised import RaisedState


class Raised(Tenanted, Base):
    """A challenge in the words of whoever raises it: themselves, or an organisation through them.

    Whoever writes it sees it alone while it is a draft, and with staff once it is sent in. ``challenge_id`` is the
    draft that the municipality made of it; when that is published, its page says who raised it. ``answer`` is the
    municipality's reason to say no.
    """

    __tablename__ = "raised"
    __table_args__ = (
        UniqueConstraint("municipality_id", "id"),
        UniqueConstraint("challenge_id"),
        ForeignKeyConstraint(["municipality_id", "theme_id"], ["themes.municipality_id", "themes.id"]),
        ForeignKeyConstraint(["municipality_id", "need_id"], ["needs.municipality_id", "needs.id"]),
        ForeignKeyConstraint(["municipality_id", "challenge_id"], ["challenges.municipality_id", "challenges.id"]),
        CheckConstraint("(state = 'tatt_inn') = (challenge_id IS NOT NULL)", name="taken"),
        Index("ix_raised_state", "municipality_id", "state", "sent_at", "public_id"),
        Index("ix_raised_writer", "writer_id", "edited_at"),
    )
    shown: ClassVar[Shown] = Shown.NOWHERE

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    state: Mapped[RaisedState] = mapped_column(default=RaisedState.UTKAST)
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))
    writer_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    language: Mapped[str] = mapped_column(String(35), default="nb")
    title: Mapped[str] = mapped_column(String(200))
    need: Mapped[str] = mapped_column(default="")
    #: Whom it concerns, and how one would know that it is solved.
    concerns: Mapped[str] = mapped_column(default="")
    success: Mapped[str] = mapped_column(default="")
    theme_id: Mapped[int | None]
    need_id: Mapped[int | None]
    edited_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answer: Mapped[str] = mapped_column(default="")
    challenge_id: Mapped[int | None]
    history_length: Mapped[int] = mapped_column(default=0)
    history_digest: Mapped[str] = mapped_column(String(64), default="")

    @property
    def session_id(self) -> int | None:
        return None
