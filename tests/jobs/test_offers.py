"""Staff hear of an offer, its giver of the answer, and each party of a partnership of what the other did."""

import pytest

from samskaping.actions import offer_decisions, offers, partnerships, raised_decisions, wording_decisions
from samskaping.jobs.loop import work_once
from samskaping.jobs.tell import tell
from samskaping.queries import notifications
from samskaping.rules.events import What
from samskaping.rules.kinds import MailChoice
from samskaping.rules.roles import Role
from tests.actions.test_needs import challenge, organisation
from tests.actions.test_offers import give
from tests.actions.test_partnerships import terms
from tests.challenges import published
from tests.jobs.test_needs import heard
from tests.web.test_raised import sent
from tests.web.test_wordings import suggest

pytestmark = pytest.mark.second_in_matrix


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


def test_a_letter_about_a_no_says_why(office):
    world = office.world
    pia, liv = world.person("Pia", Role.PUBLISIST), world.person("Liv")
    liv.mail_choice = MailChoice.STRAKS
    made = published(world, pia)
    for decide, asked in (
        (raised_decisions.decline, sent(world, liv)),
        (wording_decisions.decline, suggest(world, liv, made)),
        (wording_decisions.hide, suggest(world, liv, made)),
        (offer_decisions.decline, give(world, liv, made)),
    ):
        decide(world.context(pia), asked, f"Fordi nummer {asked} ikke går.\n\nTakk likevel.")
        office.commit()
        work_once(office.place)
        mine = [one.text.replace("\r", "") for one in office.mails if liv.email in one.to]
        assert [text for text in mine if f"Fordi nummer {asked} ikke går.\n\nTakk likevel." in text]


def test_what_its_giver_withdrew_fell_away_without_a_no(office):
    world = office.world
    pia, liv = world.person("Pia", Role.PUBLISIST), world.person("Liv")
    liv.mail_choice = MailChoice.STRAKS
    offer = give(world, liv, published(world, pia))
    offer_decisions.accept(world.context(pia), offer, words="Det tar vi gjerne imot.")
    offers.withdraw(world.context(liv), offer)
    office.commit()
    work_once(office.place)
    assert not [one for one in office.mails if "falt bort" in one.text and "gjerne imot" in one.text]


def test_a_group_hears_of_an_offer_while_it_is_open_and_the_giver_of_its_answer_with_the_words(office):
    world = office.world
    ola, liv, kari = world.person("Ola"), world.person("Liv"), world.caseworker()
    liv.mail_choice = MailChoice.STRAKS
    ref = world.proposal(ola)
    for verb in ("vurder", "utvikle"):
        world.move(ref, verb, kari)
    offer = give(world, liv, ref, kind="proposal")
    office.commit()
    tell(office.place)
    assert heard(office, What.OFFER_MADE) == ["Kari Demo", "Ola"]
    assert f"/bidrag/{offer}" in paths(office, ola)
    offer_decisions.decline(world.context(ola), offer, "Vi har fire kjøkken alt.")
    office.commit()
    work_once(office.place)
    assert heard(office, What.OFFER_DECLINED_BY_GROUP) == ["Liv"]
    letter = next(one.text for one in office.mails if liv.email in one.to and "fire kjøkken" in one.text)
    assert "Arbeidsgruppen takker for tilbudet" in letter
    world.move(ref, "legg_fram", kari)
    give(world, liv, ref, kind="proposal")
    office.commit()
    tell(office.place)
    assert heard(office, What.OFFER_MADE) == ["Kari Demo", "Kari Demo", "Ola"]
