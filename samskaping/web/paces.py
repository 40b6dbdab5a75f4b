"""The chart of how fast the municipality reacted and answered: bars of a drawing, and the same as rows of a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from samskaping.language import month as month_name
from samskaping.queries.paces import Month
from samskaping.rules.paces import FEW, months

#: The drawing, in its own units: one month's width, the height of the tallest bar, and the width of a bar.
STEP, TALL, BAR = 40, 96, 14


@dataclass(frozen=True)
class Bars:
    """One month of the drawing: where its bars stand and how high they are; 0 where there is nothing."""

    left: int
    name: str
    reaction: int
    answer: int


@dataclass(frozen=True)
class Chart:
    """The whole municipality's last twelve months, and all rows of the table beside it."""

    bars: tuple[Bars, ...]
    most: float
    rows: tuple[Month, ...]

    @property
    def newest(self) -> Month | None:
        """The latest month of the whole municipality in which something was answered or reacted to."""
        return next((row for row in reversed(self.rows) if row.unit is None), None)


def chart(rows: Sequence[Month], today: date) -> Chart | None:
    """The chart of what was measured; None when nothing was."""
    whole = {row.month: row for row in rows if row.unit is None}
    most = max((days for row in whole.values() for days in (row.reaction_days, row.answer_days) if days), default=0)
    if not whole:
        return None
    bars = []
    for number, first in enumerate(months(today)):
        row = whole.get(first)
        bars.append(
            Bars(
                number * STEP,
                month_name(first),
                _height(row.reaction_days if row else None, most),
                _height(row.answer_days if row else None, most),
            )
        )
    return Chart(tuple(bars), most, tuple(rows))


def few(count: int) -> bool:
    """Whether a median is of too few cases to say much."""
    return 0 < count < FEW


def _height(days: float | None, most: float) -> int:
    """A measured median is never invisible: the same day is two units high."""
    return 0 if days is None else max(2, round(days / most * TALL) if most else 2)
