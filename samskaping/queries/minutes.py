"""The minutes of a meeting, with the proposals that came out of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.models import CameOf, Minutes, Proposal
from samskaping.rules.pipeline import State

#: How many of the columns are of the minutes themselves.
_SAID = 6


@dataclass(frozen=True)
class Child:
    """A proposal that came out of a meeting, as everyone can read it."""

    reference: str
    title: str
    language: str
    state: State


@dataclass(frozen=True)
class Read:
    """What was said, and how many came."""

    text: Texts
    attended: int
    version: int
    written_at: datetime
    edited_at: datetime | None
    correction: str
    proposals: tuple[Child, ...]


def of(ctx: Context, gathering: int) -> Read | None:
    """Of one meeting; None while there are none. One statement."""
    columns: Any = (
        Minutes.text, Minutes.attended, Minutes.version, Minutes.written_at, Minutes.edited_at, Minutes.correction,
        Proposal.reference, Proposal.title, Proposal.language, Proposal.state,
    )  # fmt: skip
    rows = ctx.db.execute(
        select(*columns)
        .outerjoin(CameOf, CameOf.gathering_id == Minutes.gathering_id)
        .outerjoin(Proposal, (Proposal.id == CameOf.proposal_id) & Proposal.is_public)
        .where(Minutes.gathering_id == gathering)
        .order_by(Proposal.reference)
    ).all()
    if not rows:
        return None
    named = tuple(Child(*row[_SAID:]) for row in rows if row.reference)
    return Read(*(*rows[0][:_SAID], named))
