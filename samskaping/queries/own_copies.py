"""The file of what is kept about oneself: how far it has come, and its bytes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from samskaping.context import Context
from samskaping.models import OwnCopy, OwnCopyPiece
from samskaping.queries.pieces import in_order as pieces_of
from samskaping.rules.exports import LIFETIME, ExportState


@dataclass(frozen=True)
class Copy:
    """One's own file."""

    public_id: str
    state: ExportState
    asked_at: datetime
    size: int

    @property
    def is_waiting(self) -> bool:
        return self.state in (ExportState.VENTER, ExportState.LAGES)

    @property
    def is_ready(self) -> bool:
        return self.state is ExportState.FERDIG


def mine(ctx: Context) -> Copy | None:
    """The newest file that the signed-in person has asked for in the last day. One statement."""
    own = (OwnCopy.person_id == ctx.actor.person_id, OwnCopy.asked_at > ctx.now - LIFETIME)
    wanted = select(OwnCopy.public_id, OwnCopy.state, OwnCopy.asked_at, OwnCopy.size).where(*own)
    row = ctx.db.execute(wanted.order_by(OwnCopy.asked_at.desc(), OwnCopy.id.desc()).limit(1)).one_or_none()
    return Copy(*row) if row else None


def pieces(ctx: Context, public_id: str) -> Iterator[bytes]:
    """The bytes in order, one piece at a time, never in a transaction that waits for the reader; one's own only."""
    own = (OwnCopy.public_id == public_id, OwnCopy.person_id == ctx.actor.person_id)
    key = ctx.db.scalar(select(OwnCopy.id).where(*own))
    yield from pieces_of(ctx, OwnCopyPiece, OwnCopyPiece.copy_id == key)
