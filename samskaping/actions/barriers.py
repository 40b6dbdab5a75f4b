"""Reports of barriers on the site: filed as cases, confirmed to whoever left an address, closed by staff."""

from sqlalchemy import select

from samskaping import text
from samskaping.actions import letters
from samskaping.actions.record import public_id, record
from samskaping.context import Context
from samskaping.errors import Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Barrier, Municipality
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.kinds import LetterKind
from samskaping.rules.policy import Can

LONGEST = 4_000


def report(ctx: Context, *, where: str, what: str, email: str = "", once: str | None = None) -> str:
    """File a barrier (forskrift om universell utforming av IKT § 4 e). Answers its number.

    Anyone may, signed in or not. Without a municipality it goes to those who run the installation.
    """
    if not what.strip():
        raise Unfit(what=_("Fortell hva som ikke virket"))
    barrier = Barrier(
        public_id=public_id(),
        municipality_id=ctx.municipality.id if ctx.municipality else None,
        address=text.tidy(where)[:500],
        text=text.tidy(what)[:LONGEST],
        email=email.strip()[: limits.EMAIL],
        reported_at=ctx.now,
    )
    ctx.db.add(barrier)
    ctx.db.flush()
    if ctx.municipality:
        here = ctx.db.scalar(select(Municipality).where(Municipality.id == ctx.here.id).with_for_update())
        if here is None:
            raise Missing
        record(ctx, What.BARRIER_REPORTED, here, once=once, report=barrier.public_id)
    if barrier.email:
        letters.post(ctx, LetterKind.BARRIER, address=barrier.email, barrier=barrier.public_id, language=ctx.language)
    return barrier.public_id


def close(ctx: Context, barrier: str) -> None:
    """A barrier is gone, or is looked after elsewhere. A second time changes nothing."""
    ctx.require(Can.PROPOSAL_HANDLE if ctx.municipality else Can.MUNICIPALITY_ACTIVATE)
    here = ctx.municipality.id if ctx.municipality else None
    row = ctx.db.scalar(select(Barrier).where(Barrier.public_id == barrier).with_for_update())
    if row is None or row.municipality_id != here:
        raise Missing
    if row.closed_at is None:
        row.closed_at, row.closed_by_id = ctx.now, ctx.actor.person_id
