"""What staff write in one form only is marked with it on pages in the other."""

import pytest

from samskaping.actions import notes
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
