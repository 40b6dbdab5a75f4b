"""Whoever looks after the platform: named from the shell only."""

from sqlalchemy import select

from samskaping.actions import ending, people
from samskaping.actions.people import Newcomer
from samskaping.actions.record import log
from samskaping.context import Context
from samskaping.errors import Unfit
from samskaping.language import gettext as _
from samskaping.models import Person, PlatformRole
from samskaping.rules.addresses import address, address_key
from samskaping.rules.policy import Can


def appoint(ctx: Context, email: str, name: str) -> bool:
    """Name somebody who may let municipalities join. Whoever has no account gets one, and a letter to confirm it.

    Answers whether anything changed.
    """
    ctx.require(Can.MUNICIPALITY_ACTIVATE)
    known = address(email)
    if known is None:
        raise Unfit(email=_("Skriv en e-postadresse, for eksempel kari@kommunen.no"))
    found = select(Person).where(Person.email_key == address_key(known))
    if ctx.db.scalar(found) is None:
        people.register(ctx, Newcomer(known, name))
    someone = ctx.db.scalars(found).one()
    if ctx.db.scalar(select(PlatformRole.id).where(PlatformRole.person_id == someone.id)):
        return False
    ctx.db.add(PlatformRole(person_id=someone.id, granted_at=ctx.now))
    log(ctx, "platform.granted", person_id=someone.id)
    if ending.sign_out(ctx, someone):
        log(ctx, "session.ended", person_id=someone.id, why="roles")
    return True
