"""How fast each unit reacted and answered, and how long states last: reckoned by a job, to be read in few rows."""

from datetime import date
from typing import ClassVar

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped

from samskaping.db import Base, Shown, Tenanted
from samskaping.rules.pipeline import State


class Pace(Tenanted, Base):
    """One unit in one month (its first day); ``unit_id`` empty is the whole municipality. Medians in calendar days."""

    __tablename__ = "paces"
    __table_args__ = (
        ForeignKeyConstraint(["municipality_id", "unit_id"], ["units.municipality_id", "units.id"]),
        Index(None, "municipality_id", "month"),
    )
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.NOWHERE

    unit_id: Mapped[int | None]
    month: Mapped[date]
    reactions: Mapped[int]
    reaction_days: Mapped[float | None]
    answers: Mapped[int]
    answer_days: Mapped[float | None]


class Stay(Tenanted, Base):
    """How many cases left a state in the last twelve months, and how many days they had been there, in the mean."""

    __tablename__ = "stays"
    __table_args__ = (Index(None, "municipality_id", "state", unique=True),)
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.AT_HOME

    state: Mapped[State]
    cases: Mapped[int]
    days: Mapped[float]
