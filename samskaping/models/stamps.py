"""Stamps: what changes with each write that may show on a page anyone can read, so that pages can be kept.

One row is a municipality's, and one is everybody's. A write gives the stamp of the place where it shows a new value
in its own transaction, as the last statement before COMMIT: many wait for that row, and it is locked for so long only.
The value is random and no counter: none comes back, also when a backup does, and a sum of several is as good as one.
"""

import secrets
from functools import cache
from itertools import chain
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Executable, event
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column

from samskaping.db import Base, Scoped, Shown, dialect, upsert_in

#: The place whose stamp is part of every page's.
EVERYBODY = 0
#: The sum of as many values as there are municipalities stays within 64 bits.
_BITS = 48


class Stamp(Base):
    """The value that stands for all that can be seen in one place, a municipality's key or ``EVERYBODY``."""

    __tablename__ = "stamps"
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.NOWHERE

    place: Mapped[int] = mapped_column(BigInteger, unique=True)
    value: Mapped[int] = mapped_column(BigInteger)


@event.listens_for(Scoped, "do_orm_execute")
def _hear_statement(state: ORMExecuteState) -> None:
    options, here = state.execution_options, state.session.info.get("municipality_id")
    if state.is_select:
        if here and options.get("every_municipality") and not options.get("among_partners"):
            state.session.info["looks_abroad"] = True
        return
    shown = _shown(getattr(getattr(state.statement, "table", None), "name", ""))
    if shown is not Shown.NOWHERE and not options.get("unshown"):
        at_home = shown is Shown.AT_HOME and not options.get("every_municipality")
        _note(state.session, here if at_home else EVERYBODY)


@event.listens_for(Scoped, "after_flush")
def _hear_rows(session: Session, _context: Any) -> None:
    for row in chain(session.new, session.dirty, session.deleted):
        if row.shows():
            own = row.__dict__.get("municipality_id") or session.info.get("municipality_id")
            _note(session, own if row.shown is Shown.AT_HOME else EVERYBODY)


@event.listens_for(Scoped, "after_soft_rollback")
def _forget(session: Session, previous: Any) -> None:
    if previous.parent is None:
        session.info.pop("stale", None)


@event.listens_for(Scoped, "before_commit")
def _renew(session: Session) -> None:
    """Comes after the flush of the listener of ``db``, which was there first."""
    if session.in_nested_transaction():
        return
    stale = session.info.pop("stale", None)
    if stale:
        # Sorted, so that two deeds never wait for each other.
        session.execute(
            _renewed(dialect(session)), [{"place": place, "value": secrets.randbits(_BITS)} for place in sorted(stale)]
        )


@cache
def _renewed(kind: str) -> Executable:
    new = upsert_in(kind, Stamp)
    return new.on_conflict_do_update(index_elements=["place"], set_={"value": new.excluded.value})


def _note(session: Session, place: int | None) -> None:
    session.info.setdefault("stale", set()).add(place or EVERYBODY)


@cache
def _shown(table: str) -> Shown:
    """Where a table's rows show; what is not a table of ours may show anywhere."""
    found: dict[str, Shown] = {mapper.class_.__tablename__: mapper.class_.shown for mapper in Base.registry.mappers}
    return found.get(table, Shown.EVERYWHERE)
