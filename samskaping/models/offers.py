"""What is asked for in challenges, needs and proposals, what is offered, and the partnerships that come of it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    false,
)
from sqlalchemy import text as words
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Tenanted
from samskaping.rules.offers import OfferKind, OfferState

SUBJECTS = ("challenge_id", "need_id", "proposal_id")
_ONE = " + ".join(f"(CASE WHEN {subject} IS NULL THEN 0 ELSE 1 END)" for subject in SUBJECTS)


def _about() -> tuple[Any, ...]:
    """What a contribution is about: exactly one thing, of the same municipality."""
    return (
        ForeignKeyConstraint(
            ["challenge_id", "municipality_id"],
            ["challenge_partners.challenge_id", "challenge_partners.municipality_id"],
        ),
        ForeignKeyConstraint(["municipality_id", "need_id"], ["needs.municipality_id", "needs.id"]),
        ForeignKeyConstraint(["municipality_id", "proposal_id"], ["proposals.municipality_id", "proposals.id"]),
        CheckConstraint(f"{_ONE} = 1", name="about"),
        *(Index(None, subject) for subject in SUBJECTS),
    )


def _once(subject: str, giver: str) -> Index:
    """A person, or an organisation, stands with one offer of a kind for one thing."""
    of_whom = "organisation_id IS NULL" if giver == "giver_id" else "organisation_id IS NOT NULL"
    standing = words(f"{of_whom} AND settled_at IS NULL")
    name = f"uq_offers_{subject.removesuffix('_id')}_{giver.removesuffix('_id')}"
    return Index(name, subject, "kind", giver, unique=True, postgresql_where=standing, sqlite_where=standing)


class Contribution:
    """Columns of what is asked for, and of what is offered. ``amount`` is in hundredths of the kind's unit."""

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    challenge_id: Mapped[int | None]
    need_id: Mapped[int | None]
    proposal_id: Mapped[int | None]
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))
    kind: Mapped[OfferKind]
    amount: Mapped[int | None] = mapped_column(BigInteger)
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
    language: Mapped[str] = mapped_column(String(35), default="nb")
    text: Mapped[str]
    html: Mapped[str]


class Ask(Contribution, Tenanted, Base):
    """«Vi trenger»: what the municipality asks for, until it is closed."""

    __tablename__ = "asks"
    __table_args__ = (UniqueConstraint("municipality_id", "id"), *_about())

    asked_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Offer(Contribution, Tenanted, Base):
    """«Vi kan bidra med»: what a person offers, or an organisation through a person.

    ``settled_at`` is set once it stands no longer: delivered, declined or withdrawn. ``answer`` is the words of the
    municipality, or of the working group of the case (``answer_by_group``), to whoever offered.
    """

    __tablename__ = "offers"
    __table_args__ = (
        UniqueConstraint("municipality_id", "id"),
        *_about(),
        ForeignKeyConstraint(["municipality_id", "ask_id"], ["asks.municipality_id", "asks.id"]),
        *(_once(subject, giver) for subject in SUBJECTS for giver in ("giver_id", "organisation_id")),
        Index("ix_offers_state", "municipality_id", "state", "offered_at", "public_id"),
        Index("ix_offers_newest", "municipality_id", "offered_at", "public_id"),
        Index("ix_offers_giver", "giver_id", "offered_at"),
        Index(None, "organisation_id"),
    )

    ask_id: Mapped[int | None]
    giver_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    state: Mapped[OfferState] = mapped_column(default=OfferState.VENTER)
    answer: Mapped[str] = mapped_column(default="")
    answer_by_group: Mapped[bool] = mapped_column(default=False, server_default=false())
    offered_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    settled_at: Mapped[datetime | None]


class Partnership(Tenanted, Base):
    """Who does what by when, between the municipality and the organisation of an offer that was accepted.

    Each party confirms one ``version``; ``confirmed_at`` is set once both have, and then it stands as it is.
    """

    __tablename__ = "partnerships"
    __table_args__ = (
        UniqueConstraint("offer_id"),
        ForeignKeyConstraint(["municipality_id", "offer_id"], ["offers.municipality_id", "offers.id"]),
        CheckConstraint(
            "confirmed_at IS NULL OR (municipality_at IS NOT NULL AND organisation_at IS NOT NULL)", name="confirmed"
        ),
    )

    offer_id: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    language: Mapped[str] = mapped_column(String(35), default="nb")
    their_part: Mapped[str]
    our_part: Mapped[str]
    by_on: Mapped[date]
    written_at: Mapped[datetime]
    municipality_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    municipality_at: Mapped[datetime | None]
    organisation_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    organisation_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
