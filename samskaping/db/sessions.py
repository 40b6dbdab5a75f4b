"""The session: it sees one municipality, writes rows of a kind together, and refuses what nobody is told about."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from sqlalchemy import BindParameter, Connection, Engine, bindparam, event, func, insert, inspect, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.sql.base import ExecutableOption

from samskaping.db.columns import Key
from samskaping.db.tables import Base, Tenanted, plain, upsert_in


class Scoped(Session):
    """A session that sees one municipality and refuses writes that nobody is told about.

    What it does by itself stands in the listeners below, in the order of their moments: when a statement is asked,
    before and after rows are written, and before the commit. ``models/stamps.py`` listens too.
    """


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


def dialect(session: Session) -> str:
    """The kind of database that a session stands on: ``postgresql`` or ``sqlite``."""
    return session.get_bind().dialect.name


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
def _stand(session: Session, _context: Any, _rows: Any) -> None:
    """Whatever deed changed a row, its own rules see to the columns that follow from others."""
    for row in chain(session.new, session.dirty):
        row.stand()


def _write_and_let_go(session: Session, new: list[Any]) -> list[Any]:
    """Write the new rows that no deed holds on to (``Base.is_held``), where there are several of a kind, at once.

    They need no keys from us, and are the session's no longer. Answers the other rows, which the flush goes on with.
    """
    kinds = {kind for kind, many in Counter(type(row) for row in new).items() if many > 1 and not kind.is_held}
    for kind in sorted(kinds, key=lambda kind: kind.__tablename__):
        columns = set(inspect(kind).column_attrs.keys()) - {"id"}
        alike: dict[tuple[str, ...], list[Any]] = {}  # what a row does not say has its column's default
        for row in (row for row in new if type(row) is kind):
            alike.setdefault(tuple(sorted(columns & row.__dict__.keys())), []).append(row)
        for names, rows in alike.items():
            session.execute(insert(plain(kind)), [{name: getattr(row, name) for name in names} for row in rows])
            for row in rows:
                session.expunge(row)
        _note_kinds(session, [kind])
    return [row for row in new if type(row) not in kinds]


@event.listens_for(Scoped, "before_flush")
def _number_together(session: Session, _context: Any, _rows: Any) -> None:
    """SQLite tells no keys of rows written together; several of a kind are numbered here, where only one can write.

    PostgreSQL tells them, and is left to the flush.
    """
    new = sorted((row for row in session.new if row.id is None), key=lambda row: inspect(row).insert_order)
    new = _write_and_let_go(session, new)
    if dialect(session) != "sqlite":
        return
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
    """Rows of a kind that a deed changes are one UPDATE, however many: each with every column that changed in any.

    A deed that changes several holds them locked, so that what it writes again is what stands there.
    """
    changed: dict[type[Base], list[Base]] = {}
    for row in session.dirty:
        if session.is_modified(row):
            changed.setdefault(type(row), []).append(row)
    for rows in changed.values():
        if len(rows) > 1:
            _make_alike(rows)


def _make_alike(rows: list[Base]) -> None:
    names = {name for row in rows for name in inspect(row).committed_state}
    for row in rows:
        for name in names & row.__dict__.keys():
            flag_modified(row, name)


@event.listens_for(Scoped, "after_flush")
def _note_writes(session: Session, _context: Any) -> None:
    _note_kinds(session, {type(row) for row in session.new})
    touched = [*session.dirty, *session.deleted]
    if any(getattr(row, "told", False) for row in touched if session.is_modified(row)):
        session.info["untold"] = True


def _note_kinds(session: Session, new: Iterable[type[Any]]) -> None:
    kinds = set(new)
    if any(getattr(kind, "told", False) for kind in kinds):
        session.info["untold"] = True
    if any(kind.__name__ in ("Event", "SecurityEvent") for kind in kinds):
        session.info["recorded"] = True


@event.listens_for(Scoped, "after_soft_rollback")
def _nothing_written(session: Session, previous: Any) -> None:
    session.info.pop("kept_texts", None)
    if previous.parent is None:
        session.info.pop("recorded", None)
        session.info.pop("untold", None)


@event.listens_for(Scoped, "before_commit")
def _nothing_untold(session: Session) -> None:
    session.flush()
    recorded, untold = session.info.pop("recorded", False), session.info.pop("untold", False)
    if untold and not recorded:
        raise RuntimeError("a write without an entry in the history")
