"""Challenges that municipalities publish, and the municipalities that share each."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BindParameter,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    false,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Tenanted, Texts
from samskaping.rules.kinds import ChallengeState
from samskaping.rules.moderation import Reading
from samskaping.rules.speech import Level


class Challenge(Tenanted, Base):
    """A need told from the residents' side, with the expectation box. ``municipality_id`` is the leading owner."""

    __tablename__ = "challenges"
    __table_args__ = (
        UniqueConstraint("municipality_id", "id"),
        UniqueConstraint("source", "external_id"),
        ForeignKeyConstraint(["municipality_id", "unit_id"], ["units.municipality_id", "units.id"]),
        ForeignKeyConstraint(["municipality_id", "theme_id"], ["themes.municipality_id", "themes.id"]),
        Index(None, "municipality_id", "state", "published_at"),
        Index(None, "state", "published_at"),
        CheckConstraint("state = 'utkast' OR published_at IS NOT NULL", name="published"),
    )

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    state: Mapped[ChallengeState] = mapped_column(default=ChallengeState.UTKAST)
    version: Mapped[int] = mapped_column(default=1)
    title: Mapped[Texts]
    summary: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    need: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    decides: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    fixed: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    influence: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    use: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    #: What those who are asked to evaluate its proposals score them on, and whether they first see each other's after.
    criteria: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list, server_default="[]")
    hides_evaluations: Mapped[bool] = mapped_column(default=False, server_default=false())
    quotes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    goals: Mapped[list[int]] = mapped_column(JSON, default=list)
    level: Mapped[Level | None]
    #: When moderators read; None is as the municipality does otherwise.
    proposals_read: Mapped[Reading | None]
    comments_read: Mapped[Reading | None]
    illustration: Mapped[str] = mapped_column(String(20), default="langbord")
    unit_id: Mapped[int | None]
    theme_id: Mapped[int | None]
    answers_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    edited_at: Mapped[datetime | None]
    proposal_count: Mapped[int] = mapped_column(default=0)
    support_count: Mapped[int] = mapped_column(default=0)
    history_length: Mapped[int] = mapped_column(default=0)
    history_digest: Mapped[str] = mapped_column(String(64), default="")
    source: Mapped[str | None] = mapped_column(String(40))
    external_id: Mapped[str | None] = mapped_column(String(80))

    @classmethod
    def seen_from(cls, municipality_id: "int | BindParameter[int]") -> "ColumnElement[bool]":
        """A shared challenge is seen from every municipality that is a partner; the owner is one."""
        shared = select(ChallengePartner.challenge_id).where(ChallengePartner.municipality_id == municipality_id)
        return cls.id.in_(shared)

    @property
    def writer_id(self) -> int | None:
        return self.created_by_id

    @property
    def session_id(self) -> int | None:
        return None


class ChallengePartner(Base):
    """A municipality that takes part in a challenge. Proposals refer to (challenge, municipality) here."""

    __tablename__ = "challenge_partners"
    __table_args__ = (UniqueConstraint("challenge_id", "municipality_id"), Index(None, "municipality_id"))
    told = False

    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenges.id"))
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    is_lead: Mapped[bool] = mapped_column(default=False)
