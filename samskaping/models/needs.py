"""Needs that people tell of, whom else each concerns, and what they are tied to: challenges and proposals."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Shown, Tenanted
from samskaping.rules.moderation import Trust
from samskaping.rules.speech import ReportReason

#: What waits for a moderator; a condition of its index, in the words that queries use too.
WAITS = "held_since IS NOT NULL AND refused_at IS NULL AND retracted_at IS NULL"


class Need(Tenanted, Base):
    """What somebody lives with, in a few lines, under the name they chose. No solution, no case, no answer date.

    ``reference`` is empty until whoever told it without an account has confirmed it by mail; nobody sees it until
    then. While ``held_since`` is set, its writer and moderators alone see it: it waits for approval, or was refused.
    ``is_public`` says all of that in one column. ``concern_count`` is how many others it concerns.
    """

    __tablename__ = "needs"
    __table_args__ = (
        UniqueConstraint("municipality_id", "id"),
        UniqueConstraint("municipality_id", "reference"),
        ForeignKeyConstraint(["municipality_id", "area_id"], ["areas.municipality_id", "areas.id"]),
        Index("ix_needs_newest", "municipality_id", "is_public", "told_at", "reference"),
        Index("ix_needs_concerning", "municipality_id", "is_public", "concern_count", "reference"),
        Index("ix_needs_area", "municipality_id", "area_id", "is_public", "told_at", "reference"),
        Index("ix_needs_writer", "writer_id", "told_at"),
        Index("ix_needs_author", "author_id"),
        Index(
            "ix_needs_held",
            "municipality_id",
            "held_since",
            "public_id",
            postgresql_where=text(WAITS),
            sqlite_where=text(WAITS),
        ),
    )

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    reference: Mapped[str | None] = mapped_column(String(14))
    version: Mapped[int] = mapped_column(default=1)
    is_public: Mapped[bool] = mapped_column(default=False)
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))
    writer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    language: Mapped[str] = mapped_column(String(35), default="nb")
    text: Mapped[str]
    html: Mapped[str]
    area_id: Mapped[int | None]
    told_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    retracted_at: Mapped[datetime | None]
    held_since: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    #: Why it was let through, where texts are read before they are published.
    trust: Mapped[Trust | None]
    hidden_at: Mapped[datetime | None]
    hidden_reason: Mapped[str] = mapped_column(String(500), default="")
    hidden_code: Mapped[ReportReason | None]
    #: Why passages of the text are redacted (a ``ReportReason``), while some are.
    redacted_for: Mapped[str | None] = mapped_column(String(40))
    open_reports: Mapped[int] = mapped_column(default=0)
    concern_count: Mapped[int] = mapped_column(default=0)
    history_length: Mapped[int] = mapped_column(default=0)
    history_digest: Mapped[str] = mapped_column(String(64), default="")

    @property
    def session_id(self) -> int | None:
        return None

    @property
    def partial_ids(self) -> list[int]:
        """Nobody decides about a need, so nobody is partial in one."""
        return []

    def shows(self) -> bool:
        """Nobody sees what is not confirmed."""
        return self.reference is not None


class NeedContact(Tenanted, Base):
    """Where the link goes by which somebody without an account confirms a need; gone when they have."""

    __tablename__ = "need_contacts"
    __table_args__ = (
        ForeignKeyConstraint(["municipality_id", "need_id"], ["needs.municipality_id", "needs.id"], ondelete="CASCADE"),
        UniqueConstraint("need_id"),
        Index(None, "email_key", "asked_at"),
    )
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.NOWHERE

    need_id: Mapped[int]
    email_key: Mapped[str] = mapped_column(String(254))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    asked_at: Mapped[datetime]


class NeedConcern(Tenanted, Base):
    """«Det gjelder meg også»: a person whom a need concerns as well, or an organisation through a person; once each.

    Nobody is shown who they are.
    """

    __tablename__ = "need_concerns"
    __table_args__ = (
        ForeignKeyConstraint(["municipality_id", "need_id"], ["needs.municipality_id", "needs.id"]),
        Index(
            "uq_need_concerns_person",
            "need_id",
            "person_id",
            unique=True,
            postgresql_where=text("organisation_id IS NULL"),
            sqlite_where=text("organisation_id IS NULL"),
        ),
        Index(
            "uq_need_concerns_organisation",
            "need_id",
            "organisation_id",
            unique=True,
            postgresql_where=text("organisation_id IS NOT NULL"),
            sqlite_where=text("organisation_id IS NOT NULL"),
        ),
        Index(None, "person_id"),
    )
    told: ClassVar[bool] = False

    need_id: Mapped[int]
    #: Nobody, once the person has erased the account.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    said_at: Mapped[datetime]


class ChallengeNeed(Tenanted, Base):
    """A need is tied to a challenge; ``is_origin``: the challenge grew from it, and cites it.

    A tie that is loosened stays, so that nobody but staff lays it again.
    """

    __tablename__ = "challenge_needs"
    __table_args__ = (
        ForeignKeyConstraint(["municipality_id", "need_id"], ["needs.municipality_id", "needs.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(
            ["challenge_id", "municipality_id"],
            ["challenge_partners.challenge_id", "challenge_partners.municipality_id"],
        ),
        UniqueConstraint("challenge_id", "need_id"),
        Index(None, "need_id"),
    )
    told: ClassVar[bool] = False

    challenge_id: Mapped[int]
    need_id: Mapped[int]
    is_origin: Mapped[bool] = mapped_column(default=False, server_default=false())
    tied_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    tied_at: Mapped[datetime]
    loosened_at: Mapped[datetime | None]


class ProposalNeed(Tenanted, Base):
    """A proposal says that it meets a need."""

    __tablename__ = "proposal_needs"
    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "proposal_id"], ["proposals.municipality_id", "proposals.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["municipality_id", "need_id"], ["needs.municipality_id", "needs.id"]),
        UniqueConstraint("proposal_id", "need_id"),
        Index(None, "need_id"),
    )
    told: ClassVar[bool] = False

    proposal_id: Mapped[int]
    need_id: Mapped[int]
    said_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    said_at: Mapped[datetime]
