"""Exports: asked for by a person, made by the worker, kept in pieces, gone after a day."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from samskaping.actions.record import log, public_id
from samskaping.context import Context
from samskaping.errors import TooMuch
from samskaping.language import gettext as _
from samskaping.models import Export, ExportChunk, Person
from samskaping.rules import limits
from samskaping.rules.exports import LIFETIME, READS, ExportFormat, ExportList, ExportState
from samskaping.rules.policy import Can

#: How long one worker may be silent about a file.
LEASE = timedelta(minutes=2)
#: Given up after so many workers came to nothing.
TRIES = 3
_EVERYWHERE = {"every_municipality": True, "synchronize_session": False}


def ask(
    ctx: Context, listing: ExportList, made_as: ExportFormat, filters: Mapping[str, Any], *, is_personal: bool = False
) -> str:
    """Ask for a file of a list as it is on the screen. With personal data it is written in the security log.

    Answers its public id. Raises ``Refused``, ``TooMuch``.
    """
    ctx.require(Can.EXPORT_MAKE)
    ctx.require(READS[listing])
    if is_personal:
        ctx.require(Can.EXPORT_PERSONAL)
    _within_limits(ctx)
    row = Export(
        municipality_id=ctx.here.id,
        public_id=public_id(),
        person_id=ctx.actor.person_id or 0,
        listing=listing,
        format=made_as,
        is_personal=is_personal,
        filters=dict(filters),
        language=ctx.language,
        asked_at=ctx.now,
    )
    ctx.db.add(row)
    ctx.db.flush()
    # Which filters, and not what was searched for: that can be anything.
    what = "export.personal" if is_personal else "export.asked"
    log(ctx, what, export=row.public_id, listing=listing, filters=sorted(filters))
    return row.public_id


def _within_limits(ctx: Context) -> None:
    """The person is locked, so that two asked for at once are counted one after the other."""
    ctx.db.execute(select(Person.id).where(Person.id == ctx.actor.person_id).with_for_update())
    lately = (Export.person_id == ctx.actor.person_id, Export.asked_at > ctx.now - timedelta(hours=1))
    found = select(func.count(), func.min(Export.asked_at)).where(*lately)
    many, first = ctx.db.execute(found, execution_options={"every_municipality": True}).one()
    if many >= limits.EXPORTS_HOUR:
        raise TooMuch(
            _("Du kan be om %(most)s filer i timen. Prøv igjen senere.") % {"most": limits.EXPORTS_HOUR},
            retry_after=int((first + timedelta(hours=1) - ctx.now).total_seconds()) + 1,
        )


def claim(db: Session, worker: str, now: datetime) -> Export | None:
    """Take the file that has waited longest, or one whose worker fell silent; nobody else takes it meanwhile."""
    free = or_(
        Export.state == ExportState.VENTER,
        (Export.state == ExportState.LAGES) & (Export.leased_until < now),
    )
    wanted = select(Export).where(free, Export.asked_at > now - LIFETIME).order_by(Export.asked_at, Export.id)
    row = db.scalar(wanted.limit(1).with_for_update(skip_locked=True), execution_options=_EVERYWHERE)
    if row is None:
        return None
    row.attempts += 1
    row.state = ExportState.LAGES if row.attempts <= TRIES else ExportState.MISLYKKET
    row.leased_until, row.worker, row.rows_done = now + LEASE, worker, 0
    db.execute(delete(ExportChunk).where(ExportChunk.export_id == row.id), execution_options=_EVERYWHERE)
    return row


def go_on(db: Session, row: Export, now: datetime, **values: Any) -> bool:
    """Tell how far the making has come, and keep the claim; False when another worker has it by now."""
    own = (Export.id == row.id, Export.attempts == row.attempts, Export.worker == row.worker)
    kept = update(Export).where(*own).values(leased_until=now + LEASE, **values)
    return bool(db.execute(kept, execution_options=_EVERYWHERE).rowcount)  # type: ignore[attr-defined]


def put(db: Session, row: Export, number: int, data: bytes) -> None:
    """Keep one piece of a file."""
    db.add(ExportChunk(municipality_id=row.municipality_id, export_id=row.id, number=number, data=data))


def fetched(ctx: Context, export: str, *, is_personal: bool) -> None:
    """A file is handed out: with personal data that is written in the security log too."""
    if is_personal:
        log(ctx, "export.fetched", export=export)
