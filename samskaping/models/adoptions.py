"""What a municipality made a challenge of: another's challenge or proposal."""

from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Shown, Tenanted


class Adoption(Tenanted, Base):
    """A challenge that was begun from what another municipality has done; once from each, in each municipality.

    Pages that anyone can read learn of it from the history, which is written when the challenge is published: until
    then it is a draft, and nobody else's business.
    """

    __tablename__ = "adoptions"
    __table_args__ = (
        ForeignKeyConstraint(["municipality_id", "challenge_id"], ["challenges.municipality_id", "challenges.id"]),
        UniqueConstraint("challenge_id"),
        UniqueConstraint("from_challenge_id", "municipality_id"),
        UniqueConstraint("from_proposal_id", "municipality_id"),
        CheckConstraint("(from_challenge_id IS NULL) <> (from_proposal_id IS NULL)", name="from"),
    )
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.NOWHERE

    challenge_id: Mapped[int]
    from_challenge_id: Mapped[int | None] = mapped_column(ForeignKey("challenges.id"))
    from_proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposals.id"))
