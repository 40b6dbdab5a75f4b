"""Which day stands next in a case: one rule for the page, the lists, the inbox and the reminders."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from samskaping.rules.deadlines import Due, answer_owed, next_due

MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)
RECEIVED = datetime(2026, 11, 2, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Case:
    answer_due: date | None
    waiting_since: datetime | None
    ball_until: date | None


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (Case(TUESDAY, RECEIVED, MONDAY), Due(MONDAY, is_answer=False)),
        (Case(MONDAY, RECEIVED, TUESDAY), Due(MONDAY, is_answer=True)),
        (Case(MONDAY, RECEIVED, MONDAY), Due(MONDAY, is_answer=True)),
        (Case(MONDAY, RECEIVED, None), Due(MONDAY, is_answer=True)),
        (Case(MONDAY, None, TUESDAY), Due(TUESDAY, is_answer=False)),
        (Case(MONDAY, None, None), None),
    ],
)
def test_what_comes_first_stands_next(case, expected):
    assert next_due(case) == expected


def test_an_answer_that_was_given_is_owed_no_more():
    assert answer_owed(Case(MONDAY, RECEIVED, None)) == MONDAY
    assert answer_owed(Case(MONDAY, None, None)) is None
