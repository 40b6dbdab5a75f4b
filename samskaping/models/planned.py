"""Answers and moves that are written now and published later, alone or in a batch."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Shown, Tenanted
from samskaping.rules.planned import Obstacle, PlannedState


class Batch(Tenanted, Base):
    """Several that are published together; ``publish_at`` is empty until somebody sets the time."""

    __tablename__ = "batches"
    __table_args__ = (UniqueConstraint("municipality_id", "id"),)
    shown: ClassVar[Shown] = Shown.NOWHERE

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    publish_at: Mapped[datetime | None]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]


class Planned(Tenanted, Base):
    """One answer, or one move with its reason, that waits for its hour.

    ``words`` is what the deed is handed; ``case_version`` the case's as it was when they were written. At most
    one waits in each case.
    """

    __tablename__ = "planned"
    __table_args__ = (
        ForeignKeyConstraint(["municipality_id", "proposal_id"], ["proposals.municipality_id", "proposals.id"]),
        ForeignKeyConstraint(["municipality_id", "batch_id"], ["batches.municipality_id", "batches.id"]),
        Index(
            "uq_planned_waiting",
            "proposal_id",
            unique=True,
            postgresql_where=text("state = 'venter'"),
            sqlite_where=text("state = 'venter'"),
        ),
        Index(None, "state", "publish_at"),
        Index(None, "municipality_id", "state", "publish_at"),
        Index(None, "batch_id"),
    )
    shown: ClassVar[Shown] = Shown.NOWHERE

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    proposal_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    batch_id: Mapped[int | None]
    verb: Mapped[str] = mapped_column(String(40), default="")
    words: Mapped[dict[str, Any]] = mapped_column(JSON)
    case_version: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    publish_at: Mapped[datetime | None]
    state: Mapped[PlannedState] = mapped_column(default=PlannedState.VENTER)
    obstacle: Mapped[Obstacle | None]
    why: Mapped[str] = mapped_column(String(500), default="")
    made_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
