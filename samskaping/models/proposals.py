"""Proposals: what somebody needs and suggests, where it stands, and who has the ball."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    String,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Shown, Tenanted
from samskaping.rules.moderation import Trust
from samskaping.rules.pipeline import ENDED, Ball, Body, State
from samskaping.rules.shelves import NEVER, Shelf, due_on, shelf_of
from samskaping.rules.speech import ReportReason

#: Conditions of the inbox's own indexes. SQLite reads along one only when a query says the same words.
OPEN_SHELF, HAS_TASKS = "shelf = 'apen'", "open_tasks > 0"
#: Nobody waits for an evaluation of a case that is ended.
AWAITS_EVALUATIONS = ("open_evaluations > 0", "shelf <> 'avsluttet'")
#: Those who proposed ask for an ended case to be taken up again (``asks_to_reopen``).
REOPENING = ("ball = 'kommune'", f"state IN ({', '.join(repr(state.value) for state in sorted(ENDED))})")
#: What a view or a filter of the inbox is about, each with its own index in the order of what is due first.
_VIEWED_BY = ("handler_id", "unit_id", "ball", "challenge_id", "theme_id", "area_id", "organisation_id", "language")


def _open(name: str, *columns: str, where: str = OPEN_SHELF) -> Index:
    return Index(
        name,
        "municipality_id",
        *columns,
        "due_on",
        "reference",
        postgresql_where=text(where),
        sqlite_where=text(where),
    )


class Proposal(Tenanted, Base):
    """One proposal through its whole life, from draft to measured effect.

    ``is_public`` is state and hiding in one column, so that every list, search, feed and count obeys at once.
    ``waiting_since`` is set while no official answer is published and the case is open. ``shelf`` and ``due_on`` follow
    from the columns above them (see ``stand``); ``open_tasks`` counts what others than the municipality's handler owe,
    ``open_evaluations`` those that are asked for and not submitted.
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
        Index("ix_proposals_shelf", "municipality_id", "shelf", "due_on", "reference"),
        *(_open(f"ix_proposals_open_{column}", column) for column in _VIEWED_BY),
        _open("ix_proposals_tasked", "shelf", where=HAS_TASKS),
        _open("ix_proposals_judged", where=" AND ".join(AWAITS_EVALUATIONS)),
        _open("ix_proposals_reopening", where=" AND ".join(REOPENING)),
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
    #: Inner keys of those who have said that they are partial in the case: permissions ask.
    partial_ids: Mapped[list[int]] = mapped_column(JSON, default=list, server_default="[]")
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
    approved_at: Mapped[datetime | None]
    #: Why it was let through, where proposals are read before they are published.
    trust: Mapped[Trust | None]
    state_since: Mapped[datetime]
    answer_due: Mapped[date | None]
    #: The newest date of the case that passed, and that its leader was told of.
    told_late_for: Mapped[date | None]
    answered_at: Mapped[datetime | None]
    waiting_since: Mapped[datetime | None]
    first_reaction_at: Mapped[datetime | None]
    shelf: Mapped[Shelf] = mapped_column(default=Shelf.UTKAST, server_default=Shelf.UTKAST.value)
    due_on: Mapped[date] = mapped_column(default=NEVER, server_default=str(NEVER))
    open_tasks: Mapped[int] = mapped_column(default=0, server_default="0")
    open_evaluations: Mapped[int] = mapped_column(default=0, server_default="0")
    #: Whether what was learnt is written down, as the moves that end a case ask.
    has_lesson: Mapped[bool] = mapped_column(default=False, server_default=false())
    hidden_at: Mapped[datetime | None]
    hidden_reason: Mapped[str] = mapped_column(String(500), default="")
    hidden_code: Mapped[ReportReason | None]

    support_count: Mapped[int] = mapped_column(default=0)
    comment_count: Mapped[int] = mapped_column(default=0)
    imported_support: Mapped[int] = mapped_column(default=0)
    #: Why passages of the text are redacted (a ``ReportReason``), while some are.
    redacted_for: Mapped[str | None] = mapped_column(String(40))
    open_reports: Mapped[int] = mapped_column(default=0)
    history_length: Mapped[int] = mapped_column(default=0)
    history_digest: Mapped[str] = mapped_column(String(64), default="")
    source: Mapped[str | None] = mapped_column(String(40))
    external_id: Mapped[str | None] = mapped_column(String(80))

    def stand(self) -> None:
        """Whatever deed changed a date or the state, the case is on the right shelf and in the right order."""
        self.shelf, self.due_on = shelf_of(self), due_on(self)

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
