"""Councils that the municipality asks for statements: for young people, old people, people with disabilities."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Tenanted, Texts
from samskaping.rules.tasks import CouncilKind


class Council(Tenanted, Base):
    """A council, and the address to which a request is mailed."""

    __tablename__ = "councils"
    __table_args__ = (UniqueConstraint("municipality_id", "id"),)

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    kind: Mapped[CouncilKind]
    name: Mapped[Texts]
    email: Mapped[str] = mapped_column(String(254), default="")
    position: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]
