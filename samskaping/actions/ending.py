"""Other people's sessions, ended: by administrators for their own staff, by the platform for all."""

from sqlalchemy import select

from samskaping.actions import sessions
from samskaping.actions.record import log
from samskaping.context import Context
from samskaping.errors import Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Membership, Person
from samskaping.rules.addresses import address, address_key
from samskaping.rules.policy import Can


def end_sessions(ctx: Context, person: str) -> int:
    """Sign one of the staff out everywhere. Answers in how many places; raises ``Missing`` for anybody else."""
    ctx.require(Can.SESSION_END)
    sitting = select(Person).join(Membership, Membership.person_id == Person.id)
    someone = ctx.db.scalar(
        sitting.where(
            Person.public_id == person, Membership.municipality_id == ctx.here.id, Membership.ended_at.is_(None)
        ).limit(1)
    )
    if someone is None:
        raise Missing
    return _ended(ctx, someone)


def end_sessions_of(ctx: Context, email: str) -> int:
    """Sign anybody out everywhere, by address: for whoever looks after the platform."""
    ctx.require(Can.PLATFORM_LOOK_AFTER)
    someone = ctx.db.scalar(select(Person).where(Person.email_key == address_key(email))) if address(email) else None
    if someone is None:
        raise Unfit(email=_("Ingen konto har denne adressen"))
    return _ended(ctx, someone)


def sign_out(ctx: Context, someone: Person) -> int:
    """End a person's sessions but one's own at hand: nobody sits on with rights from before. Answers how many.

    Whoever changes what they may themselves has their cookie renewed at the door.
    """
    own = ctx.actor.session_id if someone.id == ctx.actor.person_id else None
    return sessions.end_others(ctx.db, someone.id, but=own)


def _ended(ctx: Context, someone: Person) -> int:
    """Logged also when there was none, for somebody wanted it."""
    ended = sign_out(ctx, someone)
    log(ctx, "session.ended", whom=someone.public_id, why="administrator", count=ended)
    return ended
