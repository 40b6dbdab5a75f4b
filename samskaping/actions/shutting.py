"""Accounts that are shut, and opened again, by those who look after the platform."""

from sqlalchemy import select

from samskaping.actions import ending, letters, platform
from samskaping.actions.record import log
from samskaping.context import Context
from samskaping.errors import Refused, Unfit
from samskaping.language import gettext as _
from samskaping.models import LetterKind, Person
from samskaping.rules.addresses import address, address_key
from samskaping.rules.policy import Can
from samskaping.rules.shutting import OPEN_REASONS, SHUT_REASONS, ShutReason


def shut(ctx: Context, email: str, reason: ShutReason) -> int:
    """Shut an account: nobody signs in to it, and every session of it ends now. Answers how many did.

    What is written stays. Nobody shuts their own, nor that of the last who can look after the platform.
    """
    ctx.require(Can.PLATFORM_LOOK_AFTER)
    if reason not in SHUT_REASONS:
        raise Unfit(reason=_("Velg en grunn"))
    keepers = {row.person_id for row in platform.in_force(ctx)}
    someone = _account(ctx, email)
    if someone.id == ctx.actor.person_id:
        raise Unfit(email=_("Du kan ikke stenge din egen konto her"))
    if someone.blocked_at is not None:
        raise Unfit(email=_("Kontoen er stengt fra før"))
    _keep_one(ctx, keepers, someone)
    someone.blocked_at = ctx.now
    ctx.db.flush()
    ended = ending.sign_out(ctx, someone)
    log(ctx, "account.shut", whom=someone.public_id, reason=reason, count=ended)
    _tell(ctx, LetterKind.ACCOUNT_SHUT, someone, reason)
    return ended


def open_again(ctx: Context, email: str, reason: ShutReason) -> None:
    """Let whoever owns it sign in again."""
    ctx.require(Can.PLATFORM_LOOK_AFTER)
    if reason not in OPEN_REASONS:
        raise Unfit(reason=_("Velg en grunn"))
    someone = _account(ctx, email)
    if someone.blocked_at is None:
        raise Unfit(email=_("Kontoen er ikke stengt"))
    someone.blocked_at = None
    log(ctx, "account.opened", whom=someone.public_id, reason=reason)
    _tell(ctx, LetterKind.ACCOUNT_OPENED, someone, reason)


def _account(ctx: Context, email: str) -> Person:
    """The account of an address, locked. What is erased is as if it had never been."""
    found = select(Person).where(Person.email_key == address_key(email), Person.erased_at.is_(None))
    someone = None
    if address(email):
        someone = ctx.db.scalar(found.with_for_update(), execution_options={"populate_existing": True})
    if someone is None:
        raise Unfit(email=_("Ingen konto har denne adressen"))
    return someone


def _keep_one(ctx: Context, keepers: set[int], someone: Person) -> None:
    """Somebody can still look after the platform: asked under the lock, so that no two shut each other out."""
    others = select(Person.id).where(Person.id.in_(keepers - {someone.id}), Person.blocked_at.is_(None))
    left = set(ctx.db.scalars(others))
    if ctx.actor.person_id in keepers and ctx.actor.person_id not in left:
        raise Refused  # shut meanwhile by the one whom they are shutting
    if someone.id in keepers and not left:
        raise Unfit(email=_("Det må være minst én plattformansvarlig. Gi ansvaret til en annen først."))


def _tell(ctx: Context, letter: LetterKind, someone: Person, reason: ShutReason) -> None:
    """By address: to a shut account no letter goes."""
    letters.post(ctx, letter, address=someone.email, language=someone.form, reason=reason)
