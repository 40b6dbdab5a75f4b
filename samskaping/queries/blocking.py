"""Who is kept from writing, and why; and what a block looks at in a larger statement."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, exists, func, or_, select, type_coerce
from sqlalchemy.orm import aliased
from sqlalchemy.sql.functions import aggregate_strings

from samskaping.context import Context
from samskaping.errors import Missing
from samskaping.models import Block, Membership, Municipality, Need, Person, Proposal, Ruling
from samskaping.rules.policy import Can
from samskaping.rules.roles import Role
from samskaping.rules.speech import REPORT_REASON_NAMES, ReportReason

_LISTED_MOST = 100


@dataclass(frozen=True)
class Blocked:
    """A block: whose, until when (None: until it is lifted), why, and in which municipality."""

    ruling: str
    reference: str
    is_of_need: bool
    name: str
    reason: ReportReason
    words: str
    by: str
    at: datetime
    until_on: date | None
    lifted_at: datetime | None
    lifted_words: str
    municipality: str

    @property
    def reason_name(self) -> str:
        return str(REPORT_REASON_NAMES[self.reason])


def holding(ctx: Context, block: Any, person_id: Any) -> Any:
    """Whether a block holds somebody from writing here now."""
    return exists().where(
        block.person_id == person_id,
        block.municipality_id == ctx.here.id,
        block.lifted_at.is_(None),
        or_(block.until_on.is_(None), block.until_on >= ctx.today),
    )


def roles_held(ctx: Context) -> Any:
    """The roles that the person of a row has here, to be read by ``roles``."""
    held = select(aggregate_strings(type_coerce(Membership.role, String), ",")).where(
        Membership.person_id == Person.id, Membership.municipality_id == ctx.here.id, Membership.ended_at.is_(None)
    )
    return held.scalar_subquery()


def roles(held: str | None) -> frozenset[Role]:
    """What ``roles_held`` found."""
    return frozenset(map(Role, held.split(",") if held else ()))


def blocked(ctx: Context) -> tuple[Blocked, ...]:
    """Who is and was kept from writing here, the newest first. One statement."""
    ctx.require(Can.MODERATE)
    return tuple(Blocked(*row) for row in ctx.db.execute(_BLOCKS.order_by(Block.id.desc()).limit(_LISTED_MOST)))


def block(ctx: Context, ruling: str) -> Blocked:
    """One block by its ruling. Raises ``Missing``."""
    ctx.require(Can.MODERATE)
    row = ctx.db.execute(_BLOCKS.where(Ruling.public_id == ruling)).one_or_none()
    if row is None:
        raise Missing
    return Blocked(*row)


def mine(ctx: Context) -> tuple[Blocked, ...]:
    """The blocks that keep the signed-in person from writing here today. One statement."""
    in_force = (Block.lifted_at.is_(None), or_(Block.until_on.is_(None), Block.until_on >= ctx.today))
    found = _BLOCKS.where(Block.person_id == ctx.actor.person_id, *in_force).order_by(Block.id.desc())
    return tuple(Blocked(*row) for row in ctx.db.execute(found.where(Block.municipality_id == ctx.here.id)))


_BY = aliased(Person)
_BLOCKS: Any = (
    select(
        Ruling.public_id, func.coalesce(Proposal.reference, Need.reference), Ruling.need_id.is_not(None), Person.name,
        Ruling.reason, Ruling.words, _BY.name, Ruling.decided_at,
        Block.until_on, Block.lifted_at, Block.lifted_words, Municipality.name.label("municipality"),
    )
    .select_from(Block)
    .join(Ruling, Ruling.id == Block.ruling_id)
    .outerjoin(Proposal, Proposal.id == Ruling.proposal_id)
    .outerjoin(Need, Need.id == Ruling.need_id)
    .join(Municipality, Municipality.id == Block.municipality_id)
    .join(Person, Person.id == Block.person_id)
    .join(_BY, _BY.id == Ruling.decided_by_id)
)  # fmt: skip
