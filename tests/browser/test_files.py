"""Pictures and files are attached to a proposal, described, seen by everyone and taken away, in both forms."""

import re

import pytest
from playwright.sync_api import expect

from tests.files import PDF, picture
from tests.watched import axe

pytestmark = [pytest.mark.browser, pytest.mark.second_in_matrix]
WORDS = {
    "nb": {
        "place": "halden", "who": "liv@halden.example.no", "title": "Lys ved balløkka i Tistedal",
        "manage": "Legg til eller fjern bilder og filer", "upload": "Last opp", "save": "Lagre", "remove": "Fjern",
        "demand": "Skriv hva bildet «løkka.jpg» viser", "none": "Ingenting er lagt ved ennå.", "sent": "er lagt ved",
        "alt": "Hva viser bildet?", "refused": "Slike filer kan vi ikke ta imot", "choose": "Velg filer",
    },
    "nn": {
        "place": "voss", "who": "kristin@voss.example.no", "title": "Regnbed på skuleplassen",
        "manage": "Legg til eller fjern bilete og filer", "upload": "Last opp", "save": "Lagre", "remove": "Fjern",
        "demand": "Skriv kva biletet «løkka.jpg» viser", "none": "Ingenting er lagt ved enno.", "sent": "er lagd ved",
        "alt": "Kva viser biletet?", "refused": "Slike filer kan vi ikkje ta imot", "choose": "Vel filer",
    },
}  # fmt: skip
CHOSEN = [
    {"name": "løkka.jpg", "mimeType": "image/jpeg", "buffer": picture(1200, 800)},
    {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": PDF},
]
#: Drops files on the box as somebody who drags them there does.
DROP = """
const given = new DataTransfer();
given.items.add(new File(["<svg/>"], "ond.svg", {type: "image/svg+xml"}));
const drop = new DragEvent("drop", {dataTransfer: given, bubbles: true, cancelable: true});
document.querySelector(".sk-drop").dispatchEvent(drop);
"""


def chosen_with_script(someone, words):
    """Both at once, sent one by one; one that is not taken is told of, and stays told."""
    page = someone.page
    expect(page.get_by_text(words["choose"], exact=True)).to_be_visible()
    page.set_input_files("#files", CHOSEN)
    expect(page.locator("[data-uploads-status]")).to_contain_text(words["sent"])
    expect(page.locator("li.sk-file")).to_have_count(2)
    expect(page.locator("[data-uploads] li")).to_have_count(0)
    page.evaluate(f"(() => {{{DROP}}})()")
    expect(page.locator("[data-uploads]")).to_contain_text(words["refused"])
    assert axe(page) == []


def chosen_without(someone, words):
    page = someone.page
    page.set_input_files("#files", CHOSEN)
    someone.presses(words["upload"])
    expect(page.locator("li.sk-file")).to_have_count(2)


@pytest.mark.parametrize(("form", "scripts"), [
    ("nb", True), ("nn", False),
    pytest.param("nb", False, marks=pytest.mark.matrix), pytest.param("nn", True, marks=pytest.mark.matrix),
])  # fmt: skip
def test_pictures_and_files_from_choosing_to_taking_away(person, served, form, scripts):
    words = WORDS[form]
    place, ref = f"/{words['place']}/{form}", served.reference(words["title"])
    someone = person(width=390, java_script_enabled=scripts).goes_to(f"{place}/logg-inn").signs_in(words["who"])
    someone.goes_to(f"{place}/forslag/{ref}").follows(words["manage"]).looks().sees(words["none"])
    (chosen_with_script if scripts else chosen_without)(someone, words)
    served.work()
    someone.presses(words["save"]).looks()
    expect(someone.page.locator("main .ds-error-summary")).to_contain_text(words["demand"])
    anyone = person(java_script_enabled=scripts).goes_to(f"{place}/forslag/{ref}").sees("plan.pdf")
    assert anyone.page.locator("main .sk-pictures img").count() == 0
    someone.writes(words["alt"], "Balløkka i mørket").presses(words["save"])
    assert re.search(rf"/forslag/{ref}(#|$)", someone.page.url)
    someone.looks()
    anyone.goes_to(f"{place}/forslag/{ref}").looks()
    seen = anyone.page.get_by_alt_text("Balløkka i mørket")
    seen.scroll_into_view_if_needed()
    expect(seen).to_be_visible()
    if scripts:
        expect(seen).to_have_js_property("complete", True)
        assert seen.evaluate("image => image.naturalWidth") > 300
    someone.follows(words["manage"])
    for left in (1, 0):
        someone.clicks(someone.page.get_by_role("button", name=re.compile(words["remove"])).first)
        expect(someone.page.locator("li.sk-file")).to_have_count(left)
    anyone.goes_to(f"{place}/forslag/{ref}").does_not_see("plan.pdf")
    assert anyone.page.get_by_alt_text("Balløkka i mørket").count() == 0


def test_whoever_saves_while_files_are_on_their_way_leaves_when_they_have_come(person, served):
    words, ref = WORDS["nb"], served.reference(WORDS["nb"]["title"])
    someone = person().goes_to("/halden/nb/logg-inn").signs_in(words["who"])
    someone.goes_to(f"/halden/nb/filer/forslag/{ref}")
    page = someone.page
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    slowly = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 100_000}
    network.send("Network.emulateNetworkConditions", slowly)
    large = CHOSEN[1] | {"buffer": PDF[:9] + b" " * 150_000 + PDF[9:]}
    page.set_input_files("#files", [large])
    page.get_by_role("button", name="Lagre", exact=True).click()
    page.wait_for_url(re.compile(rf"/nb/forslag/{ref}"))
    someone.goes_to(f"/halden/nb/filer/forslag/{ref}").sees("plan.pdf")
    someone.clicks(page.get_by_role("button", name=re.compile("Fjern")).first)
    someone.sees(words["none"])
