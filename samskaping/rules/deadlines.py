"""Answer times, counted in calendar days on a Norwegian calendar."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol

#: The longest answer time that the law lets a municipality set for itself, in days.
LONGEST_ANSWER_DAYS = 30
#: Days before the due date on which the handler is reminded.
REMIND_DAYS = (7, 2)
#: Days without anything public after which the handler of an open case is asked why it is still alive, and again
#: after as many days as the second says while it stays silent.
QUIET_DAYS, ASK_AGAIN_DAYS = 60, 30


class Urgency(StrEnum):
    """How a due date stands on a given day."""

    LATER = "later"
    SOON = "soon"
    OVERDUE = "overdue"


class Waits(Protocol):
    """A case, as far as its days go."""

    @property
    def answer_due(self) -> date | None: ...
    @property
    def waiting_since(self) -> datetime | None: ...
    @property
    def ball_until(self) -> date | None: ...


class Due(NamedTuple):
    """The day that stands next in a case, and whether it is the answer's."""

    day: date
    is_answer: bool


def answer_owed(case: Waits) -> date | None:
    """The answer's day, while an answer is owed; it stands whoever has the ball."""
    return case.answer_due if case.waiting_since else None


def next_due(case: Waits) -> Due | None:
    """What must happen first: the answer that is owed, or what the one with the ball shall do. The answer wins a tie."""
    return earliest(answer_owed(case), case.ball_until)


def earliest(answer: date | None, step: date | None) -> Due | None:
    """The first of an answer's day and a step's day, either of which may be missing."""
    if answer and (step is None or answer <= step):
        return Due(answer, is_answer=True)
    return Due(step, is_answer=False) if step else None


def renewed(step: date | None, promised: date | None, today: date) -> date | None:
    """A step's day after an interim reply: one that has passed is promised anew with the answer's, others stand."""
    return promised if step and step < today else step


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
