"""The address of an account: asked to be changed, changed, and taken back by whoever had it before."""

from datetime import datetime

from sqlalchemy import select

from samskaping.actions import attempts, letters, openid, people, sessions, tokens
from samskaping.actions.people import Account
from samskaping.actions.record import log
from samskaping.context import Context
from samskaping.db import Conflict
from samskaping.errors import Unfit
from samskaping.language import gettext as _
from samskaping.models import LetterKind, Person, Purpose
from samskaping.rules.addresses import address_key


def ask_new_address(ctx: Context, email: str) -> None:
    """Mail a link to the new address. If somebody has it already, they are told, and the answer is the same."""
    sessions.need_second(ctx)
    mine = people.me(ctx)
    if address_key(email) == mine.email_key:
        raise Unfit(email=_("Dette er adressen du har fra før"))
    taken = ctx.db.scalar(select(Person).where(Person.email_key == address_key(email)))
    if taken is not None:
        people.mail(ctx, LetterKind.ALREADY_REGISTERED, taken)
    elif people.may_mail(ctx, email, attempts.NOTICE):
        letters.post(
            ctx, LetterKind.CHANGE_EMAIL, person_id=mine.id, address=email,
            expires_at=ctx.now + tokens.LIVES[Purpose.CHANGE_EMAIL], email=email,
        )  # fmt: skip
    log(ctx, "address.asked")


def change_address(ctx: Context, token: str) -> Account:
    """Use the link mailed to a new address. The old one is told, with a way back, and other sessions and links end."""
    used = tokens.use(ctx, token, Purpose.CHANGE_EMAIL)
    someone = people.holder(ctx, used.person_id)
    old = someone.email
    _move(ctx, someone, str(used.payload.get("email", "")))
    tokens.revoke(ctx.db, someone.id)
    letters.post(ctx, LetterKind.EMAIL_CHANGED, person_id=someone.id, address=old, back=True)
    sessions.end_others(ctx.db, someone.id, but=ctx.actor.session_id if ctx.actor.person_id == someone.id else None)
    log(ctx, "address.changed", person_id=someone.id)
    return people.account_of(someone)


def take_back(ctx: Context, token: str) -> Account:
    """Use the way back that the old address was mailed: the account gets it again, and the password is gone.

    Every session ends, with the ways back to addresses that came later and sign-ins linked of late: they may be a
    thief's. The second factor stays as it is. Raises ``Missing`` for a link that does not work, ``Unfit`` when another
    account has the address.
    """
    used = tokens.use(ctx, token, Purpose.RESTORE_EMAIL)
    someone = people.holder(ctx, used.person_id)
    left = someone.email
    since = str(used.payload["since"])
    someone.password_hash = None
    _move(ctx, someone, str(used.payload.get("email", "")))
    tokens.revoke_since(ctx.db, someone.id, since)
    openid.unlink_newer(ctx, someone.id, datetime.fromisoformat(since) - tokens.LIVES[Purpose.RESTORE_EMAIL])
    letters.post(ctx, LetterKind.EMAIL_CHANGED, person_id=someone.id, address=left)
    sessions.end_others(ctx.db, someone.id, but=None)
    log(ctx, "address.taken_back", person_id=someone.id)
    return people.account_of(someone)


def _move(ctx: Context, someone: Person, email: str) -> None:
    if people.locked(ctx, address_key(email)) is not None:
        raise Unfit(_("Adressen er tatt i bruk av en annen konto."))
    try:
        with ctx.db.begin_nested():
            someone.email, someone.email_key = email, address_key(email)
            someone.confirmed_at = someone.confirmed_at or ctx.now
    except Conflict:  # somebody else took it after we looked
        raise Unfit(_("Adressen er tatt i bruk av en annen konto.")) from None
