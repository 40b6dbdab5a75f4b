"""The benefits that are expected of a challenge or a proposal, their measurements, and links for those who measure."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Tenanted, Texts
from samskaping.rules.benefits import Category, Rhythm


class Benefit(Tenanted, Base):
    """One benefit in the plan of a challenge or a proposal. ``measure_on`` is the day of the next measurement, and
    ``reminded_for`` the last such day that its owner was reminded of; every change is a new ``version``.
    """

    __tablename__ = "benefits"
    __table_args__ = (
        UniqueConstraint("municipality_id", "id"),
        ForeignKeyConstraint(["municipality_id", "challenge_id"], ["challenges.municipality_id", "challenges.id"]),
        ForeignKeyConstraint(["municipality_id", "proposal_id"], ["proposals.municipality_id", "proposals.id"]),
        CheckConstraint("(challenge_id IS NULL) <> (proposal_id IS NULL)", name="about"),
        CheckConstraint("(zero_value IS NULL) = (zero_on IS NULL)", name="zero"),
        CheckConstraint("(target IS NULL) = (target_on IS NULL)", name="target"),
        Index(None, "challenge_id"),
        Index(None, "proposal_id"),
        Index("ix_benefits_due", "measure_on"),
        Index(None, "owner_id"),
    )

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    challenge_id: Mapped[int | None]
    proposal_id: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)
    category: Mapped[Category]
    name: Mapped[Texts]
    indicator: Mapped[Texts]
    unit: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    zero_value: Mapped[Decimal | None]
    zero_on: Mapped[date | None]
    zero_method: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    target: Mapped[Decimal | None]
    target_on: Mapped[date | None]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    gains: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    loses: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    preconditions: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    risk: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    measuring: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    measuring_cost: Mapped[Decimal | None]
    rhythm: Mapped[Rhythm] = mapped_column(default=Rhythm.TIL_SLUTT)
    measure_on: Mapped[date | None]
    reminded_for: Mapped[date | None]
    planned_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]


class Measurement(Tenanted, Base):
    """What a benefit came to on a day; ``signed`` is whoever measured by a link. One that was wrong is taken back with
    a reason, and stays.
    """

    __tablename__ = "measurements"
    __table_args__ = (
        ForeignKeyConstraint(["municipality_id", "benefit_id"], ["benefits.municipality_id", "benefits.id"]),
        CheckConstraint("(taken_back_at IS NULL) = (taken_back_why = '')", name="taken_back"),
        Index(None, "benefit_id", "measured_on"),
    )

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    benefit_id: Mapped[int]
    measured_on: Mapped[date]
    value: Mapped[Decimal]
    note: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(String(35), default="nb")
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))
    signed: Mapped[str] = mapped_column(String(120), default="")
    entered_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]
    taken_back_why: Mapped[str] = mapped_column(String(500), default="")


class MeasureAsk(Tenanted, Base):
    """Somebody without an account is asked to measure a benefit, once. The link is kept as a hash; the address goes
    when it has been used, is taken back, or is too old.
    """

    __tablename__ = "measure_asks"
    __table_args__ = (
        ForeignKeyConstraint(["municipality_id", "benefit_id"], ["benefits.municipality_id", "benefits.id"]),
        Index(None, "benefit_id"),
    )

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    benefit_id: Mapped[int]
    email: Mapped[str] = mapped_column(String(254), default="")
    language: Mapped[str] = mapped_column(String(35), default="nb")
    words: Mapped[str] = mapped_column(String(500), default="")
    due: Mapped[date]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    answered_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]
