"""The band of every municipality: seven rows, mirrored both ways, and no two alike."""

import csv
import re

import pytest

from samskaping.web import band
from tests.house.sources import HOUSE

REGISTER = HOUSE / "data" / "municipalities.csv"


def numbers() -> list[str]:
    with REGISTER.open(encoding="utf-8", newline="") as source:
        return [row["number"] for row in csv.DictReader(source)]


def columns(pattern: band.Pattern) -> list[str]:
    return ["".join(row[x] for row in pattern.rows) for x in range(pattern.width)]


def seen(pattern: band.Pattern) -> tuple[str, ...]:
    """The repeat as the eye meets it, wherever it begins and whichever way it runs."""
    one = columns(pattern)
    turns = [way[i:] + way[:i] for way in (one, one[::-1]) for i in range(len(one))]
    return min(tuple(turn) for turn in turns)


def test_no_two_are_alike():
    assert len(numbers()) == 357
    assert len({seen(band.pattern(number)) for number in numbers()}) == 357


def test_every_county_has_its_own_rose():
    assert {number[:2] for number in numbers()} == set(band.ROSES)
    assert len(set(band.ROSES.values())) == len(band.ROSES)


@pytest.mark.parametrize("number", ["0301", "1101", "3101", "4601", "5601", "5636"])
def test_rows_are_mirrored_both_ways(number):
    pattern = band.pattern(number)
    assert len(pattern.rows) == band.ROWS
    assert {len(row) for row in pattern.rows} == {pattern.width}
    assert pattern.rows == pattern.rows[::-1]
    one = columns(pattern)
    beside_an_axis = [one[i + 1 :] + one[:i] for i in range(len(one))]
    assert any(way == way[::-1] for way in beside_an_axis)


def test_all_are_symmetric_and_neither_bare_nor_solid():
    for number in numbers():
        pattern = band.pattern(number)
        knitted = "".join(pattern.rows)
        assert pattern.rows == pattern.rows[::-1]
        assert 0.15 < knitted.count("#") / len(knitted) < 0.75, number


def test_the_path_draws_the_rows():
    for number in numbers()[::40]:
        pattern = band.pattern(number)
        drawn = [["."] * pattern.width for _ in pattern.rows]
        for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", pattern.path):
            for step in range(int(length)):
                drawn[int(y)][int(x) + step] = "#"
        assert tuple("".join(row) for row in drawn) == pattern.rows


def test_it_never_changes():
    """The band is a seal: a municipality knows its own again after an upgrade."""
    assert band.pattern("3101").rows == (
        "...#...#...#",
        "..###.......",
        ".##.##...#..",
        "##.#.##.#.#.",
        ".##.##...#..",
        "..###.......",
        "...#...#...#",
    )


def test_a_number_outside_the_register_has_one_too():
    assert band.pattern("9999").width > 5
