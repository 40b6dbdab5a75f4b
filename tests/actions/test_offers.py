"""Offers: made as oneself or for an organisation, answered by the municipality, taken back, counted, agreed upon."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from samskaping.actions import asks, offer_decisions, offers
from samskaping.actions.offers import Wish
from samskaping.errors import Missing, Refused, TooMuch, Unfit
from samskaping.models import Event, Offer
from samskaping.queries import offer_pages, timeline
from samskaping.queries import offers as reading
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.offers import Mobilised, OfferKind, OfferState
from samskaping.rules.roles import Role
from tests.actions.test_needs import challenge, organisation, tell
from tests.shared import Both

pytestmark = pytest.mark.second_in_matrix

WORDS = "Vi har et kjøkken som står tomt på mandager."


@pytest.fixture
def staff(world):
    return world.person("Pia Publisist", Role.PUBLISIST)


@pytest.fixture
def made(world, staff):
    return challenge(world, staff)


def wish(kind=OfferKind.LOKALE, amount="12", **more):
    return Wish(kind, WORDS, Decimal(amount) if amount else None, **more)


def give(world, person, name, given=None, *, kind="challenge", **more):
    return offers.make(world.context(person), kind, name, given or wish(**more))


def row(world, offer):
    world.db.info["municipality_id"] = world.here.id
    return world.db.scalars(select(Offer).where(Offer.public_id == offer)).one()


def key(world, offer):
    about = row(world, offer)
    return about.challenge_id or about.need_id or about.proposal_id


def shown(world, offer):
    return reading.beside(world.context(), "challenge", key(world, offer))


def whats(world, *, kind="challenge"):
    return list(world.db.scalars(select(Event.what).where(Event.subject_kind == kind).order_by(Event.id)))


def test_an_offer_is_the_giver_s_and_the_municipality_s_alone_until_it_is_accepted(world, staff, made):
    ola = world.person("Ola Nordmann")
    offer = give(world, ola, made)
    for someone in (None, world.person("En annen"), world.person("Innsyn", Role.INNSYN)):
        with pytest.raises(Missing):
            offer_pages.page(world.context(someone), offer)
    assert offer_pages.page(world.context(ola), offer).how_much == "12\u00a0dager"
    assert not shown(world, offer).given
    offer_decisions.accept(world.context(staff), offer, words="Tusen takk!")
    found = shown(world, offer).given[0]
    assert (found.author, found.amount, found.state) == ("Ola Nordmann", Decimal(12), OfferState.ANTATT)
    assert offer_pages.page(world.context(), offer).answer == "Tusen takk!"
    assert whats(world)[-2:] == [What.OFFER_MADE, What.OFFER_ACCEPTED]
    history = timeline.history(world.context(), "challenge", key(world, offer))
    assert history[0].what is What.OFFER_ACCEPTED  # and not that it was offered


def test_what_is_declined_is_never_public_and_takes_words(world, staff, made):
    ola = world.person("Ola")
    offer = give(world, ola, made)
    with pytest.raises(Unfit) as refused:
        offer_decisions.decline(world.context(staff), offer, " ")
    assert "words" in refused.value.fields
    offer_decisions.decline(world.context(staff), offer, "Takk, men kjøkkenet er for lite.")
    assert not shown(world, offer).given
    with pytest.raises(Missing):
        offer_pages.page(world.context(), offer)
    assert offer_pages.page(world.context(ola), offer).answer.startswith("Takk, men")
    assert What.OFFER_DECLINED not in {
        one.what for one in timeline.history(world.context(), "challenge", key(world, offer))
    }
    give(world, ola, made)  # and the same may be offered anew


def test_nobody_answers_for_the_municipality_on_their_own_offer_or_their_organisation_s(world, staff, made):
    colleague = world.person("Kari", Role.SAKSBEHANDLER)
    lag = organisation(world, staff, world.person("Leder"))
    own = give(world, staff, made)
    theirs = give(world, staff, made, organisation=lag.public_id)
    for offer in (own, theirs):
        with pytest.raises(Refused):
            offer_decisions.accept(world.context(staff), offer)
        offer_decisions.accept(world.context(colleague), offer)
    for someone in (world.person("En annen"), world.person("Mari", Role.MODERATOR)):
        with pytest.raises(Missing):
            offer_decisions.deliver(world.context(someone), own)


def test_whoever_is_partial_in_the_case_does_not_answer_there(world):
    kari, boss = world.caseworker(), world.caseworker("Per")
    ref = world.proposal()
    world.row(ref).partial_ids = [kari.id]
    offer = give(world, world.person("Ola"), ref, kind="proposal")
    with pytest.raises(Missing):
        offer_decisions.accept(world.context(kari), offer)
    with pytest.raises(Missing):
        offer_pages.page(world.context(kari), offer)
    offer_decisions.accept(world.context(boss), offer)


def test_an_organisation_offers_through_whoever_acts_for_it_and_each_of_them_can_take_it_back(world, made):
    liv, per, stranger = world.person("Liv"), world.person("Per"), world.person("Fremmed")
    lag = organisation(world, liv, per)
    with pytest.raises(Unfit):
        give(world, stranger, made, organisation=lag.public_id)
    offer = give(world, liv, made, organisation=lag.public_id)
    with pytest.raises(Unfit):  # the organisation stands with it already, whoever says so
        give(world, per, made, organisation=lag.public_id)
    give(world, liv, made)  # as herself she may
    with pytest.raises(Missing):
        offers.withdraw(world.context(stranger), offer)
    offers.withdraw(world.context(per), offer)
    assert row(world, offer).state is OfferState.TRUKKET
    with pytest.raises(Unfit):
        offers.withdraw(world.context(per), offer)


def test_what_is_accepted_and_falls_away_is_told_and_counts_for_nothing(world, staff, made):
    ola = world.person("Ola")
    offer = give(world, ola, made)
    offer_decisions.accept(world.context(staff), offer)
    assert shown(world, offer).sums == (Mobilised(OfferKind.LOKALE, 1, Decimal(12), Decimal(0)),)
    offers.withdraw(world.context(ola), offer)
    assert whats(world)[-1] is What.OFFER_LOST
    assert shown(world, offer).sums == reading.mobilised(world.context()) == ()


def test_the_sums_are_exact_and_hold_what_is_given_to_the_proposals_of_a_challenge(world, staff, made):
    ref = world.proposal(challenge=made)
    money = wish(OfferKind.PENGER, "1234.10")
    first = give(world, world.person(), made, money)
    second = offers.make(world.context(world.person()), "proposal", ref, wish(OfferKind.PENGER, "0.20"))
    for offer in (first, second):
        offer_decisions.accept(world.context(staff), offer)
    offer_decisions.deliver(world.context(staff), second)
    expected = (Mobilised(OfferKind.PENGER, 2, Decimal("1234.30"), Decimal("0.20")),)
    assert reading.mobilised_for(world.context(), key(world, first)) == expected
    assert reading.mobilised(world.context()) == expected
    assert expected[0].words == "1\u00a0234,30\u00a0kroner"
    world.row(ref).is_public = False
    assert reading.mobilised(world.context())[0].amount == Decimal("1234.10")


def test_what_is_asked_for_is_met_by_offers_of_the_same_kind(world, staff, made):
    ask = asks.make(world.context(staff), "challenge", made, wish(OfferKind.TID, "40"))
    with pytest.raises(Unfit):
        give(world, world.person(), made, ask=ask)
    offer = offers.make(world.context(world.person()), "challenge", made, wish(OfferKind.TID, "15", ask=ask))
    other = give(world, world.person(), made, wish(OfferKind.TID, "2.5"))
    offer_decisions.accept(world.context(staff), offer, ask=ask)
    offer_decisions.accept(world.context(staff), other, ask=ask)
    asked = shown(world, offer).asked[0]
    assert (asked.wanted, asked.got_words, asked.promises) == ("40\u00a0timer", "17,5\u00a0timer", 2)
    with pytest.raises(Refused):
        asks.close(world.context(world.person()), ask)
    asks.close(world.context(staff), ask)
    assert not shown(world, offer).asked
    with pytest.raises(Unfit):
        asks.close(world.context(staff), ask)
    with pytest.raises(Refused):
        asks.make(world.context(world.person()), "challenge", made, wish())


@pytest.mark.parametrize(("given", "field"), [
    (Wish(None, WORDS), "kind"),
    (Wish(OfferKind.TID, " "), "text"),
    (Wish(OfferKind.TID, "x" * (limits.OFFER + 1)), "text"),
    (Wish(OfferKind.PENGER, WORDS), "amount"),
    (Wish(OfferKind.TID, WORDS, ask="finnesikke"), "ask"),
    (Wish(OfferKind.TID, WORDS, organisation="finnesikke"), "organisation"),
])  # fmt: skip
def test_what_does_not_fit_is_told_beside_its_field(world, made, given, field):
    with pytest.raises(Unfit) as refused:
        give(world, world.person(), made, given)
    assert field in refused.value.fields


def test_a_period_ends_after_it_begins_and_not_in_the_past(world, made):
    for first, last in ((world.in_days(5), world.in_days(4)), (None, world.in_days(-1))):
        with pytest.raises(Unfit) as refused:
            give(world, world.person(), made, from_on=first, until_on=last)
        assert "until_on" in refused.value.fields


def test_offers_are_made_for_what_everyone_can_see_and_by_those_who_are_confirmed(world, staff, made):
    draft = challenge(world, staff, is_open=False, title="Et utkast")
    need, held = tell(world, world.person()).reference, tell(world).reference
    give(world, world.person(), need, kind="need")
    for kind, name in (("challenge", draft), ("need", held), ("proposal", "2026-999999")):
        with pytest.raises(Missing):
            give(world, world.person(), name, kind=kind)
    with pytest.raises(Refused):
        give(world, world.person("Ny", confirmed=False), made)
    ended = world.proposal()
    world.move(ended, "avsla", world.caseworker())
    with pytest.raises(Unfit):
        give(world, world.person(), ended, kind="proposal")


def test_a_person_offers_only_so_much_an_hour(world, staff):
    ola = world.person()
    for _number in range(limits.OFFERS_HOUR):
        give(world, ola, tell(world, world.person()).reference, kind="need")
    with pytest.raises(TooMuch):
        give(world, ola, tell(world, world.person()).reference, kind="need")


def test_a_shared_challenge_shows_each_municipality_its_own_and_the_sum_of_all(world):
    both = Both(world).joined()
    at_home, there = give(world, world.person(), both.challenge), give(both.voss, both.voss.person(), both.challenge)
    waiting = give(both.voss, both.voss.person(), both.challenge)
    with pytest.raises(Missing):
        offer_decisions.accept(world.context(both.ingrid), there)
    offer_decisions.accept(world.context(both.ingrid), at_home)
    offer_decisions.accept(both.voss.context(both.vera), there)
    for here, own in ((world, at_home), (both.voss, there)):
        assert [one.id for one in reading.beside(here.context(), "challenge", both.key).given] == [own]
        assert reading.mobilised_for(here.context(), both.key)[0].amount == Decimal(24)
        assert reading.mobilised(here.context())[0].amount == Decimal(12)
    for offer in (there, waiting):
        with pytest.raises(Missing):
            offer_pages.page(world.context(both.ingrid), offer)
    assert not offer_pages.listing(world.context(both.ingrid), is_waiting=True).rows
    with pytest.raises(Missing):
        give(both.third, both.third.person(), both.challenge)
