"""A sheet on its way in, reviewed: what each row becomes, what is wrong with it, and what is here already."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from samskaping.context import Context
from samskaping.errors import Missing
from samskaping.models import Sheet as Kept
from samskaping.models import SheetRow
from samskaping.queries import intake_places
from samskaping.queries.intake_places import Places
from samskaping.rules import sheet_rows
from samskaping.rules.intakes import Channel, Entry
from samskaping.rules.policy import Can
from samskaping.rules.private_numbers import covered
from samskaping.rules.sheet_rows import Flaw, Names, Reading
from samskaping.rules.sheets import COLUMNS, folded

#: A sheet can be taken in for so long after it was uploaded.
LIVES = timedelta(days=1)


@dataclass(frozen=True)
class Sheet:
    """A sheet as its page shows it. ``key`` is an inner key."""

    key: int
    public_id: str
    file_name: str
    read_as: str
    headings: list[str]
    columns: dict[str, int]
    channel: Channel
    uploaded_at: datetime
    taken_at: datetime | None
    taken_count: int

    @property
    def gone_at(self) -> datetime:
        return self.uploaded_at + LIVES

    @property
    def lacks(self) -> tuple[str, ...]:
        """Keys of the required fields that no column holds."""
        return tuple(column.key for column in COLUMNS if column.is_required and column.key not in self.columns)


@dataclass(frozen=True)
class Row:
    """One row: its number in the spreadsheet, the input it becomes, what is wrong, and its case when it is here."""

    number: int
    entry: Entry
    flaws: tuple[Flaw, ...]
    reference: str | None

    @property
    def title(self) -> str:
        return covered(self.entry.title)

    @property
    def need(self) -> str:
        return covered(self.entry.need)

    @property
    def who(self) -> str:
        return covered(self.entry.school or self.entry.name)

    @property
    def refused(self) -> dict[str, str]:
        """Column → what was written in it, where that is wrong."""
        return {flaw.column: flaw.written for flaw in self.flaws}

    @property
    def is_new(self) -> bool:
        return not self.flaws and self.reference is None


@dataclass(frozen=True)
class Review:
    """All rows of a sheet, and what they can be put under."""

    rows: tuple[Row, ...]
    places: Places

    @property
    def new(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.is_new)

    @property
    def wrong(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.flaws)

    @property
    def known(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.reference and not row.flaws)


def mine(ctx: Context, public_id: str) -> Any:
    """The rows of sheets that whoever asks uploaded in the last day: what they see, and may take in."""
    ctx.require(Can.INTAKE_ENTER)
    own = (Kept.public_id == public_id, Kept.uploaded_by_id == ctx.actor.person_id)
    return select(Kept).where(*own, Kept.uploaded_at > ctx.now - LIVES)


def sheet(ctx: Context, public_id: str) -> Sheet:
    """One's own sheet. Raises ``Missing`` for anybody else's, and after a day."""
    row = ctx.db.scalar(mine(ctx, public_id))
    if row is None:
        raise Missing
    return shown(row)


def shown(row: Kept) -> Sheet:
    """A sheet's row as its page shows it."""
    return Sheet(row.id, *(getattr(row, name) for name in list(Sheet.__dataclass_fields__)[1:]))


def cells(ctx: Context, found: Sheet) -> list[tuple[int, Sequence[str]]]:
    """The rows of a sheet, each with its number in the spreadsheet."""
    kept = select(SheetRow.number, SheetRow.cells).where(SheetRow.sheet_id == found.key).order_by(SheetRow.number)
    return [(number, written) for number, written in ctx.db.execute(kept)]


def review(ctx: Context, found: Sheet, rows: Sequence[tuple[int, Sequence[str]]]) -> Review:
    """Every row read and checked. One statement, for a thousand rows as for one."""
    marks = _marks([written for _number, written in rows], found.columns)
    places = intake_places.places(ctx, marks=marks)
    names = Names(*({folded(name): key for name, key in places.names[kind]} for kind in ("theme", "area", "challenge")))
    form = ctx.here.own_form or ctx.language
    reading = Reading(found.columns, found.headings, found.channel, ctx.today, form, names)
    read = []
    for (number, written), mark in zip(rows, marks, strict=True):
        entry, flaws = sheet_rows.read(written, reading)
        read.append(Row(number, replace(entry, row_digest=mark), flaws, places.known.get(mark)))
    return Review(tuple(read), places)


def _marks(rows: Sequence[Sequence[str]], columns: Mapping[str, int]) -> list[str]:
    """The mark of each row, by which it is known when it comes again; rows that say the same are told apart."""
    twins: Counter[str] = Counter()
    marks = []
    for written in rows:
        first = sheet_rows.digest(written, columns, 0)
        marks.append(sheet_rows.digest(written, columns, twins[first]))
        twins[first] += 1
    return marks
