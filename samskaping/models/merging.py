"""Cases that were joined: where each stood before, and the supporters who were asked whether theirs may follow."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Shown, Tenanted
from samskaping.rules.pipeline import Ball, Body, State


class Merge(Tenanted, Base):
    """One proposal joined into another. The columns from ``state`` on say where it stood, so that it can be undone."""

    __tablename__ = "merges"
    __table_args__ = (
        UniqueConstraint("municipality_id", "id"),
        ForeignKeyConstraint(["municipality_id", "proposal_id"], ["proposals.municipality_id", "proposals.id"]),
        ForeignKeyConstraint(["municipality_id", "target_id"], ["proposals.municipality_id", "proposals.id"]),
        ForeignKeyConstraint(["municipality_id", "unit_id"], ["units.municipality_id", "units.id"]),
        Index(None, "proposal_id"),
        Index(None, "target_id"),
    )
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.NOWHERE

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    proposal_id: Mapped[int]
    target_id: Mapped[int]
    merged_at: Mapped[datetime]
    merged_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    #: Whether the writer began to follow the other proposal with this, and not before.
    writer_follows: Mapped[bool] = mapped_column(default=False)

    state: Mapped[State]
    state_since: Mapped[datetime]
    ball: Mapped[Ball]
    ball_until: Mapped[date | None]
    next_on: Mapped[date | None]
    unit_id: Mapped[int | None]
    body: Mapped[Body | None]
    body_name: Mapped[str] = mapped_column(String(120), default="")
    look_again_on: Mapped[date | None]
    forward_to: Mapped[str] = mapped_column(String(200), default="")
    answered_at: Mapped[datetime | None]
    waiting_since: Mapped[datetime | None]


class AskedSupporter(Tenanted, Base):
    """A supporter of a merged proposal, asked once. ``given_at`` is kept, so that what followed can be returned."""

    __tablename__ = "asked_supporters"
    __table_args__ = (
        ForeignKeyConstraint(["municipality_id", "merge_id"], ["merges.municipality_id", "merges.id"]),
        Index(
            "uq_asked_supporters_person",
            "merge_id",
            "person_id",
            unique=True,
            postgresql_where=text("organisation_id IS NULL"),
            sqlite_where=text("organisation_id IS NULL"),
        ),
        Index(
            "uq_asked_supporters_organisation",
            "merge_id",
            "organisation_id",
            unique=True,
            postgresql_where=text("organisation_id IS NOT NULL"),
            sqlite_where=text("organisation_id IS NOT NULL"),
        ),
        Index(None, "person_id"),
        Index(None, "asked_at"),
    )
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.NOWHERE

    merge_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    given_at: Mapped[datetime]
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    #: Whether it followed; and whether the other proposal got one support more by that.
    follows: Mapped[bool] = mapped_column(default=False)
    is_counted: Mapped[bool] = mapped_column(default=False)
