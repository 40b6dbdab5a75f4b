"""Staff give somebody trust, so that what they write is published at once, or take it away; every word is kept."""

from sqlalchemy import select

from samskaping.actions import rulings
from samskaping.actions.record import log, record
from samskaping.context import Context
from samskaping.errors import Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Municipality, Person, TrustWord
from samskaping.queries import trust
from samskaping.rules.events import What
from samskaping.rules.policy import Can


def say(ctx: Context, person: str, *, is_trusted: bool, why: str, once: str | None = None) -> None:
    """Let somebody's texts through from now on, or read them first whatever their record. Words are mandatory."""
    ctx.require(Can.MODERATE)
    someone = trust.standing(ctx, person)
    if someone.person_id == ctx.actor.person_id:
        raise Unfit(_("Ingen gir seg selv tillit. Be en annen moderator."))
    # One word at a time: the municipality's history is locked for as long.
    here = ctx.db.scalars(select(Municipality).where(Municipality.id == ctx.here.id).with_for_update()).one()
    known = ctx.db.scalar(select(Person.id).where(Person.id == someone.person_id))
    if known is None:
        raise Missing
    ctx.db.add(
        TrustWord(
            municipality_id=ctx.here.id,
            person_id=known,
            is_trusted=is_trusted,
            why=rulings.worded(why),
            said_by_id=ctx.actor.person_id,
            said_at=ctx.now,
        )
    )
    record(ctx, What.TRUST_GIVEN if is_trusted else What.TRUST_TAKEN, here, once=once, person=person)
    log(ctx, "trust", person=person, given=is_trusted)
