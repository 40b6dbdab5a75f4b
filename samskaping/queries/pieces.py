"""The bytes of a file that stands in the database in pieces."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, select

from samskaping.context import Context


def in_order(ctx: Context, table: Any, of_file: ColumnElement[bool]) -> Iterator[bytes]:
    """One piece at a time, never in a transaction that waits for the reader."""
    number = 0
    while True:
        data = ctx.db.scalar(select(table.data).where(of_file, table.number == number))
        ctx.db.rollback()
        if data is None:
            return
        yield data
        number += 1
