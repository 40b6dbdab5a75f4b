"""What moderators did in a time, as numbers that everyone can read: how many, why, and how fast; never who."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import NamedTuple

from samskaping.language import Words
from samskaping.rules.appeals import Conclusion
from samskaping.rules.moderation import Deed
from samskaping.rules.speech import ReportReason

#: Quarters that the page shows: the one that runs, and the four before it, so that a whole year is among them.
QUARTERS = 5
#: What is counted, as everyone reads it.
SHOWN_DEEDS: dict[Deed, Words] = {
    Deed.SKJULT: Words("Skjult", "Skjult"),
    Deed.AVVIST: Words("Ikke godkjent", "Ikkje godkjent"),
    Deed.SLADDET: Words("Sladdet", "Sladda"),
    Deed.VIST: Words("Vist igjen", "Vist igjen"),
    Deed.BEHOLDT: Words("Meldt, men beholdt", "Meldt, men ståande"),
    Deed.BLOKKERT: Words("Personer blokkert en tid", "Personar blokkerte ei tid"),
}

#: What is counted with another deed.
_COUNTED_AS = {Deed.UTTALELSE_SLADDET: Deed.SLADDET}


class Quarter(NamedTuple):
    """A quarter of a year, 1 to 4."""

    year: int
    number: int


@dataclass
class Figures:
    """Counts of one time. ``days`` are those between a report, or an appeal, and its decision."""

    deeds: Counter[Deed] = field(default_factory=Counter)
    reasons: Counter[tuple[Deed, ReportReason]] = field(default_factory=Counter)
    reports: int = 0
    report_days: list[int] = field(default_factory=list)
    appeals: int = 0
    conclusions: Counter[Conclusion] = field(default_factory=Counter)
    appeal_days: list[int] = field(default_factory=list)

    @property
    def report_median(self) -> float | None:
        """Days from a report until it was decided, the middle one."""
        return median(self.report_days) if self.report_days else None

    @property
    def appeal_median(self) -> float | None:
        """Days from an appeal until it was decided, the middle one."""
        return median(self.appeal_days) if self.appeal_days else None

    @property
    def is_empty(self) -> bool:
        return not (self.deeds or self.reports or self.appeals)


class Decided(NamedTuple):
    deed: Deed
    reason: ReportReason | None
    on: date


class Closed(NamedTuple):
    """A report, or an appeal, that came and perhaps was decided."""

    came: date
    decided: date | None
    conclusion: Conclusion | None = None


def quarter_of(day: date) -> Quarter:
    """The quarter that a day lies in."""
    return Quarter(day.year, (day.month + 2) // 3)


def quarters(today: date) -> list[Quarter]:
    """The last quarters, this one first."""
    found, (year, number) = [], quarter_of(today)
    for _turn in range(QUARTERS):
        found.append(Quarter(year, number))
        year, number = (year, number - 1) if number > 1 else (year - 1, 4)
    return found


def first_day(quarter: Quarter) -> date:
    """The day on which a quarter begins."""
    return date(quarter.year, quarter.number * 3 - 2, 1)


@dataclass(frozen=True)
class Facts:
    """All that is counted, with the day in Norway of each."""

    ruled: Sequence[Decided]
    reports: Sequence[Closed]
    appeals: Sequence[Closed]


def count(facts: Facts, *, since: date, until: date | None = None) -> Figures:
    """The figures of the days from ``since``, to the one before ``until`` when it is given.

    What came is counted on the day it came, what was decided on the day it was decided.
    """

    def is_in(day: date | None) -> bool:
        return day is not None and since <= day and (until is None or day < until)

    found = Figures()
    for one in facts.ruled:
        if is_in(one.on):
            deed = _COUNTED_AS.get(one.deed, one.deed)
            found.deeds[deed] += 1
            if one.reason:
                found.reasons[deed, one.reason] += 1
    found.reports, found.report_days, _none = _closed(facts.reports, is_in)
    found.appeals, found.appeal_days, found.conclusions = _closed(facts.appeals, is_in)
    return found


def _closed(
    those: Iterable[Closed], is_in: Callable[[date | None], bool]
) -> tuple[int, list[int], Counter[Conclusion]]:
    came, days, conclusions = 0, [], Counter[Conclusion]()
    for one in those:
        came += is_in(one.came)
        if one.decided is not None and is_in(one.decided):
            days.append((one.decided - one.came).days)
            if one.conclusion:
                conclusions[one.conclusion] += 1
    return came, days, conclusions
