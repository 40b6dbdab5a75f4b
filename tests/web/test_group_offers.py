"""A working group answers what is offered to its case: found from its page, or from the offer."""

import pytest

from samskaping.actions import asks
from samskaping.rules.offers import OfferKind
from tests.actions.test_groups import joined
from tests.actions.test_offers import WORDS, give, wish

pytestmark = pytest.mark.second_in_matrix


@pytest.fixture
def member(site, opened, ola):
    """Somebody who sits in the group."""
    tone = site.world.person("Tone Tillitsvalgt")
    joined(site.world, opened, ola, tone)
    return site.visitor(tone)


def offered(site, ref, **more):
    return give(site.world, site.world.person("Liv"), ref, kind="proposal", **more)


def test_a_member_takes_what_waits_from_the_page_of_the_group_and_has_it_delivered(site, opened, member, kari):
    asks.make(site.world.context(kari), "proposal", opened, wish(OfferKind.LOKALE, "24"))
    giver = site.visitor(site.world.person("Liv"))
    giver.get(f"/bidra/forslag/{opened}")
    assert "de som er med i gruppen, ser tilbudet til da" in giver.text
    giver.fill(kind="lokale", text=WORDS, amount="12").press("Send tilbudet")
    assert "de som er med i gruppen, ser tilbudet til da" in giver.text
    offer = giver.path.rsplit("/", 1)[-1]
    member.get(f"/arbeidsgruppe/{opened}")
    assert "Bidrag til gruppen" in member.text
    member.click("Se tilbudet : Lokale, Liv")
    member.click("Svar på tilbudet")
    assert "Du svarer for arbeidsgruppen." in member.text
    asked = next(one["value"] for one in member.page.select("select[name=ask] option") if one["value"])
    member.fill(deed="ja", words="Tusen takk, Liv!", ask=asked).press("Send svaret")
    assert "Svaret fra arbeidsgruppen" in member.text
    giver.get(f"/bidrag/{offer}")
    assert "Svaret fra arbeidsgruppen Tusen takk, Liv!" in giver.text
    anyone = site.visitor()
    anyone.get(f"/forslag/{opened}")
    assert "Arbeidsgruppen takket ja til et bidrag" in anyone.text
    assert "Lovet så langt: 12 dager" in anyone.text
    anyone.get(f"/bidrag/{offer}")
    assert "Tusen takk" not in anyone.text
    member.click("Marker levert, eller takk nei likevel")
    member.fill(deed="levert").press("Send svaret")
    member.get(f"/bidrag/{offer}/svar", 404)
    member.get(f"/arbeidsgruppe/{opened}")
    assert "Ingen tilbud venter på svar." in member.text


def test_a_no_takes_words_and_what_is_typed_is_kept(site, opened, member):
    offer = offered(site, opened)
    member.get(f"/bidrag/{offer}/svar")
    member.fill(deed="nei").press("Send svaret", 422)
    assert "Skriv noen ord til den som tilbød dette" in member.text
    member.fill(deed="nei", words="Takk, men vi har kjøkken.").press("Send svaret")
    assert "Takk, men vi har kjøkken." in member.text
    site.visitor().get(f"/bidrag/{offer}", 404)


def test_others_find_neither_the_offer_nor_the_form_and_nobody_answers_their_own(site, opened, member, ola, kari):
    offer = offered(site, opened)
    own = give(site.world, ola, opened, kind="proposal")
    stranger, author, staff = site.visitor(site.world.person("Fremmed")), site.visitor(ola), site.visitor(kari)
    stranger.get(f"/bidrag/{offer}/svar", 404)
    assert "Bidrag til gruppen" not in stranger.get(f"/arbeidsgruppe/{opened}").get_text(" ")
    author.get(f"/bidrag/{own}/svar", 404)
    assert "Svar på tilbudet" not in author.get(f"/bidrag/{own}").get_text(" ")
    assert "Svar på tilbudet" in author.get(f"/bidrag/{offer}").get_text(" ")
    member.get(f"/arbeid/bidrag/{offer}", 403)
    staff.get(f"/arbeidsgruppe/{opened}")
    staff.click("Se tilbudet : Lokale, Liv")
    staff.click("Svar på tilbudet")
    staff.fill(deed="ja", words="Takk!").press("Send svaret")
    assert "Svaret fra kommunen" in staff.text
    site.world.move(opened, "legg_fram", kari)
    member.get(f"/bidrag/{offer}/svar", 404)
    assert "Bidrag til gruppen" not in member.get(f"/arbeidsgruppe/{opened}").get_text(" ")


def test_the_pages_and_the_answer_take_few_statements_however_much_is_offered(site, opened, member, statements):
    counted = []
    member.get(f"/arbeidsgruppe/{opened}")  # what is new there, is read once
    for number in (1, 2):
        for _one in range(number):
            offer = offered(site, opened)
            offered(site, opened, given=wish(OfferKind.TID))
        took = []
        for path, most in ((f"/arbeidsgruppe/{opened}", 12), (f"/bidrag/{offer}", 8), (f"/bidrag/{offer}/svar", 8)):
            with statements.at_most(most):
                member.get(path)
            took.append(len(statements.heard))
        counted.append(took)
    assert counted[0] == counted[1]
    with statements.at_most(16):
        member.fill(deed="ja", words="Takk!").press("Send svaret")
