"""Words that follow the place and the field: «heradet» in Voss, nynorsk beside nynorsk, one word for one deed."""

import pytest

from samskaping.actions import statements, support
from samskaping.actions.statements import Said
from samskaping.rules.municipalities import noun
from samskaping.rules.roles import Role
from tests.challenges import published
from tests.world import municipality

pytestmark = pytest.mark.one_database


@pytest.fixture
def voss(db):
    return municipality(db, "voss", number="4621", default_form="nn")


def test_only_three_are_called_herad():
    assert {number for number in ("4619", "4620", "4621", "4622", "4623", "3101") if noun(number) == "heradet"} == {
        "4620", "4621", "4622"
    }  # fmt: skip


def test_a_herad_is_called_so_where_the_text_names_it(site, voss):
    ola = voss.person("Ola")
    ref = voss.proposal(ola)
    own = site.visitor(ola, place="/voss/nn")
    own.get(f"/forslag/{ref}")
    assert "Ballen er hos heradet" in own.text
    ingrid = voss.person("Ingrid", Role.PUBLISIST)
    statements.update_challenge(voss.context(ingrid), published(voss, ingrid), Said("Vi har møttest.", 0))
    own.get("/")
    own.press("Følg alt nytt i heradet")
    assert "Følgjer heradet – slutt å følgje" in own.text
    assert "Alt nytt frå Voss herad" in own.get("/min-side/folger").text
    assert "Følg heradet i nyheitslesar (Atom)" in own.get("/").text


def test_a_kommune_is_called_so(site, halden):
    ola = halden.person("Ola")
    support.follow(halden.context(ola), "municipality")
    own = site.visitor(ola)
    assert "Alt nytt fra Halden kommune" in own.get("/min-side/folger").text
    assert "Ballen er hos kommunen" in own.get(f"/forslag/{halden.proposal(ola)}").text


@pytest.mark.parametrize("form", ["nb", "nn"])
def test_examples_and_quotes_stand_in_the_form_of_their_field(site, halden, form):
    page = site.visitor(halden.person("Ingrid", Role.PUBLISIST), form=form).get("/arbeid/utfordringer/ny")
    for code, words in (("nb", "Hvordan kan"), ("nn", "Korleis kan")):
        help_id = page.select_one(f"#title_{code}")["aria-describedby"].split()[0]
        assert page.select_one(f"#{help_id} [lang={code}]").text.startswith(f"«{words}")
    assert page.select_one("#quote1_language [selected]")["value"] == form


def test_telling_a_need_and_proposing_are_called_the_same_everywhere(site, halden):
    made = published(halden, halden.person("Ingrid", Role.PUBLISIST))
    page = site.visitor().get(f"/utfordring/{made}")
    for way, words in (("/foresla", "Lag et forslag"), ("/behov/fortell", "Fortell om et behov")):
        assert {link.get_text(" ", strip=True) for link in page.select(f"a[href*='{way}']")} == {words}
