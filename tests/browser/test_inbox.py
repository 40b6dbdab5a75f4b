"""The inbox by keyboard alone, by phone, and without scripts."""

import pytest

from tests.browser.test_journeys import Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.second_in_matrix]
KARI = "kari@halden.example.no"
ASTRID = "astrid@halden.example.no"


def at_the_inbox(person, **options):
    someone = person(**options).goes_to("/halden/nb/logg-inn").signs_in(options.pop("email", KARI))
    return someone.goes_to("/halden/nb/arbeid")


def tabs_to(page, name):
    """Press Tab until the field or button with this name has the focus."""
    for _ in range(80):
        if page.evaluate("document.activeElement.name") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} cannot be reached by Tab")


def follows_by_keyboard(page, words):
    """Press Tab until the link with these words has the focus, and Enter."""
    for _ in range(80):
        if words in page.evaluate("document.activeElement.tagName == 'A' ? document.activeElement.textContent : ''"):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"«{words}» cannot be reached by Tab")


def test_ten_proposals_are_triaged_by_keyboard_alone(person):
    """Five are read and taken, each with the question of impartiality; five are given to a unit in one deed."""
    kari = at_the_inbox(person)
    page, press = kari.page, kari.page.keyboard.press
    press("?")
    assert page.locator("dialog#taster").is_visible()
    press("Escape")
    assert not page.locator("dialog#taster").is_visible()
    follows_by_keyboard(page, "Nye")
    assert len({reads_and_takes_the_first(kari) for _ in range(5)}) == 5
    follows_by_keyboard(page, "Alle åpne")
    gives_five_to_a_unit(kari)


def reads_and_takes_the_first(kari) -> str:
    page, press = kari.page, kari.page.keyboard.press
    press("j")
    ref = page.evaluate("document.activeElement.closest('tr').dataset.ref")
    with page.expect_navigation():
        press("Enter")
    assert ref in page.url
    follows_by_keyboard(page, "Tilbake til innboksen")
    assert page.evaluate("document.activeElement.closest('tr').dataset.ref") == ref
    with page.expect_navigation():
        press("t")
    kari.sees("Er du habil?")
    page.wait_for_function("document.activeElement.name === 'answer'")
    press("Space")
    with page.expect_navigation():
        press("Enter")
    kari.sees("Du har saken.")
    assert "ko=nye" in page.url
    assert page.locator(f"tr[data-ref='{ref}']").count() == 0
    return ref


def gives_five_to_a_unit(kari) -> None:
    page, press = kari.page, kari.page.keyboard.press
    for at in range(10):
        press("j" if at % 2 == 0 else "x")
    with page.expect_navigation():
        press("g")
    kari.sees("5 saker er valgt.")
    tabs_to(page, "unit")
    Keyboard(page).chooses("Kultur")
    for button in ("_vis", "_gjor"):
        tabs_to(page, button)
        with page.expect_navigation():
            press("Enter")
        if button == "_vis":
            kari.sees("Dette skjer", "i alle eller i ingen")
    kari.sees("Gjort i ")


def test_the_rest_of_the_menu_opens_by_keyboard_and_without_scripts(person):
    for scripts in (True, False):
        kari = at_the_inbox(person, java_script_enabled=scripts)
        page = kari.page
        page.locator(".sk-more > summary").focus()
        page.keyboard.press("Enter")
        follows_by_keyboard(page, "Svarmaler")
        assert kari.heading == "Svarmaler"
        assert page.locator(".sk-more [aria-current=page]").count() == 1


def test_on_a_phone_the_deeds_with_the_chosen_stay_in_sight(person):
    kari = at_the_inbox(person, width=390)
    page = kari.page
    page.locator("input[name=sak]").first.check()
    page.evaluate("scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
    box = page.locator(".sk-bulk").bounding_box()
    assert box["y"] + box["height"] <= page.viewport_size["height"] + 1
    kari.looks()


def test_ten_cases_are_given_away_by_keyboard_alone(person):
    kari = at_the_inbox(person)
    page, press = kari.page, kari.page.keyboard.press
    for _ in range(10):
        press("j")
        press("x")
    assert page.locator("input[name=sak]:checked").count() == 10
    assert "10 valgt" in page.locator(".sk-bulk__count").inner_text()
    with page.expect_navigation():
        press("g")
    kari.sees("10 saker er valgt.").looks()
    tabs_to(page, "unit")
    Keyboard(page).chooses("Plan")
    for button in ("_vis", "_gjor"):
        tabs_to(page, button)
        with page.expect_navigation():
            press("Enter")
        if button == "_vis":
            kari.sees("Dette skjer").looks()
    kari.sees("Gjort i ")
    assert kari.heading == "Innboks"


def test_arrows_and_enter_open_a_case_and_t_asks_for_it(person):
    kari = at_the_inbox(person)
    page, press = kari.page, kari.page.keyboard.press
    press("ArrowDown")
    press("ArrowDown")
    press("ArrowUp")
    first = page.locator(".sk-inbox tbody tr").first
    assert first.evaluate("row => row.contains(document.activeElement)")
    with page.expect_navigation():
        press("t")
    kari.sees("Er du habil")
    page.goto("/halden/nb/arbeid")
    press("j")
    with page.expect_navigation():
        press("Enter")
    assert "/arbeid/sak/" in page.url


def test_the_keys_are_listed_and_letters_can_be_switched_off(person):
    astrid = person().goes_to("/halden/nb/logg-inn").signs_in(ASTRID).goes_to("/halden/nb/arbeid")
    page, press = astrid.page, astrid.page.keyboard.press
    press("?")
    assert page.locator("dialog#taster").is_visible()
    astrid.looks()
    with page.expect_navigation():
        page.locator("dialog#taster a").click()
    astrid.looks().presses("Slå av bokstavtastene")
    press("j")
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    press("ArrowDown")
    assert page.locator(".sk-inbox tbody tr").first.evaluate("row => row.contains(document.activeElement)")
    astrid.goes_to("/halden/nb/arbeid/taster").presses("Slå på bokstavtastene")
    press("j")
    assert page.locator(".sk-inbox tbody tr").first.evaluate("row => row.contains(document.activeElement)")


@pytest.mark.parametrize(
    ("width", "form"),
    [
        (390, "nn"),
        (1280, "nb"),
        pytest.param(390, "nb", marks=pytest.mark.matrix),
        pytest.param(1280, "nn", marks=pytest.mark.matrix),
    ],
)
def test_nothing_is_wrong_with_the_pages(person, width, form):
    kari = person(width=width).goes_to("/halden/nb/logg-inn").signs_in(KARI)
    for path in ("", "?ko=mine", "?velg=alle", "/fravaer", "/taster"):
        kari.goes_to(f"/halden/{form}/arbeid{path}").looks()


def test_without_scripts_all_are_chosen_by_a_link_and_moved_by_a_button(person):
    kari = at_the_inbox(person, java_script_enabled=False)
    kari.follows("Velg alle på siden").presses("Flytt")
    kari.sees("Velg steget de skal ta").follows("Svar nei").presses("Se hva som skjer")
    kari.sees("Velg hvem som bestemmer").looks()
