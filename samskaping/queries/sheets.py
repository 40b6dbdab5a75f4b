"""A sheet on its way in, reviewed: what each row becomes, what is wrong with it, and what is here already."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Missing
from samskaping.models import Intake, Proposal, SheetRow
from samskaping.models import Sheet as Kept
from samskaping.queries import case_choices
from samskaping.queries.case_choices import Choice
from samskaping.rules import sheet_rows
from samskaping.rules.intakes import Channel, Entry
from samskaping.rules.policy import Can
from samskaping.rules.private_numbers import covered
from samskaping.rules.sheet_rows import Flaw, Names, Reading
from samskaping.rules.sheets import COLUMNS, folded

#: A sheet can be taken in for so long after it was uploaded.
LIVES = timedelta(days=1)
_BATCH = 500


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
    """All rows of a sheet."""

    rows: tuple[Row, ...]

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


def review(ctx: Context, found: Sheet) -> Review:
    """Every row read and checked, in as many statements for a thousand rows as for one (but for batches of 500)."""
    reading = Reading(
        found.columns, found.headings, found.channel, ctx.today, ctx.here.own_form or ctx.language, _names(ctx)
    )
    kept = select(SheetRow.number, SheetRow.cells).where(SheetRow.sheet_id == found.key).order_by(SheetRow.number)
    twins: Counter[str] = Counter()
    rows = []
    for number, cells in ctx.db.execute(kept):
        entry, flaws = sheet_rows.read(cells, reading)
        first = sheet_rows.digest(cells, reading, 0)
        mark = sheet_rows.digest(cells, reading, twins[first])
        twins[first] += 1
        rows.append(Row(number, replace(entry, row_digest=mark), flaws, None))
    known = _known(ctx, [row.entry.row_digest or "" for row in rows])
    return Review(tuple(replace(row, reference=known.get(row.entry.row_digest or "")) for row in rows))


def _known(ctx: Context, digests: list[str]) -> dict[str, str]:
    """Mark → case, of rows that were taken in before."""
    found: dict[str, str] = {}
    for start in range(0, len(digests), _BATCH):
        rows: Any = ctx.db.execute(
            select(Intake.row_digest, Proposal.reference)
            .join(Proposal, Proposal.id == Intake.proposal_id)
            .where(Intake.municipality_id == ctx.here.id, Intake.row_digest.in_(digests[start : start + _BATCH]))
        )
        found |= {row[0]: row[1] for row in rows}
    return found


def _names(ctx: Context) -> Names:
    def known(choices: Sequence[Choice]) -> dict[str, str]:
        return {folded(name): one.public_id for one in choices for name in _forms(one.name)}

    return Names(*map(known, case_choices.placing(ctx)))


def _forms(names: Texts | str) -> tuple[str, ...]:
    return tuple(filter(None, (names.nb, names.nn))) if isinstance(names, Texts) else (names,)
