"""The public numbers: what is counted in which time, and the middle of the days."""

from datetime import date

from samskaping.rules.appeals import Conclusion, open_until
from samskaping.rules.moderation import Deed
from samskaping.rules.moderation_figures import Closed, Decided, Facts, Quarter, count, first_day, quarters
from samskaping.rules.speech import ReportReason

MARCH, APRIL = date(2026, 3, 31), date(2026, 4, 1)
FACTS = Facts(
    [
        Decided(Deed.SKJULT, ReportReason.SPAM, MARCH),
        Decided(Deed.SKJULT, ReportReason.SPAM, APRIL),
        Decided(Deed.VIST, None, APRIL),
    ],
    [Closed(date(2026, 3, 30), MARCH), Closed(date(2026, 3, 30), APRIL), Closed(APRIL, None)],
    [Closed(MARCH, date(2026, 4, 9), Conclusion.OMGJORT), Closed(APRIL, date(2026, 4, 2), Conclusion.OPPRETTHOLDT)],
)


def test_quarters_are_the_one_that_runs_and_a_whole_year_before_it():
    assert quarters(date(2026, 3, 31)) == [
        Quarter(2026, 1), Quarter(2025, 4), Quarter(2025, 3), Quarter(2025, 2), Quarter(2025, 1),
    ]  # fmt: skip
    assert [first_day(Quarter(2026, number)).month for number in (1, 2, 3, 4)] == [1, 4, 7, 10]
    assert quarters(APRIL)[0] == Quarter(2026, 2)


def test_what_came_and_what_was_decided_are_counted_on_their_own_days():
    first = count(FACTS, since=date(2026, 1, 1), until=APRIL)
    assert (first.deeds[Deed.SKJULT], first.deeds[Deed.VIST], first.reports, first.appeals) == (1, 0, 2, 1)
    assert (first.report_median, first.appeal_median) == (1, None)
    second = count(FACTS, since=APRIL)
    assert (second.deeds[Deed.SKJULT], second.deeds[Deed.VIST], second.reports, second.appeals) == (1, 1, 1, 1)
    assert (second.report_median, second.appeal_median) == (2, 5)
    assert second.conclusions == {Conclusion.OMGJORT: 1, Conclusion.OPPRETTHOLDT: 1}
    assert second.reasons[Deed.SKJULT, ReportReason.SPAM] == 1


def test_nothing_is_nothing():
    assert count(Facts([], [], []), since=APRIL).is_empty
    assert not count(FACTS, since=APRIL).is_empty


def test_an_appeal_is_open_for_six_months_to_the_same_date_or_the_months_last():
    assert open_until(date(2026, 8, 31)) == date(2027, 2, 28)
    assert open_until(date(2026, 3, 2)) == date(2026, 9, 2)
    assert open_until(date(2026, 12, 31)) == date(2027, 6, 30)
