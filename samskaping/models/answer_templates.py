"""Templates of answers, kept by a municipality for its own caseworkers."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Shown, Tenanted, Texts
from samskaping.rules.pipeline import State
from samskaping.rules.speech import Decision


class AnswerTemplate(Tenanted, Base):
    """An answer to begin from, for any state and theme or for one of them. Texts have fields such as ``{navn}``."""

    __tablename__ = "answer_templates"
    __table_args__ = (
        ForeignKeyConstraint(["municipality_id", "theme_id"], ["themes.municipality_id", "themes.id"]),
        Index(None, "municipality_id", "name"),
    )
    shown: ClassVar[Shown] = Shown.NOWHERE

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    state: Mapped[State | None]
    theme_id: Mapped[int | None]
    decision: Mapped[Decision | None]
    title: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    text: Mapped[Texts]
    mail_text: Mapped[Texts] = mapped_column(nullable=True, default=Texts())
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
