"""What a municipality, and a challenge, asks people to have shown of themselves before each act."""

from sqlalchemy import select

from samskaping.actions import municipalities
from samskaping.actions.record import record
from samskaping.context import Context
from samskaping.errors import Clash, Missing
from samskaping.language import gettext as _
from samskaping.models import Challenge
from samskaping.rules.events import What
from samskaping.rules.policy import Can
from samskaping.rules.thresholds import Thresholds, mark, tidied


def of_municipality(ctx: Context, wanted: Thresholds, *, seen: str, once: str | None = None) -> None:
    """Ask this of everyone in the municipality. ``seen`` is the mark of what the form was opened with."""
    row = municipalities.locked(ctx)
    _unchanged(row.thresholds, seen)
    kept = tidied(wanted)
    if kept == row.thresholds:
        return
    row.thresholds = kept
    record(ctx, What.MUNICIPALITY_CHANGED, row, once=once, fields=["thresholds"], kind="settings")


def of_challenge(ctx: Context, challenge: str, wanted: Thresholds, *, seen: str, once: str | None = None) -> None:
    """Ask more in one challenge than the municipality does; what is less, or the same, is not kept."""
    ctx.require(Can.CHALLENGE_WRITE)
    row = ctx.db.scalar(select(Challenge).where(Challenge.public_id == challenge).with_for_update())
    if row is None or row.municipality_id != ctx.here.id:
        raise Missing
    _unchanged(row.thresholds, seen)
    kept = tidied(wanted, ctx.here.thresholds, in_challenge=True)
    if kept == row.thresholds:
        return
    row.thresholds = kept
    record(ctx, What.CHALLENGE_THRESHOLDS_SET, row, once=once, acts=sorted(kept))


def _unchanged(now: Thresholds, seen: str) -> None:
    if mark(now) != seen:
        raise Clash(_("Noen andre endret dette mens du skrev. Det du skrev, står her. Se over og lagre igjen."))
