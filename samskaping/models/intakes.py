"""Input that staff entered for others: how it came in, whom it came from, and sheets of it on their way in."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Shown, Tenanted
from samskaping.rules.intakes import Channel


class Intake(Tenanted, Base):
    """How a proposal came in that staff entered. ``row_digest`` tells a sheet's row that is here already."""

    __tablename__ = "intakes"
    __table_args__ = (
        ForeignKeyConstraint(["municipality_id", "proposal_id"], ["proposals.municipality_id", "proposals.id"]),
        UniqueConstraint("proposal_id"),
        UniqueConstraint("municipality_id", "row_digest"),
        Index(None, "municipality_id", "entered_at"),
    )
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.NOWHERE
    is_held: ClassVar[bool] = False

    proposal_id: Mapped[int]
    channel: Mapped[Channel]
    received_on: Mapped[date]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    entered_at: Mapped[datetime]
    row_digest: Mapped[str | None] = mapped_column(String(64))


class IntakeContact(Tenanted, Base):
    """Whom a proposal came from, for staff alone; kept only as long as the table of retention says."""

    __tablename__ = "intake_contacts"
    __table_args__ = (
        ForeignKeyConstraint(["municipality_id", "proposal_id"], ["proposals.municipality_id", "proposals.id"]),
        UniqueConstraint("proposal_id"),
        Index(None, "kept_since"),
    )
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.NOWHERE
    is_held: ClassVar[bool] = False

    proposal_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(120), default="")
    contact: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    kept_since: Mapped[datetime]


class Sheet(Tenanted, Base):
    """A spreadsheet of input on its way in. ``columns`` says which column each field is read from; gone after a day.

    ``read_as`` is a csv's encoding, or the name of the workbook's sheet that was read.
    """

    __tablename__ = "sheets"
    __table_args__ = (UniqueConstraint("municipality_id", "id"), Index(None, "uploaded_at"))
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.NOWHERE

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    file_name: Mapped[str] = mapped_column(String(120))
    read_as: Mapped[str] = mapped_column(String(40), default="", server_default="")
    headings: Mapped[list[str]] = mapped_column(JSON)
    columns: Mapped[dict[str, int]] = mapped_column(JSON)
    channel: Mapped[Channel]
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    uploaded_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    taken_count: Mapped[int] = mapped_column(default=0)


class SheetRow(Tenanted, Base):
    """A row of a sheet as it was read. ``number`` is the row's own in the spreadsheet."""

    __tablename__ = "sheet_rows"
    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "sheet_id"], ["sheets.municipality_id", "sheets.id"], ondelete="CASCADE"
        ),
        UniqueConstraint("sheet_id", "number"),
    )
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.NOWHERE

    sheet_id: Mapped[int]
    number: Mapped[int]
    cells: Mapped[list[Any]] = mapped_column(JSON)
