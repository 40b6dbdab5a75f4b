"""Every component, by day and by night, on a phone and on a desk: axe finds nothing, nothing spills, no complaint."""

import re

import pytest

from tests.watched import axe, overflow


@pytest.mark.one_database
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(window, scheme, width):
    page = window(width=width, color_scheme=scheme)
    page.goto("/halden/nb/_components")
    assert axe(page) == []
    assert overflow(page) == 0


@pytest.mark.one_database
@pytest.mark.parametrize("width", [320, 640])
@pytest.mark.parametrize("path", ["/halden/nn/_components", "/nb/_components"])
def test_it_reflows(window, width, path):
    """WCAG 2.2 1.4.10: 320 px is 1280 px at 400 %."""
    page = window(width=width)
    page.goto(path)
    assert overflow(page) == 0


@pytest.mark.one_database
def test_forced_colours_keep_the_thread(window):
    page = window(width=1280, forced_colors="active")
    page.goto("/halden/nb/_components")
    edge = "document.querySelector('.sk-thread__point').computedStyleMap().get('border-top-style').toString()"
    assert page.evaluate(edge) == "solid"


@pytest.mark.one_database
def test_paper_has_no_forms_and_no_night(window):
    page = window(width=800, color_scheme="dark")
    page.goto("/halden/nb/_components")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator("form:visible").count() == 0
    assert page.locator(".sk-nav:visible").count() == 0
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert (
        page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--sk-paper')").strip() == "#ffffff"
    )


@pytest.mark.one_database
class TestBehaviours:
    def test_the_error_summary_has_focus_and_leads_to_the_field(self, window):
        page = window()
        page.goto("/halden/nb/_components")
        assert page.evaluate("document.activeElement.id") == "error-summary"
        page.locator("#error-summary a").first.press("Enter")
        assert page.evaluate("document.activeElement.name") == "title"

    def test_the_counter_counts_what_a_reader_would(self, window):
        page = window()
        page.goto("/halden/nb/_components")
        area = page.locator("textarea[data-counter]").first
        area.fill("æøå 👋🏽")
        assert page.locator("#need-count").inner_text().replace("\u00a0", " ") == "6 av 2 000 tegn"
        area.fill("x" * 2003)
        assert page.locator("#need-count").inner_text() == "3 tegn for mye"
        assert "is-over" in page.locator("#need-count").get_attribute("class")

    def test_a_form_is_sent_once(self, window):
        page = window()
        page.goto("/halden/nb/_components")
        let_through = page.evaluate(
            """() => {
                let sent = 0;
                window.addEventListener("submit", (event) => {
                    if (!event.defaultPrevented) sent += 1;
                    event.preventDefault();
                });
                const form = document.querySelector("form[data-once]");
                for (let i = 0; i < 3; i++) form.requestSubmit(form.querySelector("button[type=submit]"));
                return sent;
            }"""
        )
        assert let_through == 1
        assert page.locator("form[data-once] button[aria-busy=true]").count() == 1
        assert page.locator("form[data-once] button:disabled").count() == 0

    def test_without_script_everything_is_there(self, window):
        page = window(java_script_enabled=False)
        page.goto("/halden/nb/_components")
        assert page.get_by_text(re.compile(r"Inntil 2\s000 tegn")).count() == 1
        assert page.locator(".sk-filter__choices select").first.is_visible()
