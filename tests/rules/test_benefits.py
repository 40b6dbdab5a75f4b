"""Numbers as Norwegian writes them, the days to measure, and what a measurement comes to."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from samskaping.rules.amounts import read, spelled, with_unit
from samskaping.rules.benefits import Came, Point, Rhythm, came, last_of, next_day

HARD = "\u00a0"


@pytest.mark.parametrize(
    ("written", "exact"),
    [
        ("1 234,50", "1234.50"), (f"1{HARD}234,5", "1234.5"), ("1.234,50", "1234.50"), ("12", "12"),
        ("0,0625", "0.0625"),
        ("−3,5", "-3.5"), ("- 3,5", "-3.5"), ("-0", "0"), ("1234567", "1234567"), ("007", "7"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_norwegian_writes_them(written, exact):
    found = read(written)
    assert found is not None
    assert str(found) == exact


@pytest.mark.parametrize(
    "written", ["", "tolv", "1,2,3", "12 34", "1.5", "3,", ",5", "1e5", "٣", "0,12345", "1" * 13, "NaN", "1/2", "5 %"]
)
def test_what_is_no_number_is_none(written):
    assert read(written) is None


@given(some.decimals(min_value=-999_999_999_999, max_value=999_999_999_999, places=4))
def test_what_is_spelled_is_read_again_to_the_last_digit(value):
    assert read(spelled(value)) == value


def test_a_number_keeps_the_decimals_it_was_written_with():
    assert spelled(Decimal("1234.50")) == f"1{HARD}234,50"
    assert with_unit(Decimal("-3.5"), "grader") == f"−3,5{HARD}grader"
    assert with_unit(None, "grader") == ""


ZERO, END = date(2024, 8, 31), date(2026, 8, 31)


@pytest.mark.parametrize(
    ("rhythm", "after", "day"),
    [
        (Rhythm.KVARTAL, None, date(2024, 11, 30)), (Rhythm.HALVAR, None, date(2025, 2, 28)),
        (Rhythm.AR, None, date(2025, 8, 31)), (Rhythm.TIL_SLUTT, None, END),
        # A measurement that came late moves no other day.
        (Rhythm.HALVAR, date(2025, 4, 20), date(2025, 8, 31)), (Rhythm.HALVAR, date(2025, 2, 28), date(2025, 8, 31)),
        (Rhythm.AR, date(2025, 9, 1), END), (Rhythm.AR, END, None), (Rhythm.TIL_SLUTT, date(2026, 9, 5), None),
    ],
)  # fmt: skip
def test_the_next_day_is_counted_from_the_zero_point(rhythm, after, day):
    assert next_day(rhythm, ZERO, END, after) == day


def test_nothing_is_due_without_a_zero_point_or_a_day():
    assert next_day(Rhythm.AR, None, END, None) is None
    assert next_day(Rhythm.AR, ZERO, None, None) is None


@pytest.mark.parametrize(
    ("zero", "target", "value", "what"),
    [
        ("10", "20", "20", Came.NADD), ("10", "20", "25", Came.NADD), ("10", "20", "15", Came.DELVIS),
        ("10", "20", "10.0", Came.UENDRET), ("10", "20", "9.9", Came.FEIL_VEI),
        # Fewer is better.
        ("20", "10", "10", Came.NADD), ("20", "10", "15", Came.DELVIS), ("20", "10", "21", Came.FEIL_VEI),
        ("0", "-5", "-6", Came.NADD), ("0.1", "0.3", "0.2", Came.DELVIS),
    ],
)  # fmt: skip
def test_what_a_value_comes_to_also_when_it_is_nothing_or_worse(zero, target, value, what):
    assert came(Decimal(zero), Decimal(target), Decimal(value)) is what


def test_what_is_not_planned_or_not_measured_comes_to_nothing_yet():
    assert came(None, Decimal(1), Decimal(2)) is Came.UMALT
    assert came(Decimal(1), Decimal(2), None) is Came.UMALT


def test_the_newest_day_counts_and_of_two_the_one_that_came_last():
    one, two, three = Point(ZERO, Decimal(1)), Point(END, Decimal(2)), Point(END, Decimal(3))
    assert last_of([one, two, three]) == three
    assert last_of([]) is None
