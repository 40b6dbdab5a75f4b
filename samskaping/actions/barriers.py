"""Reports of barriers on the site: filed as cases, confirmed to whoever left an address, closed by staff."""

from sqlalchemy import select

from samskaping import text
from samskaping.actions import letters
from samskaping.actions.record import public_id, record
from samskaping.context import Context
from samskaping.errors import Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Barrier, Municipality
from samskaping.queries.barriers import looked_after_by
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.kinds import LetterKind
from samskaping.rules.policy import Can

LONGEST = 4_000


def report(ctx: Context, *, where: str, what: str, email: str = "", once: str | None = None) -> str:
    """File a barrier (forskrift om universell utforming av IKT § 4 e). Answers its number.

    Anyone may, signed in or not. Where no municipality takes part it goes to those who run the installation.
    """
    here = looked_after_by(ctx)
    if not what.strip():
        raise Unfit(what=_("Fortell hva som ikke virket"))
    barrier = Barrier(
        public_id=public_id(),
        municipality_id=here,
        address=text.tidy(where)[:500],
        text=text.tidy(what)[:LONGEST],
        email=email.strip()[: limits.EMAIL],
        reported_at=ctx.now,
    )
    ctx.db.add(barrier)
    ctx.db.flush()
    if here:
        subject = ctx.db.scalar(select(Municipality).where(Municipality.id == here).with_for_update())
        if subject is None:
            raise Missing
        record(ctx, What.BARRIER_REPORTED, subject, once=once, report=barrier.public_id)
    if barrier.email:
        letters.post(ctx, LetterKind.BARRIER, address=barrier.email, barrier=barrier.public_id, language=ctx.language)
    return barrier.public_id


def close(ctx: Context, barrier: str) -> None:
    """A barrier is gone, or is looked after elsewhere. A second time changes nothing."""
    ctx.require(Can.PROPOSAL_HANDLE if ctx.municipality else Can.MUNICIPALITY_ACTIVATE)
    here = looked_after_by(ctx)
    row = ctx.db.scalar(select(Barrier).where(Barrier.public_id == barrier).with_for_update())
    if row is None or row.municipality_id != here:
        raise Missing
    if row.closed_at is None:
        row.closed_at, row.closed_by_id = ctx.now, ctx.actor.person_id
