"""Reports of proposals and comments, and of barriers on the site."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Tenanted
from samskaping.rules.kinds import Outcome
from samskaping.rules.speech import ReportReason


class Report(Tenanted, Base):
    """Somebody's report of a proposal or of one of its comments; who reported is for moderators only."""

    __tablename__ = "reports"
    __table_args__ = (
        ForeignKeyConstraint(["municipality_id", "proposal_id"], ["proposals.municipality_id", "proposals.id"]),
        ForeignKeyConstraint(["municipality_id", "comment_id"], ["comments.municipality_id", "comments.id"]),
        Index(None, "municipality_id", "closed_at", "reported_at"),
        Index(None, "proposal_id"),
        Index(None, "comment_id"),
    )

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    proposal_id: Mapped[int]
    comment_id: Mapped[int | None]
    reason: Mapped[ReportReason]
    text: Mapped[str] = mapped_column(default="")
    reporter_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reported_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    outcome: Mapped[Outcome | None]


class Barrier(Base):
    """A barrier that somebody met on a page (forskrift om universell utforming av IKT § 4 e); files a case."""

    __tablename__ = "barriers"
    __table_args__ = (
        Index(None, "municipality_id", "closed_at", "reported_at"),
        CheckConstraint("text <> ''", name="text"),
    )
    told = False

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipalities.id"))
    address: Mapped[str] = mapped_column(String(500), default="")
    text: Mapped[str]
    email: Mapped[str] = mapped_column(String(254), default="")
    reported_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
