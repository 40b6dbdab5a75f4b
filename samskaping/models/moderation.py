"""Reports of texts and what moderators ruled on them, whom a municipality trusts, and barriers on the site."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Shown, Tenanted
from samskaping.rules.kinds import Outcome
from samskaping.rules.moderation import Deed
from samskaping.rules.speech import ReportReason

#: A case, and perhaps one of its comments; or a need; a ruling can be on a challenge too.
ABOUT = "(proposal_id IS NULL) <> (need_id IS NULL) AND (need_id IS NULL OR comment_id IS NULL)"
RULED_ON = (
    "(CASE WHEN proposal_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN need_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN challenge_id IS NULL THEN 0 ELSE 1 END) = 1 AND (proposal_id IS NOT NULL OR comment_id IS NULL)"
)


class Report(Tenanted, Base):
    """Somebody's report of a proposal, of one of its comments or of a need; who reported is for moderators only."""

    __tablename__ = "reports"
    __table_args__ = (
        ForeignKeyConstraint(["municipality_id", "proposal_id"], ["proposals.municipality_id", "proposals.id"]),
        ForeignKeyConstraint(["municipality_id", "comment_id"], ["comments.municipality_id", "comments.id"]),
        ForeignKeyConstraint(["municipality_id", "need_id"], ["needs.municipality_id", "needs.id"]),
        CheckConstraint(ABOUT, name="about"),
        Index(None, "municipality_id", "closed_at", "reported_at"),
        Index(None, "proposal_id"),
        Index(None, "comment_id"),
        Index(None, "need_id"),
    )

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    proposal_id: Mapped[int | None]
    comment_id: Mapped[int | None]
    need_id: Mapped[int | None]
    reason: Mapped[ReportReason]
    text: Mapped[str] = mapped_column(default="")
    reporter_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reported_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    outcome: Mapped[Outcome | None]


class Ruling(Tenanted, Base):
    """What a moderator did about a proposal, one of its comments, a need or a challenge, or a file there: who, when
    and why.
    """

    __tablename__ = "rulings"
    __table_args__ = (
        UniqueConstraint("municipality_id", "id"),
        ForeignKeyConstraint(["municipality_id", "proposal_id"], ["proposals.municipality_id", "proposals.id"]),
        ForeignKeyConstraint(["municipality_id", "comment_id"], ["comments.municipality_id", "comments.id"]),
        ForeignKeyConstraint(["municipality_id", "need_id"], ["needs.municipality_id", "needs.id"]),
        ForeignKeyConstraint(["municipality_id", "challenge_id"], ["challenges.municipality_id", "challenges.id"]),
        CheckConstraint(RULED_ON, name="about"),
        Index(None, "municipality_id", "decided_at"),
        Index(None, "proposal_id"),
        Index(None, "comment_id"),
        Index(None, "need_id"),
        Index(None, "challenge_id"),
    )
    is_held: ClassVar[bool] = False

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    proposal_id: Mapped[int | None]
    comment_id: Mapped[int | None]
    need_id: Mapped[int | None]
    challenge_id: Mapped[int | None]
    #: The public id of the file that it is about, and not the text; that can be deleted, and the ruling stays.
    file: Mapped[str] = mapped_column(String(12), default="", server_default="")
    deed: Mapped[Deed]
    reason: Mapped[ReportReason | None]
    words: Mapped[str] = mapped_column(String(500), default="")
    #: What ``words`` are written in; empty where nobody knows.
    language: Mapped[str] = mapped_column(String(35), default="", server_default="")
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime]


class TrustWord(Tenanted, Base):
    """A member of staff gives somebody trust, or takes it away; the newest word holds, and all of them are kept."""

    __tablename__ = "trust_words"
    __table_args__ = (Index(None, "municipality_id", "person_id", "said_at"),)
    shown: ClassVar[Shown] = Shown.NOWHERE

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    is_trusted: Mapped[bool]
    why: Mapped[str] = mapped_column(String(500))
    said_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    said_at: Mapped[datetime]


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
