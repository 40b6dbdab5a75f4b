"""Inviting somebody to take part in a challenge, in its phases for those who are invited, and taking that back."""

from datetime import timedelta

from sqlalchemy import delete, func, select

from samskaping import text
from samskaping.actions import attempts, challenges, letters
from samskaping.actions.record import public_id, record
from samskaping.context import Context
from samskaping.db import upsert
from samskaping.errors import Missing, TooMuch, Unfit
from samskaping.language import gettext as _
from samskaping.models import (
    Challenge,
    ChallengeInvitation,
    LetterKind,
    Organisation,
    Person,
    Representative,
    Verification,
)
from samskaping.queries import participants
from samskaping.rules import limits
from samskaping.rules.addresses import account_mark, address_key
from samskaping.rules.events import What


def invite(ctx: Context, challenge: str, *, email: str = "", organisation: str = "", once: str | None = None) -> None:
    """Put an address, or an organisation (public id) that the municipality has verified, on the list; once each.

    They get a letter, unless their mailbox has had many from here. Raises ``Missing``, ``Unfit``.
    """
    row = _published(ctx, challenge)
    email = text.tidy(email)
    if bool(email) == bool(organisation):
        raise Unfit(email=_("Skriv en e-postadresse, eller velg en organisasjon"))
    organisation_id = _organisation(ctx, organisation) if organisation else None
    _within_limits(ctx, row)
    invitation = public_id()
    new = upsert(ctx.db, ChallengeInvitation).values(
        municipality_id=row.municipality_id,
        public_id=invitation,
        challenge_id=row.id,
        email_key=address_key(email) if email else None,
        organisation_id=organisation_id,
        invited_by_id=ctx.actor.person_id,
        invited_at=ctx.now,
    )
    if ctx.db.scalar(new.on_conflict_do_nothing().returning(ChallengeInvitation.id)) is None:
        raise Unfit(**{"email" if email else "organisation": _("De er invitert fra før.")})
    _write(ctx, invitation, email, organisation_id)
    record(ctx, What.CHALLENGE_INVITED, row, once=once, invitation=invitation)


def take_back(ctx: Context, invitation: str, *, once: str | None = None) -> None:
    """Take somebody off the list. What they have written, stays. Raises ``Missing``."""
    row = challenges.locked(ctx, participants.challenge_of(ctx, invitation))
    gone = delete(ChallengeInvitation).where(
        ChallengeInvitation.challenge_id == row.id, ChallengeInvitation.public_id == invitation
    )
    taken = gone.returning(ChallengeInvitation.id)
    if ctx.db.scalar(taken, execution_options={"synchronize_session": False}) is None:
        raise Missing
    record(ctx, What.CHALLENGE_UNINVITED, row, once=once, invitation=invitation)


def _published(ctx: Context, challenge: str) -> Challenge:
    """A challenge that the municipality leads and everyone can see, locked."""
    row = challenges.locked(ctx, challenge)
    if row.published_at is None:
        raise Missing
    return row


def _organisation(ctx: Context, organisation: str) -> int:
    found = ctx.db.scalar(
        select(Organisation.id)
        .join(Verification, Verification.organisation_id == Organisation.id)
        .where(
            Organisation.public_id == organisation,
            Verification.municipality_id == ctx.here.id,
            Verification.verified_at.is_not(None),
        )
    )
    if found is None:
        raise Unfit(organisation=_("Velg en organisasjon fra lista"))
    return found


def _within_limits(ctx: Context, row: Challenge) -> None:
    """So many invitations of one person an hour, and so many in one challenge."""
    sent = select(func.count()).where(
        ChallengeInvitation.invited_by_id == ctx.actor.person_id,
        ChallengeInvitation.invited_at > ctx.now - timedelta(hours=1),
    )
    held = select(func.count()).where(ChallengeInvitation.challenge_id == row.id)
    lately, there = ctx.db.execute(select(sent.scalar_subquery(), held.scalar_subquery())).one()
    if lately >= limits.INVITED_HOUR:
        raise TooMuch(_("Du har invitert mange på kort tid. Prøv igjen om en time."))
    if there >= limits.INVITED_MOST:
        raise Unfit(_("Det er ikke plass til flere på lista."))


def _write(ctx: Context, invitation: str, email: str, organisation_id: int | None) -> None:
    """A letter to whoever has the address, in their own form where they have an account; or to each who acts for it."""
    if organisation_id is not None:
        acts = select(Representative.person_id).where(
            Representative.organisation_id == organisation_id, Representative.left_at.is_(None)
        )
        for person_id in ctx.db.scalars(acts.order_by(Representative.id).limit(limits.GROUP_MOST)):
            letters.post(ctx, LetterKind.TAKE_PART, person_id=person_id, invitation=invitation)
        return
    mark = account_mark(email)
    if attempts.wait(ctx, mark, attempts.NOTICE):
        return
    attempts.note(ctx, mark, attempts.NOTICE)
    known = ctx.db.scalar(
        select(Person.id).where(Person.email_key == address_key(email), Person.confirmed_at.is_not(None))
    )
    address = None if known else email
    letters.post(ctx, LetterKind.TAKE_PART, person_id=known, address=address, invitation=invitation)
