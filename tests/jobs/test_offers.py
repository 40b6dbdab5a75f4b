"""Staff hear of an offer, its giver of the answer, and each party of a partnership of what the other did."""

from samskaping.actions import offer_decisions, offers, partnerships
from samskaping.jobs.tell import tell
from samskaping.queries import notifications
from samskaping.rules.events import What
from samskaping.rules.roles import Role
from tests.actions.test_needs import challenge, organisation
from tests.actions.test_offers import give
from tests.actions.test_partnerships import terms
from tests.jobs.test_needs import heard


def paths(office, person):
    """Where the person's notifications lead."""
    return {row.path for row in notifications.listing(office.world.context(person)).rows}


def test_each_party_hears_of_what_the_other_does(office):
    world = office.world
    staff, boss, liv, per = (
        world.person("Pia", Role.PUBLISIST), world.person("Leder", Role.LEDER), world.person("Liv"), world.person("Per")
    )  # fmt: skip
    made, lag = challenge(world, staff), organisation(world, liv, per)
    offer = give(world, liv, made, organisation=lag.public_id)
    office.commit()
    tell(office.place)
    assert heard(office, What.OFFER_MADE) == ["Leder", "Pia"]
    assert paths(office, boss) == {f"/bidrag/{offer}"}
    offer_decisions.accept(world.context(staff), offer)
    partnerships.write(world.context(staff), offer, terms(world))
    office.commit()
    tell(office.place)
    assert heard(office, What.OFFER_ACCEPTED) == heard(office, What.PARTNERSHIP_WRITTEN) == ["Liv", "Per"]
    partnerships.confirm(world.context(per), offer, 1)
    offer_decisions.deliver(world.context(boss), offer)
    office.commit()
    tell(office.place)
    assert heard(office, What.PARTNERSHIP_CONFIRMED) == ["Leder", "Pia"]
    assert heard(office, What.OFFER_DELIVERED) == ["Liv", "Per"]


def test_a_person_hears_a_no_and_those_with_the_case_that_an_offer_fell_away(office):
    world = office.world
    kari, other, ola = world.caseworker(), world.caseworker("Per"), world.person("Ola")
    ref = world.proposal()
    world.move(ref, "vurder", kari)
    world.row(ref).handler_id = kari.id
    offer = give(world, ola, ref, kind="proposal")
    offer_decisions.accept(world.context(other), offer)
    offers.withdraw(world.context(ola), offer)
    again = give(world, ola, ref, kind="proposal")
    offer_decisions.decline(world.context(kari), again, "Takk, men ikke nå.")
    office.commit()
    tell(office.place)
    assert heard(office, What.OFFER_MADE) == ["Kari Demo", "Kari Demo"]
    assert heard(office, What.OFFER_LOST) == ["Kari Demo"]
    assert heard(office, What.OFFER_DECLINED) == ["Ola"]
