"""How many must sign, and the council's six months: the edges of kommuneloven § 12-1."""

from datetime import date, timedelta

import pytest

from samskaping.rules.initiatives import (
    Clock,
    election_period,
    months_after,
    paper_signer,
    signature_mark,
    threshold,
)


@pytest.mark.parametrize(
    ("inhabitants", "needed"),
    [(215, 5), (1, 1), (50, 1), (51, 2), (1_000, 20), (14_950, 299), (14_951, 300), (14_999, 300), (15_000, 300)],
)
def test_two_in_a_hundred_or_three_hundred(inhabitants, needed):
    assert threshold(inhabitants) == needed


def test_always_enough_where_nobody_knows_how_many_live_there():
    assert (threshold(700_000), threshold(None), threshold(0)) == (300, 300, 300)


@pytest.mark.parametrize(
    ("inhabitants", "needed"), [(None, 500), (240_000, 500), (25_000, 500), (24_999, 500), (24_950, 499)]
)
def test_five_hundred_are_always_enough_in_a_county(inhabitants, needed):
    assert threshold(inhabitants, in_a_county=True) == needed


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 6, 15), 6, date(2026, 12, 15)),
        (date(2026, 7, 1), 6, date(2027, 1, 1)),
    ],
)
def test_the_same_day_of_the_month_or_its_last(day, months, then):
    assert months_after(day, months) == then


def test_the_clock_warns_at_three_and_five_months_and_is_out_the_day_after_six():
    clock = Clock(date(2026, 3, 29))  # the night in which the clocks are put on
    days = [
        date(2026, 6, 28),
        date(2026, 6, 29),
        date(2026, 8, 28),
        date(2026, 8, 29),
        date(2026, 9, 29),
        date(2026, 9, 30),
    ]
    assert [clock.reached(day) for day in days] == [0, 3, 3, 5, 5, 6]
    assert clock.due == date(2026, 9, 29)


def test_it_stands_still_while_a_plan_case_has_it_and_goes_on_with_the_days_that_were_left():
    sent, stopped = date(2026, 1, 10), date(2026, 3, 1)
    standing = Clock(sent, stopped=stopped)
    assert standing.reached(date(2030, 1, 1)) == 0
    paused = standing.resumed(stopped + timedelta(days=40))
    again = Clock(sent, paused)
    assert (paused, again.due) == (40, date(2026, 7, 10) + timedelta(days=40))
    twice = Clock(sent, paused, stopped=date(2026, 5, 1)).resumed(date(2026, 5, 6))
    assert twice == 45


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2023, 9, 30), date(2019, 10, 1)),
        (date(2023, 10, 1), date(2023, 10, 1)),
        (date(2026, 11, 23), date(2023, 10, 1)),
        (date(2027, 9, 30), date(2023, 10, 1)),
        (date(2027, 10, 1), date(2027, 10, 1)),
    ],
)
def test_an_election_period_turns_in_october_of_an_election_year(day, first):
    begins, ends = election_period(day)
    assert begins == first
    assert ends == date(first.year + 4, 9, 30)


def test_a_mark_tells_one_person_from_another_and_nobody_who_it_is():
    ola = paper_signer("Ola  Nordmann", date(1980, 1, 2))
    assert ola == paper_signer("OLA NORDMANN", date(1980, 1, 2))
    younger = paper_signer("Ola Nordmann", date(1980, 1, 3))
    said = [("key", 1, "one", ola), ("key", 1, "two", ola), ("key", 2, "one", ola), ("key", 1, "one", younger)]
    said.append(("other", 1, "one", ola))
    marks = {signature_mark(*one) for one in said}
    assert len(marks) == 5
    assert not any("nordmann" in mark for mark in marks)
