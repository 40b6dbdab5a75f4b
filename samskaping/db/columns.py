"""The columns' own types: keys, moments, exact numbers, and municipal texts in each form they exist in."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, ColumnElement, DateTime, Dialect, Integer, String, literal_column
from sqlalchemy.types import TypeDecorator

from samskaping.language import current, other

#: Integer keys are 64 bits on PostgreSQL; SQLite's own row number is that wide already.
Key = BigInteger().with_variant(Integer(), "sqlite")


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime on every database, also those that forget time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


@dataclass(frozen=True)
class Texts:
    """The same municipal text in each form it exists in; at least one."""

    nb: str = ""
    nn: str = ""

    @property
    def form(self) -> str:
        """The form in which the text is shown now: the one in force, or else the one that exists."""
        return current() if getattr(self, current()) else other(current())

    @property
    def is_foreign(self) -> bool:
        """Whether the text is missing in the form in force, so that the page must say so."""
        return self.form != current()

    def __str__(self) -> str:
        return str(getattr(self, self.form))

    def __bool__(self) -> bool:
        return bool(self.nb or self.nn)

    def get(self, form: str) -> str:
        """The text in exactly this form, or nothing."""
        return str(getattr(self, form))


class TextsColumn(TypeDecorator[Texts]):
    """``Texts`` as one JSON value; an empty one is NULL."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Texts | None, dialect: Dialect) -> Any:
        return {form: text for form in ("nb", "nn") if (text := value.get(form))} if value else None

    def process_result_value(self, value: Any, dialect: Dialect) -> Texts:
        return Texts(**value) if value else Texts()


def constant(word: StrEnum) -> ColumnElement[str]:
    """A word of ours written into a statement, where a parameter would hide which partial index fits it.

    PostgreSQL keeps a plan only when it is as good without the parameters' values, and planning can take longer than
    asking; SQLite never reads along a partial index whose condition it cannot see.
    """
    return literal_column(f"'{word}'")


class Exact(TypeDecorator[Decimal]):
    """A decimal number to its last written digit, the same on every database: as its own digits."""

    impl = String(24)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else f"{value:f}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)
