"""«Vi kan bidra med»: offering something for a challenge, a need or a proposal, and taking the offer back."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from samskaping import text
from samskaping.actions import authors, groups
from samskaping.actions.record import kind as kind_of
from samskaping.actions.record import public_id, record
from samskaping.context import Context
from samskaping.db import upsert
from samskaping.errors import Missing, Refused, TooMuch, Unfit
from samskaping.language import gettext as _
from samskaping.models import Ask, Challenge, ChallengePartner, Need, Offer, Proposal, Representative
from samskaping.queries import phases
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.offers import STANDING, OfferKind, OfferState, kept
from samskaping.rules.phases import kept_out
from samskaping.rules.pipeline import STATES
from samskaping.rules.policy import Can
from samskaping.rules.thresholds import Act

Subject = Challenge | Need | Proposal
_TABLES: dict[str, type[Subject]] = {"challenge": Challenge, "need": Need, "proposal": Proposal}


@dataclass(frozen=True)
class Wish:
    """What somebody asks for or offers: how much of what, and when, in their words."""

    kind: OfferKind | None
    text: str
    amount: Decimal | None = None
    from_on: date | None = None
    until_on: date | None = None
    language: str = "nb"
    #: Of an offer: the organisation (public id) that it is made for, and what is asked for that it meets.
    organisation: str = ""
    ask: str = ""


@dataclass(frozen=True)
class Held:
    """A locked offer and what it is about; as permissions ask, it is its giver's or their organisation's."""

    offer: Offer
    about: Subject
    writer_id: int | None
    partial_ids: list[int]
    session_id: int | None = None
    #: Of what is offered to a case, where its working group may answer.
    group: groups.Held | None = None

    @property
    def is_member(self) -> bool:
        return self.group is not None and self.group.is_member

    @property
    def is_open(self) -> bool:
        return self.group is not None and self.group.is_open


def make(ctx: Context, kind: str, name: str, wish: Wish, *, once: str | None = None) -> str:
    """Offer something for a ``challenge``, ``need`` or ``proposal`` that everyone can see. Answers its public id.

    A person, or an organisation, stands with one offer of a kind for one thing. Raises ``Missing``, ``Unfit``.
    """
    about = subject(ctx, kind, name)
    if not ctx.may(Can.OFFER_MAKE):
        raise Refused(str(ctx.lacks(Act.BIDRAG) or Can.OFFER_MAKE))
    under = about.id if isinstance(about, Challenge) else getattr(about, "challenge_id", None)
    today = phases.at(ctx, under)
    if words := kept_out(today) or ctx.lacks(Act.BIDRAG, today.thresholds):
        raise Unfit(str(words))
    if isinstance(about, Proposal) and STATES[about.state].is_end:
        raise Unfit(_("Saken er avsluttet, og tar ikke imot flere bidrag."))
    fits(ctx, wish)
    _within_limits(ctx)
    organisation = authors.organisation(ctx, wish.organisation)
    author, offer = authors.resident(ctx, organisation), public_id()
    row = upsert(ctx.db, Offer).values(
        **columns(ctx, about, wish),
        public_id=offer,
        author_id=author,
        ask_id=met(ctx, about, wish.ask, wish.kind),
        giver_id=ctx.actor.person_id,
        organisation_id=organisation,
        offered_at=ctx.now,
    )
    if ctx.db.scalar(row.on_conflict_do_nothing().returning(Offer.id)) is None:
        raise Unfit(kind=_("Dette er tilbudt fra før. Trekk det første tilbudet hvis det skal endres."))
    record(ctx, What.OFFER_MADE, about, author_id=author, once=once, offer=offer)
    return offer


def withdraw(ctx: Context, offer: str, *, once: str | None = None) -> None:
    """Take back one's own offer, or one of an organisation that one acts for, until it is delivered."""
    found = held(ctx, offer)
    if not ctx.may(Can.OFFER_WITHDRAW, found):
        raise Missing
    row = found.offer
    if row.state not in STANDING:
        raise Unfit(_("Tilbudet står ikke åpent lenger, og kan ikke trekkes."))
    what = What.OFFER_LOST if row.state is OfferState.ANTATT else What.OFFER_WITHDRAWN
    row.state, row.settled_at = OfferState.TRUKKET, ctx.now
    record(ctx, what, found.about, author_id=row.author_id, once=once, offer=offer)


def subject(ctx: Context, kind: str, name: str) -> Subject:
    """What a contribution is about, locked: something that everyone can see here. Raises ``Missing``."""
    found: dict[str, Any] = {
        "challenge": select(Challenge)
        .join(ChallengePartner, ChallengePartner.challenge_id == Challenge.id)
        .where(
            Challenge.public_id == name,
            Challenge.published_at.is_not(None),
            ChallengePartner.takes_part(ctx.here.id),
        ),
        "need": select(Need).where(Need.reference == name, Need.is_public),
        "proposal": select(Proposal).where(Proposal.reference == name, Proposal.is_public),
    }
    row: Subject | None = ctx.db.scalar(found[kind].with_for_update(of=_TABLES[kind]))
    if row is None or not ctx.here.is_active:
        raise Missing
    return row


def held(ctx: Context, offer: str) -> Held:
    """An offer for a deed: what it is about locked first, then the offer. Raises ``Missing``."""
    keys = select(Offer.challenge_id, Offer.need_id, Offer.proposal_id).where(Offer.public_id == offer)
    known = ctx.db.execute(keys).one_or_none()
    if known is None:
        raise Missing
    table, key = next((table, key) for table, key in zip(_TABLES.values(), known, strict=True) if key)
    about: Any = ctx.db.scalars(select(table).where(table.id == key).with_for_update(of=table)).one()
    row = ctx.db.scalars(
        select(Offer).where(Offer.public_id == offer).with_for_update(), execution_options={"populate_existing": True}
    ).one()
    return Held(row, about, _whose(ctx, row), getattr(about, "partial_ids", []))


def columns(ctx: Context, about: Subject, wish: Wish) -> dict[str, Any]:
    """The columns that what is asked for and what is offered have in common."""
    return {
        "municipality_id": ctx.here.id,
        f"{kind_of(about)}_id": about.id,
        "kind": wish.kind,
        "amount": kept(wish.amount),
        "from_on": wish.from_on,
        "until_on": wish.until_on,
        "language": wish.language,
        "text": text.tidy(wish.text),
        "html": text.stored(wish.text),
    }


def fits(ctx: Context, wish: Wish) -> None:
    """Raises ``Unfit`` with words for each field that does not hold."""
    found = {}
    if wish.kind is None:
        found["kind"] = _("Velg hva det er")
    if not wish.text.strip():
        found["text"] = _("Fortell kort hva det er")
    if flaw := limits.too_long(text.tidy(wish.text), limits.OFFER):
        found["text"] = flaw
    if wish.kind is OfferKind.PENGER and wish.amount is None:
        found["amount"] = _("Skriv hvor mye, i kroner")
    if wish.from_on and wish.until_on and wish.until_on < wish.from_on:
        found["until_on"] = _("Siste dag kan ikke være før den første")
    elif wish.until_on and wish.until_on < ctx.today:
        found["until_on"] = _("Velg en dag fram i tid, eller la feltet stå tomt")
    if found:
        raise Unfit(**found)


def met(ctx: Context, about: Subject, ask: str, kind: OfferKind | None) -> int | None:
    """The key of what is asked for here, of the same kind, that an offer meets; None for nothing. Raises ``Unfit``."""
    if not ask:
        return None
    same = getattr(Ask, f"{kind_of(about)}_id") == about.id
    found = ctx.db.scalar(select(Ask.id).where(Ask.public_id == ask, same, Ask.kind == kind, Ask.closed_at.is_(None)))
    if found is None:
        raise Unfit(ask=_("Velg noe kommunen ber om her, av samme slag"))
    return found


def _whose(ctx: Context, row: Offer) -> int | None:
    """The giver; of an organisation's offer, whoever of its people asks: the one who wrote it may have left."""
    if row.organisation_id is None:
        return row.giver_id
    acts = select(Representative.acts(row.organisation_id, ctx.actor.person_id))
    return ctx.actor.person_id if ctx.db.scalar(acts) else None


def _within_limits(ctx: Context) -> None:
    lately = select(func.count()).select_from(Offer)
    lately = lately.where(Offer.giver_id == ctx.actor.person_id, Offer.offered_at > ctx.now - timedelta(hours=1))
    if (ctx.db.scalar(lately) or 0) >= limits.OFFERS_HOUR:
        raise TooMuch(_("Du har tilbudt mye på kort tid. Teksten er tatt vare på. Prøv igjen om en time."))
