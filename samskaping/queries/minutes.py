"""The minutes of a meeting, with the proposals that came out of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.models import CameOf, Minutes, Proposal
from samskaping.rules.pipeline import State


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
    """Of one meeting; None while there are none. Two statements at most."""
    columns = (
        Minutes.text, Minutes.attended, Minutes.version, Minutes.written_at, Minutes.edited_at, Minutes.correction,
    )  # fmt: skip
    row = ctx.db.execute(select(*columns).where(Minutes.gathering_id == gathering)).one_or_none()
    if row is None:
        return None
    named: Any = (
        select(Proposal.reference, Proposal.title, Proposal.language, Proposal.state)
        .join(CameOf, CameOf.proposal_id == Proposal.id)
        .where(CameOf.gathering_id == gathering, Proposal.is_public)
        .order_by(Proposal.reference)
    )
    return Read(*row, proposals=tuple(Child(*one) for one in ctx.db.execute(named)))
