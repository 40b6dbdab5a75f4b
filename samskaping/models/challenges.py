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
    and_,
    false,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Tenanted, Texts, constant
from samskaping.rules.kinds import ChallengeState
from samskaping.rules.moderation import Reading
from samskaping.rules.partners import Standing
from samskaping.rules.phases import PhaseKind
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
    #: How one will know that it is solved.
    #: What is expected to become better; ``success`` says how that is seen.
    effect: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    success: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    decides: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    fixed: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    influence: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    use: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    #: What those who are asked to evaluate its proposals score them on, and whether they first see each other's after.
    criteria: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list, server_default="[]")
    hides_evaluations: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: Act → what people must have shown of themselves first, where that is more than its municipality asks.
    thresholds: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default="{}")
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
    #: The phase that the history last told of; what is open goes by the phases' own days.
    phase: Mapped[PhaseKind | None]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    edited_at: Mapped[datetime | None]
    #: Why passages of the text are redacted (a ``ReportReason``), while some are.
    redacted_for: Mapped[str | None] = mapped_column(String(40))
    proposal_count: Mapped[int] = mapped_column(default=0)
    support_count: Mapped[int] = mapped_column(default=0)
    history_length: Mapped[int] = mapped_column(default=0)
    history_digest: Mapped[str] = mapped_column(String(64), default="")
    source: Mapped[str | None] = mapped_column(String(40))
    external_id: Mapped[str | None] = mapped_column(String(80))

    @classmethod
    def seen_from(cls, municipality_id: "int | BindParameter[int]") -> "ColumnElement[bool]":
        """A shared challenge is seen from every municipality that is a partner, or was one; the owner is one."""
        shared = select(ChallengePartner.challenge_id).where(ChallengePartner.reads_in(municipality_id))
        return cls.id.in_(shared.correlate(None))

    @classmethod
    def stands_in(cls, municipality_id: int) -> ColumnElement[bool]:
        """It stands among the challenges of every municipality that is a partner now."""
        shared = select(ChallengePartner.challenge_id).where(ChallengePartner.takes_part(municipality_id))
        return cls.id.in_(shared.correlate(None))

    @property
    def writer_id(self) -> int | None:
        return self.created_by_id

    @property
    def session_id(self) -> int | None:
        return None


class ChallengePartner(Base):
    """A municipality that takes part in a challenge, or is invited. Proposals refer to (challenge, municipality) here.

    What each said to the other, with the invitation and in the answer, is for those two alone.
    """

    __tablename__ = "challenge_partners"
    __table_args__ = (
        UniqueConstraint("challenge_id", "municipality_id"),
        Index(None, "municipality_id"),
        Index(
            "uq_challenge_partners_archivist",
            "challenge_id",
            unique=True,
            postgresql_where=text("is_archivist"),
            sqlite_where=text("is_archivist"),
        ),
    )

    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenges.id"))
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    is_lead: Mapped[bool] = mapped_column(default=False)
    #: The one that keeps the challenge's record for the archive; the leading one where none is named.
    is_archivist: Mapped[bool] = mapped_column(default=False, server_default=false())
    standing: Mapped[Standing] = mapped_column(default=Standing.MED, server_default=Standing.MED)
    #: When it came to stand so; None for the leading one, which has from the first.
    since: Mapped[datetime | None]
    #: When it last left: what its residents proposed under the challenge is still read there.
    left_at: Mapped[datetime | None]
    invitation: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    answer: Mapped[Texts] = mapped_column(nullable=True, default=Texts())

    @classmethod
    def takes_part(cls, municipality_id: Any) -> ColumnElement[bool]:
        """The row of a municipality that is a partner now."""
        return and_(cls.municipality_id == municipality_id, cls.standing == constant(Standing.MED))

    @classmethod
    def has_joined(cls) -> ColumnElement[bool]:
        """A partner now, or one that was: no other that is merely invited."""
        return or_(cls.standing == constant(Standing.MED), cls.left_at.is_not(None))

    @classmethod
    def reads_in(cls, municipality_id: Any) -> ColumnElement[bool]:
        """The row of a municipality in which the challenge can be read."""
        return and_(cls.municipality_id == municipality_id, cls.has_joined())
