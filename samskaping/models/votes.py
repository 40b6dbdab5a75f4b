"""Votes on what a sum goes to, what stands on their ballots, and the ballots."""

from datetime import date, datetime
from typing import ClassVar

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
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Shown, Tenanted, Texts
from samskaping.models.challenges import ChallengePartner
from samskaping.rules.thresholds import Proof
from samskaping.rules.votes import BallotKind


class Vote(Tenanted, Base):
    """The vote of a challenge, in the municipality that leads it: a draft until it is announced, and then it stands.

    The worker sets ``closed_at`` after the last day, and drops who cast which ballot in the same transaction.
    """

    __tablename__ = "votes"
    __table_args__ = (
        ForeignKeyConstraint(["municipality_id", "challenge_id"], ["challenges.municipality_id", "challenges.id"]),
        # One that was taken back stays with its reason, and another can be set.
        Index(
            None,
            "challenge_id",
            unique=True,
            postgresql_where=text("taken_back_at IS NULL"),
            sqlite_where=text("taken_back_at IS NULL"),
        ),
        CheckConstraint("closes_on >= opens_on", name="days"),
        CheckConstraint("budget > 0", name="sum"),
        CheckConstraint("closed_at IS NULL OR announced_at IS NOT NULL", name="announced"),
        CheckConstraint("(taken_back_at IS NULL) = (taken_back_why = '')", name="taken_back"),
        CheckConstraint("taken_back_at IS NULL OR closed_at IS NULL", name="ended_once"),
    )

    challenge_id: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    kind: Mapped[BallotKind]
    budget: Mapped[int]
    proof: Mapped[Proof]
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    #: The day on which it is decided, at the latest.
    decided_on: Mapped[date]
    #: Who decides, and how the vote counts then.
    decides: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    counts: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    announced_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    ballot_count: Mapped[int] = mapped_column(default=0)
    #: Called off before it was closed, with what everyone is told of why; its ballots are gone.
    taken_back_at: Mapped[datetime | None]
    taken_back_why: Mapped[str] = mapped_column(String(500), default="")
    #: What was decided afterwards, on which day, and when that was told here (the last time).
    decision: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    decision_on: Mapped[date | None]
    decided_at: Mapped[datetime | None]

    @classmethod
    def seen_from(cls, municipality_id: "int | BindParameter[int]") -> "ColumnElement[bool]":
        """Wherever the challenge is shared."""
        shared = select(ChallengePartner.challenge_id).where(ChallengePartner.reads_in(municipality_id))
        return cls.challenge_id.in_(shared)


class VoteItem(Base):
    """A proposal on the ballot, by its number there, with what it costs; and, once it is counted, what it came to.

    The places say in which order each rule took it, and are None where it did not.
    """

    __tablename__ = "vote_items"
    __table_args__ = (
        UniqueConstraint("vote_id", "number"),
        UniqueConstraint("vote_id", "proposal_id"),
        CheckConstraint("cost > 0", name="cost"),
        Index(None, "proposal_id"),
    )

    vote_id: Mapped[int] = mapped_column(ForeignKey("votes.id"))
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"))
    number: Mapped[int]
    cost: Mapped[int]
    vote_count: Mapped[int] = mapped_column(default=0)
    greedy_place: Mapped[int | None]
    shares_place: Mapped[int | None]


class Ballot(Base):
    """One person's, until the vote is over; then nobody's, with a number that says nothing of when it was cast.

    ``marks`` are the numbers on the ballot. While it is open, one person has one: by account, and by a keyed hash of
    who it is. When it is closed every row is written anew in the order of what is marked, without either.
    """

    __tablename__ = "ballots"
    __table_args__ = (
        UniqueConstraint("vote_id", "mark"),
        UniqueConstraint("vote_id", "person_id"),
        UniqueConstraint("vote_id", "number"),
        CheckConstraint("(number IS NULL) = (mark IS NOT NULL)", name="secret"),
        CheckConstraint("number IS NULL OR (person_id IS NULL AND cast_at IS NULL)", name="nobodys"),
        Index(None, "person_id"),
    )
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.NOWHERE

    vote_id: Mapped[int] = mapped_column(ForeignKey("votes.id"))
    marks: Mapped[list[int]] = mapped_column(JSON)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    mark: Mapped[str | None] = mapped_column(String(64))
    cast_at: Mapped[datetime | None]
    number: Mapped[int | None]
