"""Innbyggerforslag (kommuneloven § 12-1), and who has signed them."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Shown, Tenanted
from samskaping.rules.initiatives import SEEN, Clock, InitiativeOutcome, InitiativeState, SignatureKind


class Initiative(Tenanted, Base):
    """One matter that inhabitants ask the council itself to decide.

    Title and text are locked at the first signature. ``threshold`` is frozen when signatures begin to be collected,
    with the ``inhabitants`` it was reckoned from. ``warned`` is the last of the clock's months that was told.
    ``signature_count`` stands when the signatures themselves are deleted, half a year after ``ended_at``.
    """

    __tablename__ = "initiatives"
    __table_args__ = (
        UniqueConstraint("municipality_id", "id"),
        CheckConstraint("signature_count >= 0", name="counted"),
        CheckConstraint("(outcome IS NULL) = (decided_on IS NULL)", name="decided"),
        Index("ix_initiatives_state", "municipality_id", "state", "opened_at", "public_id"),
        Index("ix_initiatives_writer", "writer_id", "edited_at"),
    )

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    state: Mapped[InitiativeState] = mapped_column(default=InitiativeState.UTKAST)
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))
    writer_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    language: Mapped[str] = mapped_column(String(35), default="nb")
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(default="")
    html: Mapped[str] = mapped_column(default="")
    edited_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    closes_on: Mapped[date | None]
    inhabitants: Mapped[int | None]
    threshold: Mapped[int | None]
    signature_count: Mapped[int] = mapped_column(default=0)
    sent_on: Mapped[date | None]
    stopped_on: Mapped[date | None]
    paused_days: Mapped[int] = mapped_column(default=0)
    warned: Mapped[int] = mapped_column(default=0)
    plan_case: Mapped[str] = mapped_column(String(500), default="")
    #: What the municipality has marked as treated before in the same election period; for the council to judge.
    treated_before: Mapped[str] = mapped_column(String(500), default="")
    outcome: Mapped[InitiativeOutcome | None]
    decided_on: Mapped[date | None]
    body: Mapped[str] = mapped_column(String(200), default="")
    case_number: Mapped[str] = mapped_column(String(60), default="")
    decision: Mapped[str] = mapped_column(default="")
    decision_language: Mapped[str] = mapped_column(String(35), default="nb")
    measures: Mapped[str] = mapped_column(default="")
    measures_language: Mapped[str] = mapped_column(String(35), default="nb")
    ended_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    hidden_reason: Mapped[str] = mapped_column(String(500), default="")
    history_length: Mapped[int] = mapped_column(default=0)
    history_digest: Mapped[str] = mapped_column(String(64), default="")

    @property
    def session_id(self) -> int | None:
        return None

    @property
    def clock(self) -> Clock | None:
        """The council's time, once it is sent in."""
        return Clock(self.sent_on, self.paused_days, self.stopped_on) if self.sent_on else None

    def shows(self) -> bool:
        """Nobody else sees a draft."""
        return self.state in SEEN


class Signature(Tenanted, Base):
    """One person's, once: by account, and by a keyed hash of who it is. Nobody but the case officer sees them."""

    __tablename__ = "signatures"
    __table_args__ = (
        ForeignKeyConstraint(["municipality_id", "initiative_id"], ["initiatives.municipality_id", "initiatives.id"]),
        UniqueConstraint("initiative_id", "mark"),
        UniqueConstraint("initiative_id", "person_id"),
        Index(None, "person_id"),
    )
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.NOWHERE

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    initiative_id: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[SignatureKind]
    mark: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(120))
    born: Mapped[date | None]
    signed_at: Mapped[datetime]
