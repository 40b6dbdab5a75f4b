"""What every table stands on: names of constraints, a key, where its rows show, and whose they are."""

import enum
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import BindParameter, ColumnElement, Enum, ForeignKey, MetaData, Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from samskaping.db.columns import Exact, Key, Moment, Texts, TextsColumn

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Shown(enum.StrEnum):
    """Where the rows of a table can show on pages that anyone may read; see ``models/stamps.py``."""

    EVERYWHERE = "everywhere"
    #: On the pages of their own municipality, of those it shares challenges with, and on the national ones.
    AT_HOME = "at home"
    NOWHERE = "nowhere"


class Base(DeclarativeBase):
    """A table. Integer keys are inner matters and never shown; addresses carry references and public ids."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Moment(),
        Texts: TextsColumn(none_as_null=True),
        Decimal: Exact(),
        enum.StrEnum: Enum(
            enum.StrEnum,
            native_enum=False,
            length=40,
            create_constraint=True,
            values_callable=lambda members: [member.value for member in members],
        ),
    }
    # Each default of the database has one of ours beside it. Asking for them back would part new rows into statements.
    __mapper_args__ = {"eager_defaults": False}
    #: Rows whose change must leave an event in the history, in the same transaction.
    told: ClassVar[bool] = True
    #: Where a kept page may be out of date when a row has changed. In doubt: everywhere.
    shown: ClassVar[Shown] = Shown.EVERYWHERE
    #: Whether a deed that adds a row may go on with it, by its key. Rows that are written and let go (a line in a log)
    #: say no: several of them are one INSERT on every database, and none is held afterwards (``sessions.py``).
    is_held: ClassVar[bool] = True

    id: Mapped[int] = mapped_column(Key, primary_key=True)

    def stand(self) -> None:
        """Bring what follows from other columns in step with them; before the row is written."""

    def shows(self) -> bool:
        """Whether the change that is being written can show at all."""
        return self.shown is not Shown.NOWHERE


class Tenanted:
    """A row that belongs to one municipality."""

    shown: ClassVar[Shown] = Shown.AT_HOME

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))

    @classmethod
    def seen_from(cls, municipality_id: "int | BindParameter[int]") -> "ColumnElement[bool]":
        """The condition under which the municipality's session sees a row."""
        return cls.municipality_id == municipality_id


def plain(table: type[Base]) -> Table:
    """A table without its objects: the quickest way to write rows that nobody holds."""
    found: Table = table.__table__  # type: ignore[assignment]
    return found


def upsert_in(kind: str, table: type[Base]) -> "postgresql.Insert | Insert":
    """INSERT … ON CONFLICT for a kind of database, to be made once. Keys are told only to who asks for them."""
    return (postgresql.insert(plain(table)) if kind == "postgresql" else insert(plain(table))).inline()
