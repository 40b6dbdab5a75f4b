"""The chart of how fast the municipality reacted and answered: bars of a drawing, and the same as rows of a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request

from samskaping.language import gettext as _
from samskaping.language import month as month_name
from samskaping.queries.paces import Month
from samskaping.rules.paces import FEW, months

#: The drawing, in its own units: one month's width, the height of the tallest bar, and the width of a bar.
STEP, TALL, BAR = 40, 96, 14
#: What the unit of the chart is called in addresses, and the word for all of them.
IN_ADDRESS, ALL = "tempo", "alle"


@dataclass(frozen=True)
class Bars:
    """One month of the drawing: where its bars stand and how high they are; 0 where there is nothing."""

    left: int
    name: str
    reaction: int
    answer: int


@dataclass(frozen=True)
class Chart:
    """The last twelve months of a unit (its public id) or, without one, of the whole municipality; ``rows`` are all."""

    unit: str
    bars: tuple[Bars, ...]
    most: float
    rows: tuple[Month, ...]

    @property
    def newest(self) -> Month | None:
        """The latest month in which what is drawn was answered or reacted to."""
        return next((row for row in reversed(self.rows) if row.unit_id == self.unit), None)


def asked(rows: Sequence[Month], units: Mapping[str, Any], wrong: dict[str, str]) -> str:
    """The unit that the address asks for; else one's own, when something of it was measured; "" is all of them.

    ``wrong`` gets the words for one that does not exist.
    """
    wanted = request.args.get(IN_ADDRESS)
    if wanted == ALL or wanted in units:
        return "" if wanted == ALL else str(wanted)
    if wanted is not None and rows and units:
        wrong[IN_ADDRESS] = _("Enheten finnes ikke.")
    return next((row.unit_id for row in rows if row.is_own), "")


def chart(rows: Sequence[Month], today: date, unit: str = "") -> Chart | None:
    """The chart of what was measured; None when nothing was."""
    if not rows:
        return None
    drawn = {row.month: row for row in rows if row.unit_id == unit}
    most = max((days for row in drawn.values() for days in (row.reaction_days, row.answer_days) if days), default=0)
    bars = []
    for number, first in enumerate(months(today)):
        row = drawn.get(first)
        bars.append(
            Bars(
                number * STEP,
                month_name(first),
                _height(row.reaction_days if row else None, most),
                _height(row.answer_days if row else None, most),
            )
        )
    return Chart(unit, tuple(bars), most, tuple(rows))


def few(count: int) -> bool:
    """Whether a median is of too few cases to say much."""
    return 0 < count < FEW


def _height(days: float | None, most: float) -> int:
    """A measured median is never invisible: the same day is two units high."""
    return 0 if days is None else max(2, round(days / most * TALL) if most else 2)
