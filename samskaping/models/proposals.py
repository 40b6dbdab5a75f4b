"""Proposals: what somebody needs and suggests, where it stands, and who has the ball."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Shown, Tenanted
from samskaping.rules.pipeline import Ball, Body, State


class Proposal(Tenanted, Base):
    """One proposal through its whole life, from draft to measured effect.

    ``is_public`` is state and hiding in one column, so that every list, search, feed and count obeys at once.
    ``waiting_since`` is set while no official answer is published and the case is open.
    """

    __tablename__ = "proposals"
    __table_args__ = (
        UniqueConstraint("municipality_id", "id"),
        UniqueConstraint("municipality_id", "reference"),
        UniqueConstraint("source", "external_id"),
        ForeignKeyConstraint(
            ["challenge_id", "municipality_id"],
            ["challenge_partners.challenge_id", "challenge_partners.municipality_id"],
        ),
        ForeignKeyConstraint(["municipality_id", "area_id"], ["areas.municipality_id", "areas.id"]),
        ForeignKeyConstraint(["municipality_id", "theme_id"], ["themes.municipality_id", "themes.id"]),
        ForeignKeyConstraint(["municipality_id", "unit_id"], ["units.municipality_id", "units.id"]),
        ForeignKeyConstraint(["municipality_id", "into_id"], ["proposals.municipality_id", "proposals.id"]),
        CheckConstraint("state = 'utkast' OR (reference IS NOT NULL AND author_id IS NOT NULL)", name="submitted"),
        CheckConstraint("NOT is_public OR state NOT IN ('utkast', 'til_godkjenning')", name="public"),
        Index("ix_proposals_newest", "municipality_id", "is_public", "submitted_at", "reference"),
        Index("ix_proposals_supported", "municipality_id", "is_public", "support_count", "reference"),
        Index("ix_proposals_discussed", "municipality_id", "is_public", "comment_count", "reference"),
        Index("ix_proposals_waiting", "municipality_id", "is_public", "waiting_since", "reference"),
        Index("ix_proposals_state", "municipality_id", "is_public", "state", "submitted_at", "reference"),
        Index("ix_proposals_since", "municipality_id", "is_public", "state", "state_since", "reference"),
        Index(
            "ix_proposals_late",
            "municipality_id",
            "is_public",
            "answer_due",
            "unit_id",
            postgresql_where=text("waiting_since IS NOT NULL"),
            sqlite_where=text("waiting_since IS NOT NULL"),
        ),
        Index("ix_proposals_theme", "municipality_id", "theme_id", "is_public", "submitted_at", "reference"),
        Index("ix_proposals_area", "municipality_id", "area_id", "is_public", "submitted_at", "reference"),
        Index("ix_proposals_challenge", "challenge_id", "municipality_id", "is_public", "submitted_at", "reference"),
        Index("ix_proposals_inbox", "municipality_id", "state", "answer_due", "reference"),
        Index("ix_proposals_handler", "municipality_id", "handler_id", "answer_due", "reference"),
        Index("ix_proposals_writer", "writer_id", "state"),
        Index("ix_proposals_session", "session_id"),
        Index("ix_proposals_author", "author_id"),
    )

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    reference: Mapped[str | None] = mapped_column(String(14))
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[State] = mapped_column(default=State.UTKAST)
    is_public: Mapped[bool] = mapped_column(default=False)

    challenge_id: Mapped[int | None]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("authors.id"))
    writer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("web_sessions.id", ondelete="CASCADE"))

    language: Mapped[str] = mapped_column(String(35), default="nb")
    title: Mapped[str] = mapped_column(String(200), default="")
    need: Mapped[str] = mapped_column(default="")
    need_html: Mapped[str] = mapped_column(default="")
    idea: Mapped[str] = mapped_column(default="")
    idea_html: Mapped[str] = mapped_column(default="")
    excerpt: Mapped[str] = mapped_column(String(240), default="")
    area_id: Mapped[int | None]
    place: Mapped[str] = mapped_column(String(200), default="")
    theme_id: Mapped[int | None]

    unit_id: Mapped[int | None]
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    ball: Mapped[Ball] = mapped_column(default=Ball.FORFATTER)
    ball_until: Mapped[date | None]
    next_on: Mapped[date | None]
    body: Mapped[Body | None]
    body_name: Mapped[str] = mapped_column(String(120), default="")
    look_again_on: Mapped[date | None]
    forward_to: Mapped[str] = mapped_column(String(200), default="")
    into_id: Mapped[int | None]

    created_at: Mapped[datetime]
    edited_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    state_since: Mapped[datetime]
    answer_due: Mapped[date | None]
    answered_at: Mapped[datetime | None]
    waiting_since: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    hidden_reason: Mapped[str] = mapped_column(String(500), default="")

    support_count: Mapped[int] = mapped_column(default=0)
    comment_count: Mapped[int] = mapped_column(default=0)
    imported_support: Mapped[int] = mapped_column(default=0)
    open_reports: Mapped[int] = mapped_column(default=0)
    history_length: Mapped[int] = mapped_column(default=0)
    history_digest: Mapped[str] = mapped_column(String(64), default="")
    source: Mapped[str | None] = mapped_column(String(40))
    external_id: Mapped[str | None] = mapped_column(String(80))

    def shows(self) -> bool:
        """Nobody but its writer sees a draft; one that was sent back was not public before either."""
        return self.state is not State.UTKAST


class ProposalGoal(Tenanted, Base):
    """A sustainability goal of a proposal. Sort columns stand here too, so that the filter has its index."""

    __tablename__ = "proposal_goals"
    __table_args__ = (
        UniqueConstraint("proposal_id", "goal"),
        ForeignKeyConstraint(
            ["municipality_id", "proposal_id"], ["proposals.municipality_id", "proposals.id"], ondelete="CASCADE"
        ),
        Index("ix_proposal_goals_newest", "municipality_id", "goal", "submitted_at", "reference"),
        CheckConstraint("goal BETWEEN 1 AND 17", name="goal"),
    )
    told: ClassVar[bool] = False
    #: Goals show with their proposal, and a change of a sent-in one's leaves an event, which shows.
    shown: ClassVar[Shown] = Shown.NOWHERE

    proposal_id: Mapped[int]
    goal: Mapped[int] = mapped_column(SmallInteger)
    submitted_at: Mapped[datetime | None]
    reference: Mapped[str | None] = mapped_column(String(14))
