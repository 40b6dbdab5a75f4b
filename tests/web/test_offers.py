"""Contributions in the browser: offered, answered, taken back, asked for, agreed upon, and summed."""

import pytest

from samskaping.actions import offer_decisions
from samskaping.rules.offers import OfferKind
from samskaping.rules.roles import Role
from tests.actions.test_needs import challenge, organisation
from tests.actions.test_offers import WORDS, give, wish

pytestmark = pytest.mark.second_in_matrix


@pytest.fixture
def staff(site):
    return site.world.person("Pia", Role.PUBLISIST)


@pytest.fixture
def made(site, staff):
    return challenge(site.world, staff)


def accepted(site, staff, name, person=None, **more):
    offer = give(site.world, person or site.world.person(), name, **more)
    offer_decisions.accept(site.world.context(staff), offer, words="Takk!")
    return offer


def test_an_organisation_offers_premises_and_a_partnership_is_confirmed(site, staff, made):
    liv = site.world.person("Liv")
    organisation(site.world, liv)
    giver, pia, anyone = site.visitor(liv), site.visitor(staff), site.visitor()
    giver.get(f"/utfordring/{made}")
    giver.click("Vi kan bidra med noe")
    lag = next(one["value"] for one in giver.page.select("select[name=organisation] option") if "Os vel" in one.text)
    giver.fill(kind="lokale", text=WORDS, amount="1 234,50", organisation=lag).press("Send tilbudet")
    assert "Venter på svar" in giver.text
    assert "1 234,5 dager" in giver.text
    offer = giver.path.rsplit("/", 1)[-1]
    anyone.get(f"/bidrag/{offer}", 404)
    pia.get("/arbeid/utfordringer")
    pia.click("1 tilbud om bidrag venter på svar")
    assert "1 tilbud venter på svar." in pia.text
    pia.click("Lokale, 1 234,5 dager")
    pia.click("Svar på tilbudet")
    pia.fill(deed="ja", words="Tusen takk!").press("Send svaret")
    pia.click("Skriv en avtale om partnerskap")
    pia.fill(their_part="Holder kjøkkenet åpent.", our_part="Betaler strømmen.", by_on="1.6.2026")
    pia.press("Send til den andre parten")
    assert "Avtalen venter på Os vel." in pia.text
    anyone.get(f"/utfordring/{made}")
    assert "De bidrar" in anyone.text
    assert "Holder kjøkkenet" not in anyone.text
    giver.get("/min-side")
    giver.click("Mine bidrag")
    assert "En avtale venter på at dere bekrefter den." in giver.text
    giver.get(f"/bidrag/{offer}")
    assert "Tusen takk!" in giver.text
    giver.press("Bekreft avtalen")
    anyone.get(f"/utfordring/{made}")
    assert "Holder kjøkkenet åpent." in anyone.text
    assert "Et partnerskap ble bekreftet av begge parter" in anyone.text
    assert "Tusen takk!" not in anyone.text
    anyone.get("/")
    assert "Dette har folk og lag bidratt med" in anyone.text


def test_what_is_asked_for_is_answered_from_the_page_and_can_be_taken_away(site, staff, made):
    ref = site.world.proposal(challenge=made)
    pia, ola = site.visitor(staff), site.visitor(site.world.person("Ola"))
    pia.get(f"/forslag/{ref}")
    pia.click("Si hva dere trenger")
    pia.fill(kind="tid", text="Noen som kan bære stoler.", amount="10").press("Publiser")
    ola.get(f"/forslag/{ref}")
    ola.click("Vi kan bidra med dette : Noen som kan bære stoler.")
    assert ola.page.select_one("input[name=kind][checked]")["value"] == "tid"
    ola.fill(text="Jeg kan bære.", amount="4").press("Send tilbudet")
    pia.get(ola.path.removeprefix("/halden/nb"))
    pia.click("Svar på tilbudet")
    assert "Noen som kan bære stoler." in str(pia.page.select_one("select[name=ask] option[selected]"))
    pia.fill(deed="ja").press("Send svaret")
    ola.get(f"/forslag/{ref}")
    assert "Lovet så langt: 4 timer" in ola.text
    pia.get(f"/forslag/{ref}")
    pia.click("Vi trenger det ikke lenger : Noen som kan bære stoler.")
    pia.press("Ta den bort")
    assert "Noen som kan bære stoler." not in pia.text


def test_an_offer_is_declined_with_words_that_only_the_giver_reads(site, staff, made):
    ola = site.world.person("Ola")
    offer = give(site.world, ola, made)
    pia, giver = site.visitor(staff), site.visitor(ola)
    pia.get(f"/arbeid/bidrag/{offer}")
    pia.fill(deed="nei").press("Send svaret", 422)
    pia.fill(deed="nei", words="Takk, men vi har det vi trenger.").press("Send svaret")
    site.visitor().get(f"/bidrag/{offer}", 404)
    giver.get(f"/bidrag/{offer}")
    assert "Takk, men vi har det vi trenger." in giver.text
    pia.get(f"/arbeid/bidrag/{offer}", 404)


def test_an_offer_is_delivered_and_another_is_taken_back(site, staff, made):
    ola = site.world.person("Ola")
    first, second = accepted(site, staff, made), accepted(site, staff, made, ola, kind="challenge")
    pia, giver = site.visitor(staff), site.visitor(ola)
    pia.get(f"/bidrag/{first}")
    pia.click("Marker levert, eller takk nei likevel")
    pia.fill(deed="levert").press("Send svaret")
    assert "Levert" in pia.text
    giver.get(f"/bidrag/{second}")
    giver.click("Trekk tilbudet")
    giver.press("Trekk tilbudet")
    assert "Trukket" in giver.text
    site.visitor().get(f"/bidrag/{second}", 404)


@pytest.mark.parametrize(("written", "words"), [
    ({"kind": "", "text": "", "amount": ""}, ["Velg hva det er", "Fortell kort hva det er"]),
    ({"kind": "penger", "text": WORDS, "amount": "mange"}, ["Skriv et tall"]),
    ({"kind": "penger", "text": WORDS, "amount": ""}, ["Skriv hvor mye, i kroner"]),
    ({"kind": "tid", "text": WORDS, "amount": "0"}, ["Skriv et tall"]),
    ({"kind": "tid", "text": WORDS, "from_on": "5.4.2026", "until_on": "1.4.2026"}, ["Siste dag kan ikke være før"]),
])  # fmt: skip
def test_mistakes_are_told_and_nothing_typed_is_lost(site, made, written, words):
    ola = site.visitor(site.world.person())
    ola.get(f"/bidra/utfordring/{made}")
    ola.fill(**{name: value for name, value in written.items() if value or name != "kind"}).press("Send tilbudet", 422)
    for one in words:
        assert one in ola.text
    assert written["text"] in ola.page.select_one("textarea[name=text]").text


def test_staff_find_the_offers_of_a_case_from_it(site):
    kari = site.world.caseworker()
    ref = site.world.proposal()
    give(site.world, site.world.person("Ola"), ref, kind="proposal")
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sak/{ref}")
    assert "1 tilbud venter på svar." in visitor.text
    visitor.click("Se tilbudene i saken")
    assert "Ola" in visitor.text
    visitor.get("/arbeid/bidrag?om=finnesikke")
    assert "Ingen tilbud venter på svar" in visitor.text


def test_a_private_person_stands_under_the_name_that_they_show(site, staff, made):
    mona = site.world.person("Mona Hemmelig")
    visitor = site.visitor(mona)
    visitor.get("/min-side/innstillinger")
    visitor.fill(shown_as="innbygger").press("Lagre endringene")
    accepted(site, staff, made, mona)
    anyone = site.visitor()
    anyone.get(f"/utfordring/{made}")
    assert "Mona" not in anyone.text
    assert "Innbygger" in anyone.text


def test_pages_take_as_many_statements_for_one_offer_as_for_three(site, statements, staff, made):
    world, counted = site.world, []
    ref = world.proposal()
    for number in (1, 3):
        for _one in range(number):
            accepted(site, staff, made)
            accepted(site, staff, made, given=wish(OfferKind.TID))
            offer = accepted(site, staff, ref, kind="proposal")
            give(world, world.person(), made)
        someone, pia, took = site.visitor(), site.visitor(staff), []
        for visitor, path, most in (
            (someone, f"/utfordring/{made}", 12),
            (someone, f"/forslag/{ref}", 8),
            (someone, f"/bidrag/{offer}", 6),
            (pia, "/arbeid/bidrag", 6),
            (pia, "/arbeid/bidrag?vis=alle", 6),
            (pia, f"/arbeid/sak/{ref}", 12),
        ):
            with statements.at_most(most):
                visitor.get(path)
            took.append(len(statements.heard))
        counted.append(took)
    assert counted[0] == counted[1]
