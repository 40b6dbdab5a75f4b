"""Other words for a text of a challenge, as people suggest them."""

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, ForeignKeyConstraint, Index, String, and_
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Tenanted, constant
from samskaping.models.history import Version
from samskaping.rules.wordings import WordingState


class Wording(Tenanted, Base):
    """New words for one text of a published challenge, in one form, and why.

    ``before`` is the text as it stood. Until ``is_public``, whoever wrote it and staff alone read it; so too once it
    is hidden. ``answer`` is the municipality's reason.
    """

    __tablename__ = "wordings"
    __table_args__ = (
        ForeignKeyConstraint(["municipality_id", "challenge_id"], ["challenges.municipality_id", "challenges.id"]),
        Index("ix_wordings_challenge", "challenge_id", "suggested_at", "public_id"),
        Index("ix_wordings_state", "municipality_id", "state", "suggested_at", "public_id"),
        Index("ix_wordings_writer", "writer_id", "suggested_at"),
    )

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    challenge_id: Mapped[int]
    field: Mapped[str] = mapped_column(String(20))
    form: Mapped[str] = mapped_column(String(2))
    before: Mapped[str]
    text: Mapped[str]
    why: Mapped[str] = mapped_column(String(500))
    #: The language of the reason.
    language: Mapped[str] = mapped_column(String(35), default="nb")
    state: Mapped[WordingState] = mapped_column(default=WordingState.APEN)
    is_public: Mapped[bool] = mapped_column(default=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))
    writer_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    suggested_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answer: Mapped[str] = mapped_column(String(1000), default="")
    hidden_at: Mapped[datetime | None]
    #: The version of the challenge that took it in, with these words or others that say what both said.
    taken_version: Mapped[int | None]

    @classmethod
    def is_shown(cls) -> ColumnElement[bool]:
        """What everyone can read."""
        return and_(cls.is_public, cls.hidden_at.is_(None), cls.state != constant(WordingState.TRUKKET))

    @classmethod
    def took(cls) -> ColumnElement[bool]:
        """The version of the challenge that took it in, unless something in that is redacted."""
        return and_(
            Version.subject_kind == "challenge",
            Version.subject_id == cls.challenge_id,
            Version.number == cls.taken_version,
            Version.redacted_at.is_(None),
        )

    @property
    def session_id(self) -> int | None:
        return None
