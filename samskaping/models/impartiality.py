"""Who has said whether they are impartial in a case. The reason is never public, and stands nowhere else."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Shown, Tenanted


class Declaration(Tenanted, Base):
    """One person's word on one case. ``proposals.partial_ids`` is the same knowledge, for permissions to ask."""

    __tablename__ = "declarations"
    __table_args__ = (
        UniqueConstraint("proposal_id", "person_id"),
        ForeignKeyConstraint(["municipality_id", "proposal_id"], ["proposals.municipality_id", "proposals.id"]),
        Index(None, "municipality_id", "is_partial"),
    )
    shown: ClassVar[Shown] = Shown.NOWHERE

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    proposal_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    is_partial: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(500), default="")
    declared_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    lifted_why: Mapped[str] = mapped_column(String(500), default="")
