"""What people are told in the app, and the letters that wait to be mailed."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Shown
from samskaping.rules.kinds import LetterKind


class Notification(Base):
    """One person hears of one event, once."""

    __tablename__ = "notifications"
    __table_args__ = (
        UniqueConstraint("event_id", "person_id"),
        Index(None, "person_id", "read_at"),
        Index(None, "person_id", "created_at"),
        Index("ix_notifications_unmailed", "mail", "person_id"),
    )
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.NOWHERE

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    #: "straks", "daglig" or "" when no mail is wanted or it has gone into a letter.
    mail: Mapped[str] = mapped_column(String(10), default="")


class Letter(Base):
    """A mail that waits to be written and sent. Words and secrets are made when it is sent, never kept here."""

    __tablename__ = "letters"
    __table_args__ = (Index("ix_letters_due", "sent_at", "gave_up_at", "due_at"),)
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.NOWHERE

    kind: Mapped[LetterKind]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    address: Mapped[str | None] = mapped_column(String(254))
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipalities.id"))
    params: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    leased_until: Mapped[datetime | None]
    worker: Mapped[str | None] = mapped_column(String(60))
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    gave_up_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(String(300), default="")


class JobRun(Base):
    """When each recurring job last ran; the row is locked while it runs, so that two workers take turns."""

    __tablename__ = "job_runs"
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.NOWHERE

    name: Mapped[str] = mapped_column(String(40), unique=True)
    ran_at: Mapped[datetime | None]
