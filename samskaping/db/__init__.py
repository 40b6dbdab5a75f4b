"""Tables' common ground: column types, engine, and the session that keeps municipalities apart."""

import enum
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from typing import Any, ClassVar, TypeVar, cast
from weakref import WeakKeyDictionary

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Engine,
    Enum,
    ForeignKey,
    MetaData,
    Table,
    bindparam,
    create_engine,
    event,
    func,
    inspect,
    select,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    ORMExecuteState,
    Session,
    mapped_column,
    with_loader_criteria,
)
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.sql.base import ExecutableOption

from samskaping import sqlite
from samskaping.db.columns import Key as Key
from samskaping.db.columns import Moment as Moment
from samskaping.db.columns import Texts as Texts
from samskaping.db.columns import TextsColumn as TextsColumn
from samskaping.db.columns import constant as constant
from samskaping.db.kinds import narrow as narrow
from samskaping.db.kinds import widen as widen

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
#: What the doors catch: the database is away or too slow; two deeds that one of the constraints tells apart; and a
#: value that it cannot be asked about, such as text with NUL on PostgreSQL.
Unavailable, Conflict, Unstorable = OperationalError, IntegrityError, DataError


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
        enum.StrEnum: Enum(
            enum.StrEnum,
            native_enum=False,
            length=40,
            create_constraint=True,
            values_callable=lambda members: [member.value for member in members],
        ),
    }
    #: Rows whose change must leave an event in the history, in the same transaction.
    told: ClassVar[bool] = True
    #: Where a kept page may be out of date when a row has changed. In doubt: everywhere.
    shown: ClassVar[Shown] = Shown.EVERYWHERE

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


def make_engine(url: str) -> Engine:
    """An engine with the guards of its kind of database: WAL and foreign keys, or time limits."""
    if url.startswith("sqlite"):
        engine = create_engine(url)
        sqlite.dress(engine)
        return engine
    settings = {
        "statement_timeout": 5000,
        "lock_timeout": 2000,
        "idle_in_transaction_session_timeout": 10_000,
        "timezone": "UTC",
    }
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    return create_engine(url, pool_pre_ping=True, pool_size=8, max_overflow=8, connect_args={"options": options})


class Scoped(Session):
    """A session that sees one municipality and refuses writes that nobody is told about."""


@event.listens_for(Scoped, "do_orm_execute")
def _one_municipality(state: ORMExecuteState) -> None:
    if state.is_column_load or state.execution_options.get("every_municipality") or _only_adds(state):
        return
    here = state.session.info.get("municipality_id")
    if here is None and any(issubclass(mapper.class_, Tenanted) for mapper in state.all_mappers):
        raise RuntimeError("a tenanted query outside any municipality")
    # A tenanted table can stand deeper in the statement than that shows: outside, it is empty.
    if state.is_select:
        state.statement = _guarded(state.statement)
        state.parameters = {**cast("dict[str, Any]", state.parameters or {}), _HERE.key: here or 0}
    else:
        state.statement = state.statement.options(_only(here or 0))


def _only_adds(state: ORMExecuteState) -> bool:
    """Whether it is an INSERT that reads nothing."""
    return state.is_insert and cast("Any", state.statement).select is None


def _guarded(statement: Any) -> Any:
    """The same SELECT with the condition on it; one that is kept and asked again is dressed once."""
    guarded = _GUARDED.get(statement)
    if guarded is None:
        guarded = _GUARDED[statement] = statement.options(_ONLY_HERE)
    return guarded


@lru_cache(maxsize=500)
def _only(municipality_id: int) -> ExecutableOption:
    """The condition on every tenanted table in a statement; made once for each municipality."""
    return with_loader_criteria(Tenanted, lambda cls: cls.seen_from(municipality_id), include_aliases=True)


#: In a SELECT the municipality is a parameter, so that all of them share one statement.
_HERE: BindParameter[int] = bindparam("municipality_at_hand", type_=Key)
_ONLY_HERE = with_loader_criteria(Tenanted, lambda cls: cls.seen_from(_HERE), include_aliases=True)
_GUARDED: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()


@event.listens_for(Scoped, "before_flush")
def _number_together(session: Session, _context: Any, _rows: Any) -> None:
    """SQLite tells no keys of rows written together; several of a kind are numbered here, where only one can write."""
    if dialect(session) != "sqlite":
        return
    new = sorted((row for row in session.new if row.id is None), key=lambda row: inspect(row).insert_order)
    kinds = [kind for kind, many in Counter(type(row) for row in new).items() if many > 1]
    if not kinds:
        return
    # FOR UPDATE takes the writer's turn first (sqlite.py): between the question and the rows nobody else writes.
    newest = select(*(select(func.max(kind.__table__.c.id)).scalar_subquery() for kind in kinds)).with_for_update()
    for kind, last in zip(kinds, session.connection().execute(newest).one(), strict=True):
        for number, row in enumerate((row for row in new if type(row) is kind), start=(last or 0) + 1):
            row.id = number


@event.listens_for(Scoped, "before_flush")
def _change_together(session: Session, _context: Any, _rows: Any) -> None:
    """Rows of a kind that a deed changes are one UPDATE, however many: each with every column that changed in any."""
    changed: dict[type[Base], list[Base]] = {}
    for row in session.dirty:
        if session.is_modified(row):
            changed.setdefault(type(row), []).append(row)
    for rows in changed.values():
        if len(rows) > 1:
            _make_alike(rows)


def _make_alike(rows: list[Base]) -> None:
    for row in rows:
        row.stand()
    names = {name for row in rows for name in inspect(row).committed_state}
    for row in rows:
        for name in names & row.__dict__.keys():
            flag_modified(row, name)


@event.listens_for(Scoped, "after_flush")
def _note_writes(session: Session, _context: Any) -> None:
    touched = [*session.new, *session.dirty, *session.deleted]
    if any(getattr(row, "told", False) for row in touched if session.is_modified(row) or row in session.new):
        session.info["untold"] = True
    if any(type(row).__name__ in ("Event", "SecurityEvent") for row in session.new):
        session.info["recorded"] = True


@event.listens_for(Scoped, "after_soft_rollback")
def _nothing_written(session: Session, previous: Any) -> None:
    if previous.parent is None:
        session.info.pop("recorded", None)
        session.info.pop("untold", None)


@event.listens_for(Scoped, "before_commit")
def _nothing_untold(session: Session) -> None:
    session.flush()
    recorded, untold = session.info.pop("recorded", False), session.info.pop("untold", False)
    if untold and not recorded:
        raise RuntimeError("a write without an entry in the history")


@contextmanager
def transaction(bind: Any, municipality_id: int | None = None, *, reading: bool = False) -> Iterator[Session]:
    """One session in one transaction that commits at the end: for the shell, the worker and session rows."""
    with (
        Scoped(
            bind.execution_options(reading=reading) if isinstance(bind, Engine) else bind,
            expire_on_commit=False,
            info={"municipality_id": municipality_id},
            join_transaction_mode="create_savepoint",
        ) as session,
        session.begin(),
    ):
        yield session


@contextmanager
def apart(session: Session) -> Iterator[Session | Connection]:
    """A short transaction of its own beside the session's, for what others wait for while it is written.

    Where only one can write at a time (SQLite), and inside a transaction that somebody else began, it is the session's.
    """
    bind = session.get_bind()
    if dialect(session) == "postgresql" and isinstance(bind, Engine):
        with bind.begin() as connection:
            yield connection
    else:
        yield session


Held = TypeVar("Held", bound=Base)


def held(session: Session, table: type[Held], column: str, value: Any) -> Held | None:
    """A row that the session has read and somebody still holds; None, without a question to the database, else."""
    rows = (row for row in session.identity_map.values() if isinstance(row, table))
    return next((row for row in rows if getattr(row, column) == value), None)


def upsert(session: Session, table: type[Base]) -> "postgresql.Insert | Insert":
    """INSERT … ON CONFLICT in the dialect of the session's database."""
    return upsert_in(dialect(session), table)


def upsert_in(kind: str, table: type[Base]) -> "postgresql.Insert | Insert":
    """The same for a statement that is made once for each kind of database. Keys are told only to who asks for them."""
    return (postgresql.insert(plain(table)) if kind == "postgresql" else insert(plain(table))).inline()


def dialect(session: Session) -> str:
    """The kind of database that a session stands on: ``postgresql`` or ``sqlite``."""
    return session.get_bind().dialect.name


def plain(table: type[Base]) -> Table:
    """A table without its objects: the quickest way to write rows that nobody holds."""
    found: Table = table.__table__  # type: ignore[assignment]
    return found
