"""Many at the same instant: an offer counts once for each person or organisation, is answered once, agreed on once."""

import pytest
from sqlalchemy import func, select

from samskaping.actions import offer_decisions, offers, partnerships
from samskaping.db import transaction
from samskaping.errors import Unfit
from samskaping.models import Event, Offer, Partnership
from samskaping.queries import offers as reading
from samskaping.rules.events import What
from samskaping.rules.offers import OfferState
from samskaping.rules.roles import Role
from tests.actions.test_needs import challenge, organisation
from tests.actions.test_offers import wish
from tests.actions.test_partnerships import terms
from tests.crowds import AT_ONCE, Crowd

ONCE = [None] + [Unfit] * (AT_ONCE - 1)


class Giving(Crowd):
    """A challenge, two who act for one organisation, and staff."""

    def gather(self, world):
        liv, per = world.person("Liv"), world.person("Per")
        self.staff = world.person("Pia", Role.PUBLISIST)
        self.made = challenge(world, self.staff)
        self.lag = organisation(world, liv, per).public_id
        self.people = [liv.id, per.id]


@pytest.fixture
def crowd(own_engine):
    return Giving(own_engine)


def test_an_offer_stands_once_for_a_person_and_once_for_an_organisation(crowd):
    for given, people in ((wish(), crowd.people[:1]), (wish(organisation=crowd.lag), crowd.people)):
        assert crowd.each(lambda ctx, given=given: offers.make(ctx, "challenge", crowd.made, given), *people) == ONCE
    assert crowd.scalar(select(func.count()).select_from(Offer)) == 2
    assert crowd.scalar(select(func.count()).select_from(Event).where(Event.what == What.OFFER_MADE)) == 2


def test_an_offer_is_accepted_once_and_counted_once_and_its_agreement_is_confirmed_once(crowd):
    liv = crowd.people[0]
    given = wish(organisation=crowd.lag)
    assert crowd.race((liv, lambda ctx: offers.make(ctx, "challenge", crowd.made, given))) == [None]
    offer = crowd.scalar(select(Offer.public_id))
    assert crowd.each(lambda ctx: offer_decisions.accept(ctx, offer), crowd.staff.id) == ONCE
    assert crowd.scalar(select(Offer.state)) is OfferState.ANTATT
    with transaction(crowd.engine, crowd.here.id) as db:
        crowd.world.db = db
        assert [one.count for one in reading.mobilised(crowd.world.context())] == [1]
        partnerships.write(crowd.world.context(crowd.staff), offer, terms(crowd.world))
    assert crowd.each(lambda ctx: partnerships.confirm(ctx, offer, 1), *crowd.people) == ONCE
    assert crowd.scalar(select(func.count()).select_from(Partnership)) == 1
    assert crowd.scalar(select(func.count()).select_from(Event).where(Event.what == What.PARTNERSHIP_CONFIRMED)) == 1
