"""A challenge whose text a moderator blacks out in part: found, locked, and shown as it then stands."""

from typing import Any

from sqlalchemy import select

from samskaping.actions import indexing
from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Missing
from samskaping.models import Challenge
from samskaping.rules.challenges import TEXTS
from samskaping.rules.policy import Can


def opened(ctx: Context, challenge: str) -> Challenge:
    """A published challenge that the municipality leads, locked. Raises ``Missing``."""
    ctx.require(Can.MODERATE)
    row = ctx.db.scalar(select(Challenge).where(Challenge.public_id == challenge).with_for_update())
    if row is None or row.municipality_id != ctx.here.id or row.published_at is None:
        raise Missing
    return row


def show(ctx: Context, row: Challenge, shown: dict[str, Any]) -> None:
    """Let everyone read the texts of its last version as they stand now."""
    for name in TEXTS:
        setattr(row, name, Texts(**shown[name]))
    row.quotes = shown["quotes"]
    with ctx.db.no_autoflush:
        indexing.challenge(ctx, row)
