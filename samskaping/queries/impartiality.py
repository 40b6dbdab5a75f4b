"""Who is partial in a case of the municipality, and whether somebody has said yet if they are."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from samskaping.context import Context
from samskaping.errors import Missing
from samskaping.models import Declaration, Person, Proposal
from samskaping.rules.policy import Can

_MOST = 200


@dataclass(frozen=True)
class Declared:
    """One person's word on a case. The reason is for those who can lift it."""

    public_id: str
    person_id: int
    name: str
    is_partial: bool
    declared_at: datetime
    reference: str
    reason: str

    @property
    def writer_id(self) -> int | None:
        """Whose word it is, as permissions ask."""
        return self.person_id

    @property
    def session_id(self) -> int | None:
        return None


def in_force(ctx: Context) -> tuple[Declared, ...]:
    """Everyone who is partial in a case here, newest first, for those who can lift it."""
    ctx.require(Can.IMPARTIALITY_LIFT)
    statement = _rows().where(Declaration.is_partial, Declaration.municipality_id == ctx.here.id)
    rows = ctx.db.execute(statement.order_by(Declaration.declared_at.desc(), Declaration.id.desc()).limit(_MOST))
    return tuple(Declared(*row) for row in rows)


def one(ctx: Context, public_id: str) -> Declared:
    """A declaration that can be lifted. Raises ``Missing``."""
    ctx.require(Can.IMPARTIALITY_LIFT)
    row = ctx.db.execute(
        _rows().where(Declaration.public_id == public_id, Declaration.municipality_id == ctx.here.id)
    ).one_or_none()
    if row is None:
        raise Missing
    return Declared(*row)


def answered(ctx: Context) -> Any:
    """A column beside a proposal: whether the signed-in person has said yet if they are impartial in it."""
    mine = (Declaration.proposal_id == Proposal.id, Declaration.person_id == ctx.actor.person_id)
    return select(Declaration.id).where(*mine).correlate(Proposal).exists()


def _rows() -> Any:
    found: Any = (
        select(
            Declaration.public_id,
            Declaration.person_id,
            Person.name,
            Declaration.is_partial,
            Declaration.declared_at,
            Proposal.reference,
            Declaration.reason,
        )
        .join(Person, Person.id == Declaration.person_id)
        .join(Proposal, Proposal.id == Declaration.proposal_id)
    )
    return found
