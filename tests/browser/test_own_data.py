"""Somebody fetches all that is kept about them, then erases the account; in both forms, with and without scripts."""

import json
import zipfile

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.one_database]
WORDS = {
    "nb": {
        "place": "halden", "email": "thea@halden.example.no", "name": "Thea Demo",
        "title": "Brøyt gang- og sykkelvegen til Remmen før klokka sju", "fetch": "Last ned opplysningene mine",
        "make": "Lag fila", "made": "Se om den er ferdig", "get": "Hent fila", "erase": "Slett kontoen min",
        "stays": "Dette blir stående, uten navnet ditt", "gone": "Kontoen er slettet", "former": "Tidligere innbygger",
        "subject": "Kontoen din er slettet", "heading": "Forslag og utkast",
    },
    "nn": {
        "place": "voss", "email": "fatima@voss.example.no", "name": "Fatima Demo",
        "title": "Skolepatrulje ved brua", "fetch": "Last ned opplysningane mine",
        "make": "Lag fila", "made": "Sjå om ho er ferdig", "get": "Hent fila", "erase": "Slett kontoen min",
        "stays": "Dette blir ståande, utan namnet ditt", "gone": "Kontoen er sletta", "former": "Tidlegare innbyggjar",
        "subject": "Kontoen din er sletta", "heading": "Stader der du er logga inn",
    },
}  # fmt: skip


@pytest.mark.parametrize(("form", "scripts"), [("nb", True), ("nn", False)])
def test_somebody_takes_what_is_theirs_and_goes(person, served, form, scripts):
    words, place = WORDS[form], f"/{WORDS[form]['place']}/{form}"
    case = f"{place}/forslag/{served.reference(words['title'])}"
    anyone = person(java_script_enabled=scripts).goes_to(case).sees(words["name"])
    one = person(width=390, java_script_enabled=scripts).goes_to(f"{place}/logg-inn").signs_in(words["email"])
    one.goes_to(f"{place}/min-side/innstillinger").follows(words["fetch"]).looks().presses(words["make"]).looks()
    served.work()
    one.follows(words["made"]).looks()
    with one.page.expect_download() as fetched:
        one.page.get_by_role("button", name=words["get"], exact=True).click()
    with zipfile.ZipFile(fetched.value.path()) as packed:
        page, data = (packed.read(name).decode() for name in ("opplysninger.html", "opplysninger.json"))
    assert words["heading"] in page
    assert json.loads(data)["people"][0]["email"] == words["email"]
    assert words["title"] in page
    one.goes_to(f"{place}/min-side/innstillinger").follows(words["erase"]).looks().sees(words["stays"])
    one.presses("Slett kontoen min for godt").looks().sees(words["gone"])
    assert "/logg-inn" in one.goes_to(f"{place}/min-side").page.url
    anyone.goes_to(case).sees(words["former"]).does_not_see(words["name"])
    served.work()
    assert "Alt stemmer" in served.tell("verify")
