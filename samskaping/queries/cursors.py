"""Next and previous through any sorted list, by where one stands and not by counting rows from the start.

A cursor carries the sort value and a unique public tie-breaker of the row it stands at; never an integer key.
"""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_
from sqlalchemy.types import TypeDecorator

from samskaping.errors import Missing
from samskaping.text import is_showable

#: Cursors longer than this were not made here.
_LONGEST = 300


@dataclass(frozen=True)
class Order:
    """Columns to sort by: the value, then the tie-breaker, both in the same direction."""

    value: Any
    tie: Any
    descending: bool = True


@dataclass(frozen=True)
class Place:
    """Where a page begins: after the row (or, backwards, before it) with this value and tie-breaker."""

    value: Any = None
    tie: str = ""
    backwards: bool = False


@dataclass(frozen=True)
class Slice:
    """One page of rows, and the cursors of its neighbours (empty where there is none)."""

    rows: tuple[Any, ...]
    following: str = ""
    preceding: str = ""


def read(after: str, before: str) -> Place | None:
    """The place that a page's address names; None for the first page, also when the cursor is broken."""
    written = after or before
    if not written or len(written) > _LONGEST:
        return None
    try:
        kind, value, tie = json.loads(base64.urlsafe_b64decode(written.encode("ascii")))
        place = Place(_READ[kind](value), str(tie), backwards=not after)
    except (ValueError, TypeError, KeyError, binascii.Error, UnicodeError, OverflowError):
        return None
    return place if is_showable(f"{place.value}{place.tie}") else None


def write(value: Any, tie: str) -> str:
    """The cursor of a row, for an address."""
    kind = (
        "t"
        if isinstance(value, datetime)
        else "d"
        if isinstance(value, date)
        else "n"
        if isinstance(value, int)
        else "s"
    )
    kept = value.isoformat() if kind in "td" else value
    return base64.urlsafe_b64encode(json.dumps([kind, kept, tie]).encode()).decode("ascii")


_READ: dict[str, Callable[[Any], Any]] = {
    "t": lambda value: datetime.fromisoformat(value).astimezone(UTC),
    "d": date.fromisoformat,
    "n": lambda value: max(-(2**62), min(2**62, int(value))),
    "s": str,
}


def window(statement: Select[Any], order: Order, place: Place | None, size: int) -> Select[Any]:
    """The statement sorted, moved to its place, and bounded to one row more than a page.

    Raises ``Missing`` for a cursor of another list, whose value cannot be compared with this one's.
    """
    ascending = order.descending is bool(place and place.backwards)
    if place is not None:
        if type(place.value) is not _kind(order.value):
            raise Missing
        statement = statement.where(_beyond(order, place, ascending))
    return _sorted(statement, order, ascending).limit(size + 1)


def whole(statement: Select[Any], order: Order) -> Select[Any]:
    """The statement sorted, all of it: for files."""
    return _sorted(statement, order, ascending=not order.descending)


def _sorted(statement: Select[Any], order: Order, ascending: bool) -> Select[Any]:
    columns = (order.value, order.tie)
    return statement.order_by(*(column.asc() if ascending else column.desc() for column in columns))


def _kind(column: Any) -> type:
    """The kind of value that a column holds."""
    held = column.type
    kind: type = (held.impl_instance if isinstance(held, TypeDecorator) else held).python_type
    return kind


def _beyond(order: Order, place: Place, ascending: bool) -> ColumnElement[bool]:
    value, tie = order.value, order.tie
    if ascending:
        return and_(value >= place.value, or_(value > place.value, tie > place.tie))
    return and_(value <= place.value, or_(value < place.value, tie < place.tie))


def cut(rows: Sequence[Any], place: Place | None, size: int, key: Callable[[Any], tuple[Any, str]]) -> Slice:
    """A page from one row more than it holds, in the order it is shown, with its neighbours' cursors."""
    more, kept = len(rows) > size, list(rows[:size])
    backwards = place is not None and place.backwards
    if backwards:
        kept.reverse()
    follows = bool(kept) and (more or backwards)
    precedes = bool(kept) and place is not None and (more or not backwards)
    return Slice(
        rows=tuple(kept),
        following=write(*key(kept[-1])) if follows else "",
        preceding=write(*key(kept[0])) if precedes else "",
    )
