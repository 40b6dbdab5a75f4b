"""Support for proposals, once for each person or organisation, and who follows what."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Shown, Tenanted


class Support(Tenanted, Base):
    """One person's support, or one organisation's through a person; nobody's once the person has erased the account."""

    __tablename__ = "supports"
    __table_args__ = (
        ForeignKeyConstraint(["municipality_id", "proposal_id"], ["proposals.municipality_id", "proposals.id"]),
        Index(
            "uq_supports_person",
            "proposal_id",
            "person_id",
            unique=True,
            postgresql_where=text("organisation_id IS NULL"),
            sqlite_where=text("organisation_id IS NULL"),
        ),
        Index(
            "uq_supports_organisation",
            "proposal_id",
            "organisation_id",
            unique=True,
            postgresql_where=text("organisation_id IS NOT NULL"),
            sqlite_where=text("organisation_id IS NOT NULL"),
        ),
        Index(None, "person_id"),
    )
    told: ClassVar[bool] = False

    proposal_id: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    given_at: Mapped[datetime]


class Follow(Base):
    """A person who wants to hear about a proposal, a challenge or a municipality. Never another person."""

    __tablename__ = "follows"
    __table_args__ = (UniqueConstraint("person_id", "kind", "thing_id"), Index(None, "kind", "thing_id"))
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.NOWHERE

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(20))
    thing_id: Mapped[int]
    since: Mapped[datetime]
