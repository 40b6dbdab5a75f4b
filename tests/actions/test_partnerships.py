"""Partnerships: written by one party, confirmed by the other, public then, and gone with the offer they are about."""

import pytest

from samskaping.actions import offer_decisions, offers, partnerships
from samskaping.actions.partnerships import Terms
from samskaping.errors import Clash, Missing, Unfit
from samskaping.queries import timeline
from samskaping.rules.events import What
from samskaping.rules.roles import Role
from tests.actions.test_needs import challenge, organisation
from tests.actions.test_offers import give, key, shown, whats


@pytest.fixture
def staff(world):
    return world.person("Pia Publisist", Role.PUBLISIST)


@pytest.fixture
def made(world, staff):
    return challenge(world, staff)


def terms(world, version=0, **more):
    given = {"their_part": "Holder kjøkkenet åpent.", "our_part": "Betaler strømmen.", "by_on": world.in_days(60)}
    return Terms(**(given | more), version=version)


@pytest.fixture
def accepted(world, staff, made):
    """An organisation's offer that the municipality took, and whoever acts for it."""
    liv = world.person("Liv")
    lag = organisation(world, liv)
    offer = give(world, liv, made, organisation=lag.public_id)
    offer_decisions.accept(world.context(staff), offer)
    return offer, liv


def test_a_partnership_is_written_by_one_party_confirmed_by_the_other_and_public_then(world, staff, accepted):
    offer, liv = accepted
    partnerships.write(world.context(staff), offer, terms(world))
    assert shown(world, offer).partners == ()
    with pytest.raises(Unfit):  # the same party does not confirm for both
        partnerships.confirm(world.context(world.caseworker()), offer, 1)
    with pytest.raises(Missing):
        partnerships.confirm(world.context(world.person("Fremmed")), offer, 1)
    partnerships.confirm(world.context(liv), offer, 1)
    agreed = shown(world, offer).partners[0].agreement
    assert (agreed.their_part, agreed.by_on) == ("Holder kjøkkenet åpent.", world.in_days(60))
    assert whats(world)[-2:] == [What.PARTNERSHIP_WRITTEN, What.PARTNERSHIP_CONFIRMED]
    history = timeline.history(world.context(), "challenge", key(world, offer))
    assert history[0].what is What.PARTNERSHIP_CONFIRMED
    for party in (staff, liv):
        with pytest.raises(Unfit):
            partnerships.write(world.context(party), offer, terms(world, 1))


def test_what_one_party_changes_the_other_confirms_anew(world, staff, accepted):
    offer, liv = accepted
    partnerships.write(world.context(liv), offer, terms(world))
    partnerships.write(world.context(staff), offer, terms(world, 1, our_part="Betaler halve strømmen."))
    with pytest.raises(Clash):
        partnerships.confirm(world.context(liv), offer, 1)
    with pytest.raises(Clash):
        partnerships.write(world.context(liv), offer, terms(world, 1))
    partnerships.confirm(world.context(liv), offer, 2)
    assert shown(world, offer).partners[0].agreement.our_part == "Betaler halve strømmen."


def test_there_is_no_partnership_without_an_organisation_s_accepted_offer(world, staff, made):
    mine = give(world, world.person(), made)
    offer_decisions.accept(world.context(staff), mine)
    liv = world.person("Liv")
    waiting = give(world, liv, made, organisation=organisation(world, liv).public_id)
    for offer in (mine, waiting):
        with pytest.raises(Unfit):
            partnerships.write(world.context(staff), offer, terms(world))
    with pytest.raises(Missing):
        partnerships.confirm(world.context(staff), mine, 0)


def test_a_partnership_falls_away_with_its_offer(world, staff, accepted):
    offer, liv = accepted
    partnerships.write(world.context(staff), offer, terms(world))
    partnerships.confirm(world.context(liv), offer, 1)
    offers.withdraw(world.context(liv), offer)
    assert shown(world, offer).given == ()
