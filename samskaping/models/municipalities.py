"""Municipalities and what each sets for itself: units, areas, themes, texts, answer time."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Shown, Tenanted, Texts
from samskaping.rules.moderation import TRUST_AFTER


class Municipality(Base):
    """One of the register's 357, active here or not. Settings beside facts; ``sort_key`` orders by name."""

    __tablename__ = "municipalities"
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.AT_HOME

    number: Mapped[str] = mapped_column(String(4), unique=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    host: Mapped[str | None] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    official_name: Mapped[str] = mapped_column(String(200))
    search_names: Mapped[str] = mapped_column(String(400))
    sort_key: Mapped[str] = mapped_column(String(120), index=True)
    county: Mapped[str] = mapped_column(String(60))
    population: Mapped[int | None]
    population_date: Mapped[date | None]
    language_decision: Mapped[str] = mapped_column(String(10))
    latitude: Mapped[float]
    longitude: Mapped[float]
    website: Mapped[str] = mapped_column(String(200))
    organisation_number: Mapped[str | None] = mapped_column(String(9))

    activated_at: Mapped[datetime | None] = mapped_column(index=True)
    default_form: Mapped[str | None] = mapped_column(String(2))
    accent: Mapped[str] = mapped_column(String(20), default="blabaer")
    answer_days: Mapped[int] = mapped_column(default=28)
    #: Whether proposals and comments are read before they are published, where a challenge does not say;
    #: and after how many approved ones somebody is let through, 0 for never.
    approval: Mapped[bool] = mapped_column(default=False)
    comment_approval: Mapped[bool] = mapped_column(default=False, server_default=false())
    old_names_unlisted: Mapped[bool] = mapped_column(default=False, server_default=false())
    trust_after: Mapped[int] = mapped_column(default=TRUST_AFTER, server_default=str(TRUST_AFTER))
    #: Words and phrases, one on each line, that make a text be read first wherever they stand.
    read_first_words: Mapped[str | None]
    contact_email: Mapped[str | None] = mapped_column(String(254))
    contact_phone: Mapped[str | None] = mapped_column(String(40))
    contact_address: Mapped[str | None] = mapped_column(String(300))
    accessibility_url: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    welcome: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    about: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    privacy: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    #: Act → what people must have shown of themselves first, where that is more than the product asks.
    thresholds: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default="{}")
    proposal_count: Mapped[int] = mapped_column(default=0)
    history_length: Mapped[int] = mapped_column(default=0)
    history_digest: Mapped[str] = mapped_column(String(64), default="")

    __table_args__ = (
        CheckConstraint("answer_days BETWEEN 1 AND 30", name="answer_days"),
        CheckConstraint("default_form IN ('nb', 'nn')", name="default_form"),
    )


class OldSlug(Base):
    """A slug that once led to a municipality and still redirects there."""

    __tablename__ = "old_slugs"
    told: ClassVar[bool] = False

    slug: Mapped[str] = mapped_column(String(60), unique=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))


class ReferenceCounter(Tenanted, Base):
    """The last reference number taken in a Norwegian year; gaps allowed, never reused."""

    __tablename__ = "reference_counters"
    __table_args__ = (UniqueConstraint("municipality_id", "year"),)
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.NOWHERE

    year: Mapped[int]
    last: Mapped[int]


class Unit(Tenanted, Base):
    """A part of the municipality that answers, with a named leader and the leader's title."""

    __tablename__ = "units"
    __table_args__ = (UniqueConstraint("municipality_id", "id"),)

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    name: Mapped[Texts]
    answers_for: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    leader_title: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    position: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]


class Area(Tenanted, Base):
    """A place that a proposal can be about, from the municipality's own list."""

    __tablename__ = "areas"
    __table_args__ = (UniqueConstraint("municipality_id", "id"),)

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    sort_key: Mapped[str] = mapped_column(String(80))
    ended_at: Mapped[datetime | None]


class Theme(Tenanted, Base):
    """A subject, and the unit that new proposals on it go to."""

    __tablename__ = "themes"
    __table_args__ = (
        UniqueConstraint("municipality_id", "id"),
        Index(None, "unit_id"),
    )

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    name: Mapped[Texts]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    position: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]


class Setting(Base):
    """A value that the whole installation shares, such as which demonstration is loaded."""

    __tablename__ = "settings"
    told: ClassVar[bool] = False

    name: Mapped[str] = mapped_column(String(60), unique=True)
    value: Mapped[dict[str, Any]] = mapped_column(JSON)
