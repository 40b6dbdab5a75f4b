"""The language switch on pages that one searches: the page, where one stands in it, and what was typed come along."""

import re
from urllib.parse import urlencode

import pytest

from samskaping.models import PlatformRole

pytestmark = pytest.mark.second_in_matrix

#: (beginning of the path, path, what is typed, whether by staff)
SEARCHED = [
    ("/nb", "/", {"sok": "hald"}),
    ("/nb", "/kommuner", {"sok": "hald"}),
    ("/nb", "/plattform", {"sok": "hald"}),
    ("/halden/nb", "/forslag", {"sok": "benk", "sorter": "stotte"}),
    ("/halden/nb", "/forslag?sok=sti&etter=WyJuIiwxLCIiXQ==", {"sok": "benk", "sorter": "stotte"}),
    ("/halden/nb", "/arbeid?ko=nye", {"sok": "benk", "malform": "nn"}),
    ("/halden/nb", "/arbeid?ko=nye&tempo=alle&for=WyJkIiwiOTk5OS0xMi0zMSIsIngiXQ==", {"sok": "benk"}),
]


@pytest.fixture
def kari(halden):
    person = halden.caseworker()
    halden.db.add(PlatformRole(person_id=person.id, granted_at=halden.now))
    halden.db.flush()
    return person


def typed(page, names):
    """What stands in these fields of the page."""
    fields = {name: page.select_one(f"main [name={name}]:not([type=hidden])") for name in names}
    return {
        name: (field if field.name == "input" else field.select_one("option[selected]"))["value"]
        for name, field in fields.items()
    }


@pytest.mark.parametrize(("place", "path", "words"), SEARCHED)
def test_a_search_that_is_typed_and_not_yet_sent_comes_along(site, halden, kari, place, path, words):
    halden.proposal(title="Benk")
    visitor = site.visitor(kari, place=place)
    visitor.get(path)
    assert not visitor.page.select("body a[hreflang]")
    page = visitor.fill(**words).press("Nynorsk")
    before, _mark, query = path.partition("?")
    assert page.html["lang"] == "nn"
    assert visitor.path.partition("?")[0] == place.replace("nb", "nn") + before
    assert typed(page, words) == words
    kept = set(re.findall(r"(?:ko|tempo|etter|for)=[^&]+", query))
    assert kept <= set(visitor.path.partition("?")[2].split("&"))


def test_where_nothing_is_typed_the_switch_is_a_link(site, halden):
    page = site.visitor().get("/utfordringer?vis=stengte")
    links = {link["href"] for link in page.select("body a[hreflang=nn]")}
    assert links == {"/halden/nn/utfordringer?vis=stengte"}


def test_the_number_of_the_other_case_comes_along_and_is_not_looked_for_yet(site, halden, kari):
    one = halden.proposal()
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sak/{one}/sla-sammen")
    page = visitor.fill(inn="2026-0001").press("Nynorsk")
    assert page.html["lang"] == "nn"
    assert typed(page, ["inn"]) == {"inn": "2026-0001"}
    assert not page.select("[aria-invalid]")


def test_the_case_that_shall_go_on_comes_along_and_nothing_is_begun(site, halden, kari):
    one, other = halden.proposal(), halden.proposal()
    visitor = site.visitor(kari)
    page = visitor.get(f"/arbeid/sla-sammen?sak={one}&sak={other}&tilbake=ko%3Dnye")
    button = page.select_one("button[name=_switch]")
    sent = [(tag["name"], tag["value"]) for tag in page.select(f"#{button['form']} input[type=hidden]")]
    assert sent == [("sak", one), ("sak", other), ("tilbake", "ko=nye")]
    query = urlencode([*sent, ("fortsetter", other), ("_switch", "nn")])
    page = visitor.get(f"{button['formaction'].partition('?')[0]}?{query}")
    assert page.html["lang"] == "nn"
    assert [box["value"] for box in page.select("input[name=fortsetter][checked]")] == [other]
    assert page.select_one("main nav a")["href"] == "/halden/nn/arbeid?ko=nye"


@pytest.mark.parametrize("button", ["Nynorsk", "Vis treff"])
def test_what_is_ticked_in_the_inbox_comes_along_with_what_is_typed(site, halden, kari, button):
    one, other = halden.proposal(title="Benk ved elva"), halden.proposal(title="Benk i parken")
    visitor = site.visitor(kari)
    visitor.get("/arbeid?ko=nye")
    page = visitor.fill(sok="benk", sak=[other]).press(button)
    assert page.html["lang"] == ("nn" if button == "Nynorsk" else "nb")
    assert {box["value"]: box.has_attr("checked") for box in page.select("[name=sak]")} == {one: False, other: True}
    assert page.select_one("[name=sok]")["value"] == "benk"
    left = page.select_one("[name=tilbake]")["value"]
    assert "sak=" not in left
    assert "tilbake" not in left
    visitor.fill(sok="", sak=[other]).press("Fortell nytt" if button == "Vis treff" else "Fortel nytt")
    assert [field["href"] for field in visitor.page.select("main a[href*='ko=nye']")]
