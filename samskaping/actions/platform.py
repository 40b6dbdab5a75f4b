"""Whoever looks after the platform: the first one named from the shell, others by those who do."""

from sqlalchemy import select

from samskaping.actions import ending, people
from samskaping.actions.people import Newcomer
from samskaping.actions.record import log
from samskaping.context import Context
from samskaping.errors import Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Person, PlatformRole
from samskaping.rules.addresses import address, address_key
from samskaping.rules.policy import Can


def appoint(ctx: Context, email: str, name: str) -> bool:
    """Name somebody who may let municipalities join. Whoever has no account gets one, and a letter to confirm it.

    Answers whether anything changed.
    """
    ctx.require(Can.PLATFORM_LOOK_AFTER)
    known = address(email)
    if known is None:
        raise Unfit(email=_("Skriv en e-postadresse, for eksempel kari@kommunen.no"))
    found = select(Person).where(Person.email_key == address_key(known))
    if ctx.db.scalar(found) is None:
        people.register(ctx, Newcomer(known, name))
    someone = ctx.db.scalars(found).one()
    sits = PlatformRole.person_id == someone.id, PlatformRole.ended_at.is_(None)
    if ctx.db.scalar(select(PlatformRole.id).where(*sits)):
        return False
    ctx.db.add(PlatformRole(person_id=someone.id, granted_at=ctx.now, granted_by_id=ctx.actor.person_id))
    told = {"person_id": someone.id} if ctx.actor.in_shell else {"whom": someone.public_id}
    log(ctx, "platform.granted", **told)
    if ending.sign_out(ctx, someone):
        log(ctx, "session.ended", why="roles", **told)
    return True


def end(ctx: Context, person: str) -> None:
    """End it for somebody (public id), who is signed out everywhere. The last one stays. Raises ``Missing``."""
    ctx.require(Can.PLATFORM_LOOK_AFTER)
    rows = in_force(ctx)
    someone = ctx.db.scalar(select(Person).where(Person.public_id == person))
    row = next((one for one in rows if someone is not None and one.person_id == someone.id), None)
    if row is None or someone is None:
        raise Missing
    if len(rows) == 1:
        raise Unfit(_("Det må være minst én plattformansvarlig. Gi ansvaret til en annen først."))
    row.ended_at = ctx.now
    ctx.db.flush()
    if ending.sign_out(ctx, someone):
        log(ctx, "session.ended", whom=person, why="roles")
    log(ctx, "platform.ended", whom=person)


def in_force(ctx: Context) -> list[PlatformRole]:
    """All who look after it now, locked in one order: of two who let each other go, one waits and is told."""
    found = select(PlatformRole).where(PlatformRole.ended_at.is_(None)).order_by(PlatformRole.id).with_for_update()
    return list(ctx.db.scalars(found, execution_options={"populate_existing": True}))
