"""The drawing of a benefit: everything is inside it, in its right order, whatever the numbers are."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from samskaping.rules.benefits import Point
from samskaping.rules.charts import HEIGHT, WIDTH, drawn

START = date(2024, 5, 1)
_VALUES = some.decimals(min_value=-999_999_999_999, max_value=999_999_999_999, places=4)
_POINTS = some.builds(Point, some.dates(START, date(2034, 1, 1)), _VALUES)


def at(days: int, value: str) -> Point:
    return Point(START + timedelta(days=days), Decimal(value))


def test_a_zero_point_alone_is_no_picture():
    assert drawn(at(0, "14"), [], None) is None


def test_scale_marks_and_lines():
    chart = drawn(at(0, "14"), [at(200, "15"), at(400, "47")], at(800, "40"))
    assert chart is not None
    assert [tick.words for tick in chart.scale] == ["0", "20", "40", "60"]
    assert chart.zero.x < chart.measured[0].x < chart.measured[1].x < chart.target.x == chart.right
    assert chart.measured[1].y < chart.target.y < chart.zero.y
    assert chart.path.startswith(f"M{chart.zero.x:g} {chart.zero.y:g} L")
    assert chart.path.count("L") == 2
    assert (chart.zero.anchor, chart.target.anchor) == ("start", "end")


def test_what_lies_far_from_nothing_has_a_scale_of_its_own():
    chart = drawn(at(0, "1000.5"), [at(9, "1002")], None)
    assert [tick.words for tick in chart.scale] == ["1\u00a0000,5", "1\u00a0001", "1\u00a0001,5", "1\u00a0002"]


@pytest.mark.parametrize(("value", "aim"), [("47", "45"), ("45", "47"), ("1", "0"), ("0", "1"), ("30", "30")])
def test_what_was_measured_and_its_target_have_labels_apart(value, aim):
    chart = drawn(at(0, "60"), [at(99, value)], at(99, aim))
    now, end = chart.measured[-1], chart.target
    assert abs((now.y + now.drop) - (end.y + end.drop)) >= 12
    for one in (now, end):
        assert 0 < one.y + one.drop <= chart.floor + 4


def test_no_change_at_all_is_a_level_line():
    chart = drawn(at(0, "0"), [at(9, "0"), at(9, "0")], None)
    assert {one.y for one in (chart.zero, *chart.measured)} == {chart.zero.y}


@given(_POINTS, some.lists(_POINTS, max_size=8), some.one_of(some.none(), _POINTS))
def test_nothing_is_drawn_outside(zero, measured, target):
    chart = drawn(zero, measured, target)
    if chart is None:
        assert not measured
        assert target is None
        return
    marks = [chart.zero, *chart.measured, *([chart.target] if chart.target else [])]
    assert all(chart.left <= one.x <= WIDTH for one in marks)
    assert all(0 < one.y < HEIGHT for one in marks)
    assert 2 <= len(chart.scale) <= 7
    ordered = sorted(zip([zero, *measured], [chart.zero, *chart.measured], strict=True), key=lambda pair: pair[0].value)
    heights = [mark.y for _point, mark in ordered]
    assert heights == sorted(heights, reverse=True)
