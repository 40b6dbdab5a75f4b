"""All that is kept about oneself, as a file: asked for, made by the worker, fetched for a day by nobody else."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from samskaping.actions.record import log, public_id
from samskaping.context import Context
from samskaping.errors import Refused
from samskaping.models import OwnCopy, OwnCopyPiece, Person
from samskaping.rules.exports import LIFETIME, ExportState

#: How long a worker may be silent about a file, and how many may come to nothing.
LEASE, TRIES = timedelta(minutes=10), 3
_WAITING = (ExportState.VENTER, ExportState.LAGES)


def ask(ctx: Context) -> None:
    """Ask for the file; while one is being made, there is one. Whoever asks has just shown who they are."""
    me = ctx.db.scalar(
        select(Person.id).where(Person.id == ctx.actor.person_id, Person.erased_at.is_(None)).with_for_update()
    )
    if me is None:
        raise Refused
    waits = select(OwnCopy.id).where(
        OwnCopy.person_id == me, OwnCopy.state.in_(_WAITING), OwnCopy.asked_at > ctx.now - LIFETIME
    )
    if ctx.db.scalar(waits.limit(1)) is not None:
        return
    # The newest is what they want: one person has one file.
    ctx.db.execute(delete(OwnCopy).where(OwnCopy.person_id == me))
    row = OwnCopy(public_id=public_id(), person_id=me, language=ctx.language, asked_at=ctx.now)
    ctx.db.add(row)
    log(ctx, "own_data.asked", copy=row.public_id)


def fetched(ctx: Context, copy: str) -> None:
    """The file is handed out."""
    log(ctx, "own_data.fetched", copy=copy)


def claim(db: Session, now: datetime) -> OwnCopy | None:
    """Take the file that has waited longest, or one whose worker fell silent; nobody else takes it meanwhile."""
    silent = (OwnCopy.state == ExportState.LAGES) & (OwnCopy.leased_until < now)
    wanted = select(OwnCopy).where(or_(OwnCopy.state == ExportState.VENTER, silent), OwnCopy.asked_at > now - LIFETIME)
    row = db.scalar(wanted.order_by(OwnCopy.asked_at, OwnCopy.id).limit(1).with_for_update(skip_locked=True))
    if row is None:
        return None
    row.attempts += 1
    row.state = ExportState.LAGES if row.attempts <= TRIES else ExportState.MISLYKKET
    row.leased_until = now + LEASE
    return row


def settle(db: Session, row: OwnCopy, state: ExportState, now: datetime, **values: Any) -> bool:
    """The making has ended; False when another worker has taken it over, or the person is gone."""
    own = (OwnCopy.id == row.id, OwnCopy.attempts == row.attempts, OwnCopy.state == ExportState.LAGES)
    ended = update(OwnCopy).where(*own).values(state=state, done_at=now, leased_until=None, **values)
    return bool(db.execute(ended).rowcount)  # type: ignore[attr-defined]


def put(db: Session, row: OwnCopy, number: int, data: bytes) -> None:
    """Keep one piece of the file."""
    db.add(OwnCopyPiece(copy_id=row.id, number=number, data=data))
    db.flush()
