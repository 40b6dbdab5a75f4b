"""Staff confirm that a person is who they say, by what they have seen, and take that back; nothing seen is kept."""

from dataclasses import dataclass

from sqlalchemy import delete, select

from samskaping.actions.record import log, public_id, record
from samskaping.context import Context
from samskaping.db import upsert
from samskaping.errors import Missing, Refused, Unfit
from samskaping.language import gettext as _
from samskaping.models import Identity, Municipality, Person
from samskaping.rules.events import What
from samskaping.rules.kinds import Proof
from samskaping.rules.policy import Can


@dataclass(frozen=True)
class _Held:
    """A person as the table of permissions sees them: theirs to say nothing about."""

    writer_id: int | None
    session_id: int | None = None


def confirm(ctx: Context, code: str, *, once: str | None = None) -> str:
    """Whoever has the account with this code, has shown who they are. Answers their name. Raises ``Unfit``.

    The code is the account's public id, that its owner alone sees and shows: by addresses, one could ask who has one.
    """
    ctx.require(Can.IDENTITY_CONFIRM)
    someone = ctx.db.scalar(
        select(Person).where(
            Person.public_id == "".join(code.split()).lower(),
            Person.confirmed_at.is_not(None),
            Person.blocked_at.is_(None),
        )
    )
    if someone is None:
        raise Unfit(
            code=_("Ingen bekreftet konto har denne koden. Be personen vise den på Min side, under Innstillinger.")
        )
    if not ctx.may(Can.IDENTITY_CONFIRM, _Held(someone.id)):
        raise Refused(_("Ingen bekrefter seg selv. Be en kollega."))
    here = _here(ctx)
    new = upsert(ctx.db, Identity).values(
        public_id=public_id(),
        municipality_id=here.id,
        person_id=someone.id,
        proof=Proof.LEGITIMASJON,
        confirmed_at=ctx.now,
        confirmed_by_id=ctx.actor.person_id,
    )
    if ctx.db.scalar(new.on_conflict_do_nothing().returning(Identity.id)) is None:
        raise Unfit(code=_("Kommunen har bekreftet denne personen fra før."))
    record(ctx, What.IDENTITY_CONFIRMED, here, once=once, person=someone.public_id)
    log(ctx, "identity.confirmed", person=someone.public_id)
    return someone.name


def take_back(ctx: Context, identity: str, *, once: str | None = None) -> None:
    """The municipality's word holds no more. Raises ``Missing``."""
    ctx.require(Can.IDENTITY_CONFIRM)
    here = _here(ctx)
    gone = delete(Identity).where(Identity.public_id == identity, Identity.municipality_id == here.id)
    person_id = ctx.db.scalar(gone.returning(Identity.person_id), execution_options={"synchronize_session": False})
    if person_id is None:
        raise Missing
    person = ctx.db.scalars(select(Person.public_id).where(Person.id == person_id)).one()
    record(ctx, What.IDENTITY_TAKEN_BACK, here, once=once, person=person)
    log(ctx, "identity.taken_back", person=person)


def _here(ctx: Context) -> Municipality:
    """The municipality, whose history tells of it, locked."""
    return ctx.db.scalars(select(Municipality).where(Municipality.id == ctx.here.id).with_for_update()).one()
