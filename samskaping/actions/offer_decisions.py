"""What the municipality, or the open working group of the case, does with an offer: takes it, perhaps for something
that is asked for, declines it, or has got it.
"""

from dataclasses import replace

from samskaping import text
from samskaping.actions import authors, groups
from samskaping.actions.offers import Held, held, met
from samskaping.actions.record import record
from samskaping.context import Context
from samskaping.errors import Missing, Refused, Unfit
from samskaping.language import gettext as _
from samskaping.models import Proposal
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.offers import STANDING, OfferState
from samskaping.rules.policy import Can

#: What the municipality does → the same, done by a working group.
_BY_GROUP = {
    What.OFFER_ACCEPTED: What.OFFER_ACCEPTED_BY_GROUP,
    What.OFFER_DECLINED: What.OFFER_DECLINED_BY_GROUP,
    What.OFFER_DELIVERED: What.OFFER_DELIVERED_BY_GROUP,
    What.OFFER_LOST: What.OFFER_LOST_BY_GROUP,
}


def accept(ctx: Context, offer: str, *, words: str = "", ask: str = "", once: str | None = None) -> None:
    """Take an offer that waits. ``ask`` is what it meets of all that is asked for there, if anything."""
    found = _answered(ctx, offer, words)
    row = found.offer
    if row.state is not OfferState.VENTER:
        raise Unfit(_("Tilbudet venter ikke på svar lenger."))
    row.ask_id = met(ctx, found.about, ask, row.kind)
    row.state, row.decided_at, row.decided_by_id = OfferState.ANTATT, ctx.now, ctx.actor.person_id
    _record(ctx, What.OFFER_ACCEPTED, found, once, ask=ask or None)


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
    _record(ctx, what, found, once)


def deliver(ctx: Context, offer: str, *, words: str = "", once: str | None = None) -> None:
    """What was offered and taken, has been delivered."""
    found = _answered(ctx, offer, words)
    row = found.offer
    if row.state is not OfferState.ANTATT:
        raise Unfit(_("Ingen har takket ja til dette, eller det er levert fra før."))
    row.state, row.settled_at = OfferState.LEVERT, ctx.now
    _record(ctx, What.OFFER_DELIVERED, found, once)


def _answered(ctx: Context, offer: str, words: str) -> Held:
    """The offer, for those who may answer it, with the words to whoever made it."""
    found = held(ctx, offer)
    if isinstance(found.about, Proposal):
        found = replace(found, group=groups.seated(ctx, found.about))
    if ctx.may(Can.OFFER_WITHDRAW, found):
        raise Refused(_("Tilbudet er ditt eget, eller du skriver for dem som ga det. Noen andre må svare."))
    if not ctx.may(Can.OFFER_ANSWER, found):
        raise Missing
    if flaw := limits.too_long(text.tidy(words), limits.OFFER):
        raise Unfit(words=flaw)
    if said := text.tidy(words):
        found.offer.answer, found.offer.answer_by_group = said, _speaking(ctx, found) is not None
    return found


def _speaking(ctx: Context, found: Held) -> groups.Held | None:
    """The group that the actor answers for; none for those who may answer for the municipality."""
    return None if ctx.may(Can.OFFER_DECIDE, found) else found.group


def _record(ctx: Context, what: What, found: Held, once: str | None, **details: str | None) -> None:
    group = _speaking(ctx, found)
    author = groups.voice(ctx, group) if group else authors.municipal(ctx)
    what = _BY_GROUP[what] if group else what
    record(ctx, what, found.about, author_id=author, once=once, offer=found.offer.public_id, **details)
