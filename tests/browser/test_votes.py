"""A ballot on a phone: by keyboard, with scripts and without, in both forms; and the result beside it."""

import pytest

from tests.browser.test_journeys import Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.one_database]
#: What stands on the pages of each form.
WORDS = {
    "nb": {
        "challenge": "Hvordan kommer folk i bygdene seg til Vangen uten bil?", "vote": "Avstemningen",
        "advice": "Avstemningen er et råd.", "sign_in": "Logg inn", "ballot": "Gå til stemmeseddelen",
        "cast": "Stem", "much": "Ta bort noe", "kept": "Stemmen din er lagret.", "change": "Endre stemmen",
        "have": "Du har stemt.", "who": "torunn@voss.example.no",
        "rules": ("Telt slik: flest stemmer først", "Telt slik: like deler", "Tell selv"),
        "tista": "Hvordan kan elvebredden langs Tista bli et sted å være?",
        "see": "Se stemmesedlene, samlet etter hva som er krysset av",
    },
    "nn": {
        "challenge": "Korleis kjem folk i bygdene seg til Vangen utan bil?", "vote": "Avstemminga",
        "advice": "Avstemminga er eit råd.", "sign_in": "Logg inn", "ballot": "Gå til stemmesetelen",
        "cast": "Stem", "much": "Ta bort noko", "kept": "Stemma di er lagra.", "change": "Endre stemma",
        "have": "Du har stemt.", "who": "oddvar@voss.example.no",
        "rules": ("Talt slik: flest stemmer først", "Talt slik: like delar", "Tel sjølv"),
        "tista": "Korleis kan elvebreidda langs Tista bli ein stad å vere?",
        "see": "Sjå stemmesetlane, samla etter kva som er kryssa av",
    },
}  # fmt: skip


@pytest.mark.parametrize(("form", "scripts"), [("nb", True), ("nn", False)])
def test_a_ballot_on_a_phone_by_keyboard(person, form, scripts):
    words = WORDS[form]
    someone = person(width=390, java_script_enabled=scripts).goes_to(f"/voss/{form}/utfordringer")
    someone.follows(words["challenge"]).follows(words["vote"]).looks().sees(words["advice"])
    someone.clicks(someone.page.locator("main").get_by_role("link", name=words["sign_in"])).signs_in(words["who"])
    someone.looks().sees(words["advice"])

    hand = Keyboard(someone.page)
    hand.goes_to(words["ballot"]).press("Enter").lands("/stem")
    someone.looks()
    for title in ("Bygdeskyss", "Laurdagsbuss"):
        hand.goes_to(title).press("Space")
    hand.goes_to(words["cast"]).press("Enter")
    someone.page.locator(".ds-error-summary").wait_for()
    someone.looks().sees(words["much"])
    hand.goes_to("Laurdagsbuss").press("Space")
    hand.goes_to(words["cast"]).press("Enter").lands("/avstemning")
    someone.looks().sees(words["have"])
    assert words["kept"] in someone.page.locator("body").inner_text()
    hand.goes_to(words["change"]).press("Enter").lands("/stem")
    assert someone.page.locator("main input:checked").count() == 1


@pytest.mark.parametrize(("form", "scripts", "width"), [("nb", True, 1280), ("nn", False, 390)])
def test_both_results_stand_side_by_side(person, form, scripts, width):
    words = WORDS[form]
    anyone = person(width=width, java_script_enabled=scripts).goes_to(f"/halden/{form}/utfordringer")
    anyone.follows(words["tista"]).follows(words["vote"]).looks().sees(words["advice"], *words["rules"])
    anyone.page.get_by_text(words["see"]).click()
    anyone.page.get_by_text("1, 3").first.wait_for()  # without scripts a click returns before the fold is open
    anyone.looks()
    first, second = (anyone.page.locator(f"#regel-{rule}").bounding_box() for rule in ("gradig", "like_deler"))
    assert (first["y"] == second["y"]) == (width == 1280)
