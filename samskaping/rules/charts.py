"""The picture of a benefit over time, as places in a drawing: scales, lines and marks, all computed here.

The template draws what it is told, in the units of its ``viewBox``; a browser scales it and paper prints it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from samskaping.rules.amounts import spelled
from samskaping.rules.benefits import Point

#: The drawing's size, and the room around the field in which the values stand.
WIDTH, HEIGHT = 400, 230
_TOP, _BOTTOM, _RIGHT = 22, 28, 16
#: Width of a figure in the labels of the scale, and the least room for them.
_FIGURE, _LEAST = 7, 22
#: Where a label stands, from the middle of its mark: above it, or where another's is there, higher or beneath.
_ABOVE, _HIGHER, _BENEATH = -11, -27, 21
#: Labels of marks that are nearer than this, across and up, stand in each other's way.
_NEAR = (40, 18)
_STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
_MOST_TICKS = 5


@dataclass(frozen=True)
class Mark:
    """A value in the drawing, with the words of its label, on which side of the mark they stand, and how far down."""

    x: float
    y: float
    words: str
    anchor: str = "middle"
    drop: int = _ABOVE


@dataclass(frozen=True)
class Tick:
    """A line of the scale, or a day under it."""

    at: float
    words: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Chart:
    """All that is drawn. ``path`` goes from the zero point through the measurements, ``aim`` to the target."""

    left: float
    right: float
    floor: float
    scale: tuple[Tick, ...]
    days: tuple[date, date]
    zero: Mark
    measured: tuple[Mark, ...]
    target: Mark | None
    path: str
    aim: str


def drawn(zero: Point, measured: Sequence[Point], target: Point | None) -> Chart | None:
    """The drawing of a benefit; None where there is nothing but its zero point."""
    ahead = [*measured, *([target] if target else [])]
    if not ahead:
        return None
    values, days = [one.value for one in (zero, *ahead)], [one.on for one in (zero, *ahead)]
    steps = _scale(min(values), max(values))
    left = max(_LEAST, max(len(spelled(one)) for one in steps) * _FIGURE) + 8
    first, last = min(days), max(days)
    span = max((last - first) // timedelta(days=1), 1)

    def across(on: date) -> float:
        return round(left + (WIDTH - _RIGHT - left) * ((on - first).days / span), 1)

    def up(value: Decimal) -> float:
        share = (value - steps[0]) / (steps[-1] - steps[0])
        return round(HEIGHT - _BOTTOM - (HEIGHT - _BOTTOM - _TOP) * float(share), 1)

    def mark(one: Point) -> Mark:
        x = across(one.on)
        return Mark(x, up(one.value), spelled(one.value), _side(x, left))

    start, points, end = mark(zero), tuple(mark(one) for one in measured), mark(target) if target else None
    if points and end:
        now, end = _apart(points[-1], end)
        points = (*points[:-1], now)
    return Chart(
        left, WIDTH - _RIGHT, HEIGHT - _BOTTOM, tuple(Tick(up(one), spelled(one)) for one in steps), (first, last),
        start, points, end, _line([start, *points]) if points else "", _line([start, end]) if end else "",
    )  # fmt: skip


def _apart(one: Mark, other: Mark) -> tuple[Mark, Mark]:
    """Two marks as they are, or where they are near each other, with labels that are not: the days stand at the floor."""
    if abs(one.x - other.x) >= _NEAR[0] or abs(one.y - other.y) >= _NEAR[1]:
        return one, other
    if max(one.y, other.y) + _BENEATH > HEIGHT - _BOTTOM:
        return (replace(one, drop=_HIGHER), other) if one.y < other.y else (one, replace(other, drop=_HIGHER))
    return (replace(one, drop=_BENEATH), other) if one.y > other.y else (one, replace(other, drop=_BENEATH))


def _side(x: float, left: float) -> str:
    """Words at the edges stand inward."""
    if x < left + 12:
        return "start"
    return "end" if x > WIDTH - _RIGHT - 12 else "middle"


def _line(marks: Sequence[Mark]) -> str:
    return " ".join(f"{'M' if number == 0 else 'L'}{one.x:g} {one.y:g}" for number, one in enumerate(marks))


def _scale(least: Decimal, most: Decimal) -> list[Decimal]:
    """Round values from below the least to above the most, from nothing where nothing is near."""
    if least > 0 and least <= (most - least) * 2:
        least = Decimal(0)
    if least == most:
        least, most = least - 1, most + 1
    rough = (most - least) / (_MOST_TICKS - 1)
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(one * power for one in _STEPS if one * power >= rough)
    low = (least / step).to_integral_value(ROUND_FLOOR)
    high = (most / step).to_integral_value(ROUND_CEILING)
    return [_plain(step * (low + number)) for number in range(int(high - low) + 1)]


def _plain(value: Decimal) -> Decimal:
    """Without an exponent, and without decimals that say nothing."""
    short = value.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short
