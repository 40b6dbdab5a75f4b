"""Meetings on a challenge, who has signed up for them, and what came of them."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Tenanted, Texts
from samskaping.rules.gatherings import GatheringKind


class Gathering(Tenanted, Base):
    """A meeting: a draft until it is published; one that is cancelled stays with its reason.

    ``sequence`` grows with each change that those who have it in a calendar must hear of. ``responsible_id`` alone
    reads what people need to be able to come.
    """

    __tablename__ = "gatherings"
    __table_args__ = (
        ForeignKeyConstraint(["municipality_id", "challenge_id"], ["challenges.municipality_id", "challenges.id"]),
        CheckConstraint("ends_at > starts_at", name="lasts"),
        CheckConstraint("capacity IS NULL OR capacity > 0", name="places"),
        CheckConstraint("(cancelled_at IS NULL) = (cancelled_why = '')", name="cancelled"),
        CheckConstraint("cancelled_at IS NULL OR published_at IS NOT NULL", name="known"),
        Index(None, "challenge_id"),
        Index("ix_gatherings_time", "municipality_id", "starts_at", "public_id"),
        Index(None, "responsible_id"),
    )

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    challenge_id: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    sequence: Mapped[int] = mapped_column(default=0)
    kind: Mapped[GatheringKind]
    title: Mapped[Texts]
    about: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    #: What is arranged so that everyone can come: ramp, hearing loop, interpreter.
    access: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    place: Mapped[str] = mapped_column(String(200), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    #: None: as many as want to.
    capacity: Mapped[int | None]
    sign_up_until: Mapped[date]
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    changed_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancelled_why: Mapped[str] = mapped_column(String(500), default="")


class Seat(Base):
    """One person's, or their place in the queue, in the order of keys. Only how many there are is public."""

    __tablename__ = "seats"
    __table_args__ = (
        UniqueConstraint("gathering_id", "person_id"),
        Index(None, "person_id"),
    )
    told: ClassVar[bool] = False

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gatherings.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    is_waiting: Mapped[bool]
    #: What they need to be able to come, for whoever is responsible and nobody else.
    needs: Mapped[str] = mapped_column(String(500), default="")
    asked_at: Mapped[datetime]


class Minutes(Tenanted, Base):
    """What was said at a meeting and how many came, for everyone; every change is a new ``version``, with why."""

    __tablename__ = "minutes"
    __table_args__ = (CheckConstraint("attended >= 0", name="attended"),)

    gathering_id: Mapped[int] = mapped_column(ForeignKey("gatherings.id"), unique=True)
    version: Mapped[int] = mapped_column(default=0)
    text: Mapped[Texts]
    attended: Mapped[int]
    written_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    correction: Mapped[str] = mapped_column(String(500), default="")


class CameOf(Tenanted, Base):
    """A proposal that came out of a meeting."""

    __tablename__ = "gathering_proposals"
    __table_args__ = (
        UniqueConstraint("gathering_id", "proposal_id"),
        ForeignKeyConstraint(["municipality_id", "proposal_id"], ["proposals.municipality_id", "proposals.id"]),
        Index(None, "proposal_id"),
    )

    gathering_id: Mapped[int] = mapped_column(ForeignKey("gatherings.id"))
    proposal_id: Mapped[int]
