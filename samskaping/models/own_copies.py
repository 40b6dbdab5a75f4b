"""What somebody has asked to have of all that is kept about them: a file in pieces, for a day."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Shown
from samskaping.rules.exports import ExportState


class OwnCopy(Base):
    """One file for one person, of every municipality. ``attempts`` tells whose making of it counts."""

    __tablename__ = "own_copies"
    __table_args__ = (Index(None, "person_id", "asked_at"), Index(None, "state", "asked_at"))
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.NOWHERE

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    language: Mapped[str] = mapped_column(String(2))
    state: Mapped[ExportState] = mapped_column(default=ExportState.VENTER)
    asked_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    size: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)


class OwnCopyPiece(Base):
    """A piece of the file, so that any web machine can hand it out."""

    __tablename__ = "own_copy_pieces"
    __table_args__ = (UniqueConstraint("copy_id", "number"),)
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.NOWHERE

    copy_id: Mapped[int] = mapped_column(ForeignKey("own_copies.id", ondelete="CASCADE"))
    number: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary)
