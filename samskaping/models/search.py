"""One row for each thing that can be found; the index itself is the database's (migrations 0002, 0012)."""

from typing import ClassVar

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Tenanted


class SearchDocument(Tenanted, Base):
    """Title and words of a public proposal or challenge, the stems that SQLite needs, and what compounds end in."""

    __tablename__ = "search_documents"
    __table_args__ = (UniqueConstraint("kind", "thing_id"),)
    told: ClassVar[bool] = False

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    thing_id: Mapped[int]
    title: Mapped[str]
    body: Mapped[str]
    stems: Mapped[str] = mapped_column(default="")
    tails: Mapped[str] = mapped_column(default="")
