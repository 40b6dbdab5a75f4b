"""Files that staff have asked for: what shall be in them, how far the making has come, and their bytes."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Shown, Tenanted
from samskaping.rules.exports import ExportFormat, ExportList, ExportState


class Export(Tenanted, Base):
    """One file for one person. ``filters`` are those of the list that it was asked for from."""

    __tablename__ = "exports"
    __table_args__ = (
        UniqueConstraint("municipality_id", "id"),
        Index(None, "state", "leased_until"),
        Index(None, "person_id", "asked_at"),
        Index(None, "asked_at"),
    )
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.NOWHERE

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    listing: Mapped[ExportList]
    format: Mapped[ExportFormat]
    is_personal: Mapped[bool] = mapped_column(default=False)
    filters: Mapped[dict[str, Any]] = mapped_column(JSON)
    language: Mapped[str] = mapped_column(String(2))
    state: Mapped[ExportState] = mapped_column(default=ExportState.VENTER)
    asked_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    rows_total: Mapped[int | None]
    rows_done: Mapped[int] = mapped_column(default=0)
    size: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str] = mapped_column(String(64), default="")
    leased_until: Mapped[datetime | None]
    worker: Mapped[str | None] = mapped_column(String(60))
    attempts: Mapped[int] = mapped_column(default=0)


class ExportChunk(Tenanted, Base):
    """A piece of a file, so that any web machine can hand it out without holding it whole."""

    __tablename__ = "export_chunks"
    __table_args__ = (
        UniqueConstraint("export_id", "number"),
        ForeignKeyConstraint(
            ["municipality_id", "export_id"], ["exports.municipality_id", "exports.id"], ondelete="CASCADE"
        ),
    )
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.NOWHERE

    export_id: Mapped[int]
    number: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary)
