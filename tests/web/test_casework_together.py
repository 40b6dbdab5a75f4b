"""Several of the staff in one case: two who write at once, and those who only read."""

import pytest

from samskaping.actions import notes
from samskaping.rules.roles import Role

pytestmark = pytest.mark.second_in_matrix


def test_two_who_place_a_case_at_once_see_both_choices(site, halden, kari):
    ref, theme, other = halden.proposal(), halden.theme("Benker"), halden.theme("Trapper")
    one, two = site.visitor(kari), site.visitor(halden.caseworker("Ivar Demo"))
    for visitor in (one, two):
        visitor.get(f"/arbeid/sak/{ref}/plassering")
    one.fill(theme=theme.public_id, goals=["3"]).press("Lagre plasseringen")
    two.fill(theme=other.public_id, goals=["11"]).press("Lagre plasseringen", 409)
    now = two.page.select_one("section[aria-labelledby=na-h]").get_text(" ")
    assert "Benker" in now
    assert "3" in now
    assert two.page.select_one("#theme option[selected]").get_text() == "Trapper"
    assert halden.row(ref).theme_id == theme.id
    two.press("Lagre plasseringen")
    assert halden.row(ref).theme_id == other.id


def test_two_who_tell_news_at_once_see_both_texts(site, halden, kari):
    ref = halden.proposal()
    one, two = site.visitor(kari), site.visitor(halden.caseworker("Ivar Demo"))
    for visitor, words in ((one, "Vi var på befaring."), (two, "Vi har bestilt benker.")):
        visitor.get(f"/arbeid/sak/{ref}/nytt")
        visitor.fill(text=words)
    one.press("Publiser nyheten")
    two.press("Publiser nyheten", 409)
    assert "Vi var på befaring." in two.text
    assert two.page.select_one("textarea[name=text]").get_text().strip() == "Vi har bestilt benker."
    two.press("Publiser nyheten")
    assert "Vi har bestilt benker." in two.text


@pytest.mark.parametrize("role", [Role.INNSYN, Role.ARKIVAR])
def test_readers_of_internal_matters_read_notes_and_have_no_pad(site, halden, kari, role):
    ref = halden.proposal()
    notes.write(halden.context(kari), ref, "Spør Ivar om penger.")
    visitor = site.visitor(halden.person("Ina Innsyn", role))
    for path in (f"/arbeid/sak/{ref}", f"/arbeid/sak/{ref}?skriv=merknad"):
        page = visitor.get(path)
        assert "Spør Ivar om penger." in visitor.text
        assert page.select("main form, main textarea, .sk-pad--public") == []
        assert "Lagre merknaden" not in visitor.text
    visitor.get(f"/arbeid/sak/{ref}/merknad", 403)
