"""What staff write in one form only is marked with it on pages in the other."""

from xml.etree import ElementTree

import pytest

from samskaping.actions import notes
from samskaping.db import Texts
from samskaping.rules.pipeline import Body
from tests.challenges import published

pytestmark = pytest.mark.one_database


def test_notes_and_names_of_bodies(site, halden):
    kari, ref = halden.caseworker(), halden.proposal()
    notes.write(halden.context(kari), ref, "Ring henne i morgen.")
    halden.move(ref, "vurder", kari)
    halden.move(ref, "utvikle", kari)
    halden.move(ref, "legg_fram", kari, body=Body.HOVEDUTVALG, body_name="Utvalg for helse")
    page = site.visitor(kari, form="nn").get(f"/arbeid/sak/{ref}")
    assert page.select_one("#merknader [lang=nb]").get_text(strip=True) == "Ring henne i morgen."
    assert page.select_one(".sk-ball [lang=nb]").get_text() == "Utvalg for helse"
    assert site.visitor(kari).get(f"/arbeid/sak/{ref}").select_one(".sk-ball [lang]") is None


def test_who_said_a_quote(site, halden):
    page = site.visitor().get(f"/utfordring/{published(halden, halden.caseworker())}")
    assert page.select_one(".sk-voice__who")["lang"] == "nn"


def test_a_title_in_the_other_form_alone_says_so_in_lists_and_choices(site, halden):
    made = published(halden, halden.caseworker(), title=Texts(nn="Korleis kan færre ete åleine?"))
    halden.db.commit()
    nb, nn = site.visitor(), site.visitor(form="nn")
    for path in ("/", "/utfordringer"):
        assert "bare på nynorsk" in nb.get(path).select_one(".sk-card").get_text(" ")
        assert "nynorsk" not in nn.get(path).select_one(".sk-card").get_text(" ")
    writer = halden.person()
    draft = halden.draft(writer)
    for who, path in ((None, "/forslag"), (writer, f"/foresla/{draft}/sted")):
        option = site.visitor(who).get(path).select_one(f"option[value='{made}']")
        assert (option["lang"], option.get_text()) == ("nn", "Korleis kan færre ete åleine? (nynorsk)")
        option = site.visitor(who, form="nn").get(path).select_one(f"option[value='{made}']")
        assert (option.get("lang"), option.get_text()) == (None, "Korleis kan færre ete åleine?")
    crumb = nb.get(f"/utfordring/{made}").select_one(".sk-crumbs [aria-current]")
    assert crumb["lang"] == "nn"


def test_a_title_in_another_language_is_marked_where_it_ends_the_way_and_in_feeds(site, halden):
    ref = halden.proposal(title="Limpiar las calles", language="se")
    visitor = site.visitor()
    assert visitor.get(f"/forslag/{ref}").select_one(".sk-crumbs [aria-current]")["lang"] == "se"
    visitor.get(f"/forslag/{ref}/feed.atom")
    feed = ElementTree.fromstring(visitor.answer.get_data())  # noqa: S314  our own
    atom, lang = "{http://www.w3.org/2005/Atom}", "{http://www.w3.org/XML/1998/namespace}lang"
    assert feed.find(f"{atom}title").get(lang) == "se"
    title = feed.find(f"{atom}entry/{atom}title")
    assert (title.text, title.get(lang)) == ("Limpiar las calles – Forslaget ble publisert", "se")
