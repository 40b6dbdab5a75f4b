"""Partnerships: who does what by when, written by one party and confirmed by the other."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from samskaping import text
from samskaping.actions import authors
from samskaping.actions.offers import Held, held
from samskaping.actions.record import record
from samskaping.context import Context
from samskaping.errors import Clash, Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Partnership
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.offers import PUBLIC_STATES, Side
from samskaping.rules.policy import Can


@dataclass(frozen=True)
class Terms:
    """What the organisation does, what the municipality does, and by when.

    ``version`` is the agreement's as the form showed it; 0 where there was none.
    """

    their_part: str
    our_part: str
    by_on: date | None
    version: int = 0
    language: str = "nb"


def write(ctx: Context, offer: str, terms: Terms, *, once: str | None = None) -> None:
    """Write the agreement, or write it anew until both have confirmed it. Whoever writes, confirms for their party."""
    found, side = _party(ctx, offer)
    if found.offer.organisation_id is None or found.offer.state not in PUBLIC_STATES:
        raise Unfit(_("En avtale skrives om et bidrag fra en organisasjon, når kommunen har takket ja."))
    _fits(ctx, terms)
    row = _of(ctx, found)
    if (row.version if row else 0) != terms.version:
        raise Clash(_("Avtalen er endret mens du skrev. Se hva som er nytt, og send på nytt."))
    if row is None:
        row = Partnership(municipality_id=found.offer.municipality_id, offer_id=found.offer.id, version=0)
        ctx.db.add(row)
    elif row.confirmed_at is not None:
        raise Unfit(_("Begge parter har bekreftet avtalen. Den står som den er."))
    row.version += 1
    row.their_part, row.our_part = text.tidy(terms.their_part), text.tidy(terms.our_part)
    row.by_on, row.language, row.written_at = terms.by_on or ctx.today, terms.language, ctx.now
    for one in Side:
        _sign(ctx, row, one, holds=one is side)
    _tell(ctx, What.PARTNERSHIP_WRITTEN, found, side, once)


def confirm(ctx: Context, offer: str, version: int, *, once: str | None = None) -> None:
    """The other party confirms the agreement as it was shown to them; from now on everyone can read it."""
    found, side = _party(ctx, offer)
    row = _of(ctx, found)
    if row is None:
        raise Missing
    if row.confirmed_at is not None or _has_signed(row, side):
        raise Unfit(_("Dere har bekreftet avtalen."))
    if row.version != version:
        raise Clash(_("Avtalen er endret siden du leste den. Les den på nytt før du bekrefter."))
    if found.offer.state not in PUBLIC_STATES:
        raise Unfit(_("Bidraget er falt bort, og avtalen med det."))
    _sign(ctx, row, side, holds=True)
    row.confirmed_at = ctx.now
    _tell(ctx, What.PARTNERSHIP_CONFIRMED, found, side, once)


def _party(ctx: Context, offer: str) -> tuple[Held, Side]:
    """The offer, locked, and for which party the actor speaks. Raises ``Missing`` for everybody else."""
    found = held(ctx, offer)
    if ctx.may(Can.OFFER_WITHDRAW, found):
        return found, Side.ORGANISASJON
    if ctx.may(Can.OFFER_DECIDE, found):
        return found, Side.KOMMUNE
    raise Missing


def _of(ctx: Context, found: Held) -> Partnership | None:
    return ctx.db.scalar(select(Partnership).where(Partnership.offer_id == found.offer.id).with_for_update())


def _has_signed(row: Partnership, side: Side) -> bool:
    return (row.municipality_at if side is Side.KOMMUNE else row.organisation_at) is not None


def _sign(ctx: Context, row: Partnership, side: Side, *, holds: bool) -> None:
    at, by = (ctx.now, ctx.actor.person_id) if holds else (None, None)
    if side is Side.KOMMUNE:
        row.municipality_at, row.municipality_by_id = at, by
    else:
        row.organisation_at, row.organisation_by_id = at, by


def _tell(ctx: Context, what: What, found: Held, side: Side, once: str | None) -> None:
    row = found.offer
    author = authors.municipal(ctx) if side is Side.KOMMUNE else authors.resident(ctx, row.organisation_id)
    told: dict[str, Any] = {"offer": row.public_id, "side": side}
    record(ctx, what, found.about, author_id=author, once=once, **told)


def _fits(ctx: Context, terms: Terms) -> None:
    found = {}
    for name, written in (("their_part", terms.their_part), ("our_part", terms.our_part)):
        if not written.strip():
            found[name] = _("Skriv hva parten skal gjøre")
        elif flaw := limits.too_long(text.tidy(written), limits.OFFER):
            found[name] = flaw
    if terms.by_on is None or not ctx.today <= terms.by_on <= date(ctx.today.year + 10, 12, 31):
        found["by_on"] = _("Velg dagen avtalen gjelder til, fram i tid")
    if found:
        raise Unfit(**found)
