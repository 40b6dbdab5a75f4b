"""Who is invited to take part in a challenge: for its own staff, and for the letter to each."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Missing
from samskaping.models import Challenge, ChallengeInvitation, Organisation, Person
from samskaping.rules import limits
from samskaping.rules.policy import Can


@dataclass(frozen=True)
class Invited:
    """Whoever has an address, or an organisation; ``is_known``: they have an account with that address, confirmed."""

    id: str
    email: str | None
    organisation: str | None
    organisation_id: str | None
    invited_at: datetime
    by: str
    is_known: bool


@dataclass(frozen=True)
class ToMail:
    """What the letter to somebody invited says."""

    challenge: str
    title: Texts
    organisation: str | None


def listing(ctx: Context, challenge_id: int) -> tuple[Invited, ...]:
    """All who are invited to take part in a challenge that the municipality leads, the newest first. One statement."""
    ctx.require(Can.CHALLENGE_WRITE)
    known = select(Person.id).where(Person.email_key == ChallengeInvitation.email_key, Person.confirmed_at.is_not(None))
    by = select(Person.name).where(Person.id == ChallengeInvitation.invited_by_id)
    found = (
        select(
            ChallengeInvitation.public_id, ChallengeInvitation.email_key, Organisation.name, Organisation.public_id,
            ChallengeInvitation.invited_at, by.scalar_subquery(), known.exists(),
        )
        .outerjoin(Organisation, Organisation.id == ChallengeInvitation.organisation_id)
        .where(
            ChallengeInvitation.challenge_id == challenge_id,
            ChallengeInvitation.municipality_id == ctx.here.id,
        )
        .order_by(ChallengeInvitation.id.desc())
        .limit(limits.INVITED_MOST)
    )  # fmt: skip
    return tuple(Invited(*row) for row in ctx.db.execute(found))


def challenge_of(ctx: Context, invitation: str) -> str:
    """The challenge (public id) that an invitation is to. One statement. Raises ``Missing``."""
    ctx.require(Can.CHALLENGE_WRITE)
    found = ctx.db.scalar(
        select(Challenge.public_id)
        .join(ChallengeInvitation, ChallengeInvitation.challenge_id == Challenge.id)
        .where(ChallengeInvitation.public_id == invitation, ChallengeInvitation.municipality_id == ctx.here.id)
    )
    if found is None:
        raise Missing
    return str(found)


def to_mail(ctx: Context, invitation: str) -> ToMail | None:
    """The facts of an invitation that stands still, to a challenge that everyone can see. One statement."""
    row = ctx.db.execute(
        select(Challenge.public_id, Challenge.title, Organisation.name)
        .join(ChallengeInvitation, ChallengeInvitation.challenge_id == Challenge.id)
        .outerjoin(Organisation, Organisation.id == ChallengeInvitation.organisation_id)
        .where(ChallengeInvitation.public_id == invitation, Challenge.published_at.is_not(None))
    ).one_or_none()
    return ToMail(*row) if row else None
