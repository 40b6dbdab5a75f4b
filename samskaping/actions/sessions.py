"""Rows of browser sessions: begun, kept, ended. The cookie's value is random; only its hash is stored."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from samskaping.context import Context
from samskaping.db import plain, upsert
from samskaping.errors import Unfit
from samskaping.language import gettext as _
from samskaping.models import Municipality, WebSession
from samskaping.rules import limits, openid
from samskaping.rules.openid import Issued


def token_hash(token: str) -> str:
    """SHA-256 of a random cookie or link value, as it is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin(db: Session, hashed: str, now: datetime, data: dict[str, Any], device: str) -> int:
    """A new row for a browser that nobody has signed in with yet; two forms sent at once begin one row."""
    row = upsert(db, WebSession).values(
        token_hash=hashed,
        data=data,
        created_at=now,
        seen_at=now,
        expires_at=now + timedelta(days=limits.GUEST_SESSION_DAYS),
        device=device[:120],
    )
    known = {"seen_at": row.excluded.seen_at, "expires_at": row.excluded.expires_at}
    begun = row.on_conflict_do_update(index_elements=["token_hash"], set_=known).returning(WebSession.id)
    return int(db.scalar(begun) or 0)


def row(db: Session, row_id: int) -> WebSession:
    """The row of a session."""
    return db.get_one(WebSession, row_id)


def keep(db: Session, row_id: int, now: datetime, data: dict[str, Any]) -> None:
    """Store what a request changed in its session, and that it was here."""
    db.execute(_KEEP, {"row_id": row_id, "data": data, "seen_at": now})


_KEEP = (
    update(plain(WebSession))
    .where(plain(WebSession).c.id == bindparam("row_id"))
    .execution_options(every_municipality=True)
)


def rekey(db: Session, row_id: int, hashed: str) -> None:
    """The same session under another cookie; it ends no later than before."""
    db.execute(update(WebSession).where(WebSession.id == row_id).values(token_hash=hashed))


def seat(
    db: Session,
    row_id: int,
    hashed: str,
    person_id: int,
    now: datetime,
    issued: Issued | None = None,
    *,
    is_sure: bool = False,
    data: dict[str, Any] | None = None,
) -> None:
    """Somebody signs in: the row stays (their drafts hang on it), the cookie's value is new.

    Whoever came by an issuer has a shorter stay, and a row that knows the issuer's own session. Its hint is encrypted.
    ``is_sure``: a second factor was given on the way. ``data`` is kept with it, when there is any.
    """
    lives = openid.LONGEST if issued else timedelta(days=limits.SESSION_DAYS)
    values = {
        "token_hash": hashed,
        "person_id": person_id,
        "signed_in_at": now,
        "seen_at": now,
        "expires_at": now + lives,
        "second_at": now if is_sure or (issued and issued.has_second) else None,
        "issuer": issued.issuer if issued else None,
        "issued_sid": issued.sid if issued else None,
        "issued_hint": issued.hint if issued else None,
        "works_at_id": _whose(issued),
    }
    if data is not None:
        values["data"] = data
    db.execute(update(WebSession).where(WebSession.id == row_id).values(**values))


def _whose(issued: Issued | None) -> Any:
    """The municipality whose own issuer somebody came by; the key of none, so that nothing counts, where it is gone."""
    if issued is None or not issued.place:
        return None
    return func.coalesce(select(Municipality.id).where(Municipality.slug == issued.place).scalar_subquery(), 0)


def end(db: Session, row_id: int) -> int | None:
    """The session is over; its cookie leads nowhere from now on. Answers whose it was, once."""
    ended: int | None = db.scalar(delete(WebSession).where(WebSession.id == row_id).returning(WebSession.person_id))
    return ended


def end_own(db: Session, row_id: int, person_id: int) -> bool:
    """End one session of a person; False when it is not theirs."""
    own = delete(WebSession).where(WebSession.id == row_id, WebSession.person_id == person_id)
    return db.scalar(own.returning(WebSession.id)) is not None


def end_others(db: Session, person_id: int, but: int | None) -> int:
    """End a person's other sessions: after a change of password, address or roles. Answers how many there were."""
    others = delete(WebSession).where(WebSession.person_id == person_id, WebSession.id != (but or 0))
    return len(db.scalars(others.returning(WebSession.id)).all())


def need_second(ctx: Context) -> None:
    """A password alone, which can be stolen, takes no account over where a second factor is asked for.

    Raises ``Unfit`` until it is given.
    """
    if ctx.actor.awaits_second:
        raise Unfit(_("Skriv koden fra to-trinns innlogging først."))
