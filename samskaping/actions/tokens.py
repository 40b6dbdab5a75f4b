"""Mailed links that work once: made when the letter is sent, kept as a hash, used by a POST."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, update
from sqlalchemy.orm import Session

from samskaping.actions.sessions import token_hash
from samskaping.context import Context
from samskaping.errors import Missing
from samskaping.models import OneTimeToken, Purpose
from samskaping.rules import limits

#: How long each kind of link works after it was sent.
LIVES: dict[Purpose, timedelta] = {
    Purpose.CONFIRM: timedelta(hours=limits.CONFIRM_HOURS),
    Purpose.SIGN_IN: timedelta(minutes=limits.SIGN_IN_MINUTES),
    Purpose.RESET: timedelta(minutes=limits.RESET_MINUTES),
    Purpose.CHANGE_EMAIL: timedelta(hours=limits.CONFIRM_HOURS),
    Purpose.RESTORE_EMAIL: timedelta(days=limits.RESTORE_DAYS),
}
#: The page that each kind of link opens; the token follows, after municipality and form.
PATHS: dict[Purpose, str] = {
    Purpose.CONFIRM: "/bekreft/",
    Purpose.SIGN_IN: "/logg-inn/",
    Purpose.RESET: "/nytt-passord/",
    Purpose.CHANGE_EMAIL: "/ny-adresse/",
    Purpose.RESTORE_EMAIL: "/adresse-tilbake/",
}


@dataclass(frozen=True)
class Used:
    """A link that worked just now."""

    person_id: int
    payload: dict[str, Any]


def issue(db: Session, person_id: int, purpose: Purpose, now: datetime, payload: dict[str, Any] | None = None) -> str:
    """A new link's secret for a person; links of the same kind that they had before stop working.

    The ways back to old addresses stand side by side: each goes to another mailbox.
    """
    if purpose is not Purpose.RESTORE_EMAIL:
        revoke(db, person_id, purpose)
    token = secrets.token_urlsafe(32)
    db.add(
        OneTimeToken(
            person_id=person_id,
            purpose=purpose,
            token_hash=token_hash(token),
            payload=payload or {},
            created_at=now,
            expires_at=now + LIVES[purpose],
        )
    )
    db.flush()
    return token


def use(ctx: Context, token: str, purpose: Purpose) -> Used:
    """Use a link up. Raises ``Missing`` for one that is unknown, used, too old or for something else."""
    row = ctx.db.execute(
        update(OneTimeToken)
        .where(
            OneTimeToken.token_hash == token_hash(token),
            OneTimeToken.purpose == purpose,
            OneTimeToken.used_at.is_(None),
            OneTimeToken.expires_at > ctx.now,
        )
        .values(used_at=ctx.now)
        .returning(OneTimeToken.person_id, OneTimeToken.payload)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if row is None:
        raise Missing
    return Used(row.person_id, row.payload)


def revoke(db: Session, person_id: int, purpose: Purpose | None = None) -> None:
    """A person's links stop working: of one kind, or all but the ways back to old addresses.

    Whoever has taken an account over could else end the owner's way back by changing something once more.
    """
    which = OneTimeToken.purpose == purpose if purpose else OneTimeToken.purpose != Purpose.RESTORE_EMAIL
    _end(db, person_id, which)


def revoke_since(db: Session, person_id: int, since: str) -> None:
    """All of a person's links stop working, but the ways back to addresses that the account left before a time.

    The time is of the change (ISO 8601 in UTC), for letters may overtake each other. What came later may be a thief's.
    """
    later = OneTimeToken.payload["since"].as_string() >= since
    _end(db, person_id, or_(OneTimeToken.purpose != Purpose.RESTORE_EMAIL, later))


def _end(db: Session, person_id: int, which: ColumnElement[bool]) -> None:
    held = delete(OneTimeToken).where(OneTimeToken.person_id == person_id, OneTimeToken.used_at.is_(None))
    db.execute(held.where(which), execution_options={"synchronize_session": False})
