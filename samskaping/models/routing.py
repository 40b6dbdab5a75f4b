"""Which unit gets new cases from an area, whatever the theme or on one theme alone, and which gets all the others."""

from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Shown, Tenanted


class Route(Tenanted, Base):
    """Cases from this area (on this theme, or on any) go to this unit; without area and theme, all other cases do.

    A theme's own unit stands with the theme.
    """

    __tablename__ = "routes"
    __table_args__ = (
        UniqueConstraint("municipality_id", "area_id", "theme_id"),
        ForeignKeyConstraint(["municipality_id", "area_id"], ["areas.municipality_id", "areas.id"]),
        ForeignKeyConstraint(["municipality_id", "theme_id"], ["themes.municipality_id", "themes.id"]),
        ForeignKeyConstraint(["municipality_id", "unit_id"], ["units.municipality_id", "units.id"]),
        Index(
            "uq_routes_area",
            "municipality_id",
            "area_id",
            unique=True,
            postgresql_where=text("theme_id IS NULL"),
            sqlite_where=text("theme_id IS NULL"),
        ),
        Index(
            "uq_routes_rest",
            "municipality_id",
            unique=True,
            postgresql_where=text("area_id IS NULL"),
            sqlite_where=text("area_id IS NULL"),
        ),
        CheckConstraint("area_id IS NOT NULL OR theme_id IS NULL", name="area"),
    )
    shown: ClassVar[Shown] = Shown.NOWHERE

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    area_id: Mapped[int | None]
    theme_id: Mapped[int | None]
    unit_id: Mapped[int]
