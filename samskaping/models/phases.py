"""The phases of challenges, with their days and what is open in each."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import (
    BindParameter,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Shown, Tenanted
from samskaping.models.challenges import ChallengePartner
from samskaping.rules.participants import Participants
from samskaping.rules.phases import PhaseKind


class ChallengePhase(Tenanted, Base):
    """One phase of a challenge, in the municipality that leads it. Its days are Norway's, both included; no last day:
    until further notice. No two of a challenge hold on the same day: the deed that writes them sees to it.
    """

    __tablename__ = "challenge_phases"
    __table_args__ = (
        ForeignKeyConstraint(["municipality_id", "challenge_id"], ["challenges.municipality_id", "challenges.id"]),
        UniqueConstraint("challenge_id", "kind"),
        CheckConstraint("ends_on IS NULL OR ends_on >= begins_on", name="days"),
    )

    challenge_id: Mapped[int]
    kind: Mapped[PhaseKind]
    begins_on: Mapped[date]
    ends_on: Mapped[date | None]
    participants: Mapped[Participants] = mapped_column(default=Participants.ALLE)
    takes_needs: Mapped[bool] = mapped_column(default=False)
    takes_proposals: Mapped[bool] = mapped_column(default=False)
    takes_comments: Mapped[bool] = mapped_column(default=False)
    takes_support: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def seen_from(cls, municipality_id: "int | BindParameter[int]") -> "ColumnElement[bool]":
        """Wherever the challenge is shared."""
        shared = select(ChallengePartner.challenge_id).where(ChallengePartner.reads_in(municipality_id))
        return cls.challenge_id.in_(shared)


class ChallengeInvitation(Tenanted, Base):
    """Whoever has an address, or an organisation, that is invited to take part in a challenge, in its phases for those.

    Each stands on the list once. Only staff of the municipality that leads the challenge see it.
    """

    __tablename__ = "challenge_invitations"
    __table_args__ = (
        ForeignKeyConstraint(["municipality_id", "challenge_id"], ["challenges.municipality_id", "challenges.id"]),
        UniqueConstraint("challenge_id", "email_key"),
        UniqueConstraint("challenge_id", "organisation_id"),
        CheckConstraint("(email_key IS NULL) <> (organisation_id IS NULL)", name="whom"),
        Index(None, "invited_by_id", "invited_at"),
    )
    shown: ClassVar[Shown] = Shown.NOWHERE

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    challenge_id: Mapped[int]
    email_key: Mapped[str | None] = mapped_column(String(254))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    invited_at: Mapped[datetime]
