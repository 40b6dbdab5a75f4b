"""Devices that somebody has signed in by: each has its own count of wrong tries, so strangers lock nobody out."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import case, insert, select, update

from samskaping.actions.sessions import token_hash
from samskaping.context import Context
from samskaping.models import KnownDevice, Person
from samskaping.rules import limits
from samskaping.rules.addresses import address_key


def mark(ctx: Context, email: str, token: str) -> str:
    """What wrong tries at an address's account are counted by on a device that its owner has used; nothing elsewhere.

    By device and account: whoever shares the device has a count of their own, and ends no count by signing in.
    """
    hashed, since = token_hash(token), ctx.now - timedelta(days=limits.DEVICE_DAYS)
    owner = select(Person.id).where(Person.email_key == address_key(email)).scalar_subquery()
    known = select(KnownDevice.id).where(
        KnownDevice.token_hash == hashed, KnownDevice.person_id == owner, KnownDevice.used_at > since
    )
    found = ctx.db.scalar(known)
    return hashlib.sha256(f"device:{found}".encode()).hexdigest() if found else ""


def remember(ctx: Context, person_id: int, token: str) -> str:
    """Somebody signed in by a device: its new value. What it had before leads to nobody, also for others who use it."""
    fresh = secrets.token_urlsafe(32)
    if token and person_id in _renewed(ctx, person_id, token, fresh):
        return fresh
    row = {"person_id": person_id, "token_hash": token_hash(fresh), "made_at": ctx.now, "used_at": ctx.now}
    ctx.db.execute(insert(KnownDevice).values(**row))
    return fresh


def _renewed(ctx: Context, person_id: int, token: str, fresh: str) -> list[int]:
    """Whoever the device was known to, is so by the new value; only who signed in has used it now."""
    used = case((KnownDevice.person_id == person_id, ctx.now), else_=KnownDevice.used_at)
    same = update(KnownDevice).where(KnownDevice.token_hash == token_hash(token))
    renewed = same.values(token_hash=token_hash(fresh), used_at=used).returning(KnownDevice.person_id)
    return list(ctx.db.scalars(renewed, execution_options={"synchronize_session": False}))
