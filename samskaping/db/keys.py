"""Keys for rows that are still to be written, where a deed must know them first: to chain their histories."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ScalarSelect, case, func, select

from samskaping.db.tables import Base, plain


def keys_of(kind: str, table: type[Base], count: Any) -> ScalarSelect[Any]:
    """A column for any statement that writes: where the keys of ``count`` new rows of a table come from.

    PostgreSQL draws them from the table's sequence, once and for all. SQLite answers the newest key that there is: it
    lets one write at a time, so that the next ones are free until that transaction is over.
    """
    key = plain(table).c.id
    if kind != "postgresql":
        return select(func.max(key)).scalar_subquery()
    drawn = func.nextval(func.pg_get_serial_sequence(table.__tablename__, "id"), type_=BigInteger)
    return (
        select(func.array_agg(drawn, type_=ARRAY(BigInteger)))
        .select_from(func.generate_series(1, count))
        .scalar_subquery()
    )


def next_keys(found: list[int] | int | None, count: int) -> Sequence[int]:
    """The keys, from what ``keys_of`` answered."""
    return found if isinstance(found, list) else range((found or 0) + 1, (found or 0) + 1 + count)


def key_or_next(kind: str, table: type[Base]) -> Any:
    """A column for a SELECT that joins a table from outside: the key of its row, and where there is none, one for a new
    row. Nothing on SQLite, which numbers a row without a key by itself.
    """
    key = plain(table).c.id
    if kind != "postgresql":
        return key
    drawn = func.nextval(func.pg_get_serial_sequence(table.__tablename__, "id"), type_=BigInteger)
    return case((key.is_(None), drawn), else_=key)
