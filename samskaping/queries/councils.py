"""The municipality's councils, as their list and form show them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Missing
from samskaping.models import Council
from samskaping.rules.tasks import CouncilKind


@dataclass(frozen=True)
class CouncilRow:
    """A council, and the address to which requests are mailed."""

    public_id: str
    kind: CouncilKind
    name: Texts
    email: str
    ended_at: datetime | None


def listing(ctx: Context) -> tuple[CouncilRow, ...]:
    """All councils in the municipality's own order; those that are no longer in use stand last."""
    rows = [CouncilRow(*row) for row in ctx.db.execute(_rows().order_by(Council.position, Council.id))]
    return tuple(sorted(rows, key=lambda row: row.ended_at is not None))


def one(ctx: Context, public_id: str) -> CouncilRow:
    """One council. Raises ``Missing``."""
    row = ctx.db.execute(_rows().where(Council.public_id == public_id)).one_or_none()
    if row is None:
        raise Missing
    return CouncilRow(*row)


def _rows() -> Any:
    found: Any = select(Council.public_id, Council.kind, Council.name, Council.email, Council.ended_at)
    return found
