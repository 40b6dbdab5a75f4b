"""Answer times, counted in calendar days on a Norwegian calendar."""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum

#: The longest answer time that the law lets a municipality set for itself, in days.
LONGEST_ANSWER_DAYS = 30
#: Days before the due date on which the handler is reminded.
REMIND_DAYS = (7, 2)


class Urgency(StrEnum):
    """How a due date stands on a given day."""

    LATER = "later"
    SOON = "soon"
    OVERDUE = "overdue"


def legal_limit(received: date) -> date:
    """The last day for an answer or interim reply: the earlier of 30 days and the same date next month.

    Source: forvaltningsloven 1967 § 11 a third paragraph; forvaltningsloven 2025 § 17 («one month»).
    """
    year, month = (received.year + 1, 1) if received.month == 12 else (received.year, received.month + 1)
    next_month = date(year, month, min(received.day, monthrange(year, month)[1]))
    return min(received + timedelta(days=LONGEST_ANSWER_DAYS), next_month)


def answer_due(received: date, answer_days: int) -> date:
    """The day on which an answer is due: the municipality's own answer time, never past the legal limit."""
    return min(received + timedelta(days=answer_days), legal_limit(received))


def days_left(due: date, today: date) -> int:
    """Whole days until the due date; negative when it has passed."""
    return (due - today).days


def urgency(due: date, today: date) -> Urgency:
    """Overdue the day after the due date; soon in its last week."""
    left = days_left(due, today)
    if left < 0:
        return Urgency.OVERDUE
    return Urgency.SOON if left <= REMIND_DAYS[0] else Urgency.LATER
