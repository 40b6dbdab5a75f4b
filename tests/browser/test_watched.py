"""The watch over the browser's windows is seen to see."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route

from tests.watched import Watched, axe, overflow

pytestmark = [pytest.mark.browser, pytest.mark.second_in_matrix]
HERE = "http://127.0.0.1:9"
POLICY = {"Content-Security-Policy": "default-src 'none'; script-src 'self'; img-src http:"}


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """A window to which nothing outside answers: whatever it asks for, it gets this page."""
    window = Watched(browser, HERE, width=390)
    yield window
    window.close()


def show(window: Watched, body: str, status: int = 200) -> None:
    def answer(route: Route) -> None:
        route.fulfill(
            status=status, headers={"Content-Type": "text/html; charset=utf-8", **POLICY}, body=f"<!doctype html>{body}"
        )

    window.context.route("**/*", answer)
    window.page.goto("/")
    window.page.wait_for_load_state("networkidle")


def test_a_good_page_raises_no_complaint(watched: Watched):
    show(watched, "<html lang=nb><title>Forslag</title><main><h1>Forslag</h1></main>", status=404)
    assert watched.complaints == []
    assert axe(watched.page) == []
    assert overflow(watched.page) == 0


def test_a_call_elsewhere_is_seen(watched: Watched):
    show(watched, "<img src='http://elsewhere.example/x.png' alt=''>")
    assert watched.complaints == ["a call to a third party: http://elsewhere.example/x.png"]


def test_a_breach_of_the_policy_is_seen(watched: Watched):
    show(watched, "<script>1</script>")
    assert len(watched.complaints) == 1
    assert "Content Security Policy" in watched.complaints[0]


def test_what_axe_finds_is_told(watched: Watched):
    show(watched, "<html lang=nb><title>x</title><main><h1>x</h1><input></main>")
    assert [line.partition(":")[0] for line in axe(watched.page)] == ["label"]


def test_a_page_that_is_too_wide_is_seen(watched: Watched):
    show(watched, "<pre>" + "x" * 400 + "</pre>")
    assert overflow(watched.page) > 0
