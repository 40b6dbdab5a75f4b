"""Whether single letters work as keys for me (WCAG 2.1.4)."""

from sqlalchemy import select

from samskaping.context import Context
from samskaping.errors import Refused
from samskaping.models import Person
from samskaping.rules.policy import Can


def switch(ctx: Context) -> bool:
    """Turn my letter keys off, or on again. Answers whether they are off now."""
    ctx.require(Can.STAFF_ENTER)
    someone = ctx.db.scalar(select(Person).where(Person.id == ctx.actor.person_id).with_for_update())
    if someone is None:
        raise Refused
    someone.keys_off = not someone.keys_off
    return someone.keys_off
