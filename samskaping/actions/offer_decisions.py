"""What the municipality does with an offer: takes it, perhaps for something it asks for, declines it, or has got it."""

from samskaping import text
from samskaping.actions import authors
from samskaping.actions.offers import Held, held, met
from samskaping.actions.record import record
from samskaping.context import Context
from samskaping.errors import Missing, Refused, Unfit
from samskaping.language import gettext as _
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.offers import STANDING, OfferState
from samskaping.rules.policy import Can


def accept(ctx: Context, offer: str, *, words: str = "", ask: str = "", once: str | None = None) -> None:
    """Take an offer that waits. ``ask`` is what it meets of all that is asked for there, if anything."""
    found = _answered(ctx, offer, words)
    row = found.offer
    if row.state is not OfferState.VENTER:
        raise Unfit(_("Tilbudet venter ikke på svar lenger."))
    row.ask_id = met(ctx, found.about, ask, row.kind)
    row.state, row.decided_at, row.decided_by_id = OfferState.ANTATT, ctx.now, ctx.actor.person_id
    record(
        ctx, What.OFFER_ACCEPTED, found.about, author_id=authors.municipal(ctx), once=once, offer=offer, ask=ask or None
    )


def decline(ctx: Context, offer: str, words: str, *, once: str | None = None) -> None:
    """Say no with thanks, in words to whoever offered. What was taken before, can come to nothing too."""
    found = _answered(ctx, offer, words)
    row = found.offer
    if not row.answer:
        raise Unfit(words=_("Skriv noen ord til den som tilbød dette"))
    if row.state not in STANDING:
        raise Unfit(_("Tilbudet venter ikke på svar lenger."))
    what = What.OFFER_LOST if row.state is OfferState.ANTATT else What.OFFER_DECLINED
    row.state, row.settled_at = OfferState.AVSLATT, ctx.now
    row.decided_at, row.decided_by_id = ctx.now, ctx.actor.person_id
    record(ctx, what, found.about, author_id=authors.municipal(ctx), once=once, offer=offer)


def deliver(ctx: Context, offer: str, *, words: str = "", once: str | None = None) -> None:
    """What was offered and taken, has been delivered."""
    found = _answered(ctx, offer, words)
    row = found.offer
    if row.state is not OfferState.ANTATT:
        raise Unfit(_("Kommunen har ikke takket ja til dette, eller det er levert fra før."))
    row.state, row.settled_at = OfferState.LEVERT, ctx.now
    record(ctx, What.OFFER_DELIVERED, found.about, author_id=authors.municipal(ctx), once=once, offer=offer)


def _answered(ctx: Context, offer: str, words: str) -> Held:
    """The offer, for those who may answer for the municipality, with the words to whoever made it."""
    found = held(ctx, offer)
    if ctx.may(Can.OFFER_WITHDRAW, found):
        raise Refused(_("Tilbudet er ditt eget, eller du skriver for dem som ga det. Be en kollega svare."))
    if not ctx.may(Can.OFFER_DECIDE, found):
        raise Missing
    if flaw := limits.too_long(text.tidy(words), limits.OFFER):
        raise Unfit(words=flaw)
    found.offer.answer = text.tidy(words) or found.offer.answer
    return found
