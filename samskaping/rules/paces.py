"""How fast: the twelve months that are shown, and when there are too few cases to say much."""

from datetime import date

#: A median of fewer cases than this is shown as what it is: a few cases.
FEW = 5
#: Of fewer stays than this, nothing is said of how long they lasted.
FEW_STAYS = 3
_MONTHS = 12


def months(today: date) -> tuple[date, ...]:
    """The first days of the last twelve months, this one with, the oldest first."""
    last = today.year * 12 + today.month - 1
    return tuple(date(number // 12, number % 12 + 1, 1) for number in range(last - _MONTHS + 1, last + 1))
