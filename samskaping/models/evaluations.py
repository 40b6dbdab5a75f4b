"""Evaluations of proposals by people whom the caseworker asks; never shown to the public."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Shown, Tenanted
from samskaping.rules.evaluation import Feasibility


class Evaluation(Tenanted, Base):
    """One evaluator's view of one proposal. ``version`` 0 is asked for and not submitted. Costs are in øre."""

    __tablename__ = "evaluations"
    __table_args__ = (
        UniqueConstraint("proposal_id", "evaluator_id"),
        ForeignKeyConstraint(["municipality_id", "proposal_id"], ["proposals.municipality_id", "proposals.id"]),
        CheckConstraint("(version = 0) = (submitted_at IS NULL)", name="submitted"),
        CheckConstraint("least_cost <= most_cost", name="cost"),
        Index("ix_evaluations_pending", "municipality_id", "submitted_at", "evaluator_id"),
        Index(None, "evaluator_id"),
    )
    shown: ClassVar[Shown] = Shown.NOWHERE

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    proposal_id: Mapped[int]
    evaluator_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    due: Mapped[date | None]
    reminded_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=0)
    feasibility: Mapped[Feasibility | None]
    explanation: Mapped[str] = mapped_column(default="")
    least_cost: Mapped[int | None] = mapped_column(BigInteger)
    most_cost: Mapped[int | None] = mapped_column(BigInteger)
    responsible: Mapped[str] = mapped_column(String(200), default="")
    time_needed: Mapped[str] = mapped_column(String(200), default="")
    scores: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    submitted_at: Mapped[datetime | None]
