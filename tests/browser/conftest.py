"""People of the demonstration at their browsers."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page

from samskaping.cli.demo import PASSWORD
from tests.serving import Served
from tests.watched import axe, overflow


class Person:
    """Somebody at a browser: says what they do in the words that stand on the page."""

    def __init__(self, page: Page, site: Served, scripts: bool) -> None:
        self.page, self.site, self.scripts = page, site, scripts

    def goes_to(self, path: str) -> "Person":
        self.page.goto(path)
        return self

    def signs_in(self, email: str) -> "Person":
        """By the form, wherever it stands now."""
        self.writes("E-post", email).writes("Passord", PASSWORD).presses("Logg inn")
        return self

    def writes(self, label: str, text: str) -> "Person":
        self._field(label).fill(text)
        return self

    def chooses(self, label: str, choice: str | int) -> "Person":
        """From a list, by its words or its place."""
        chosen = {"index": choice} if isinstance(choice, int) else {"label": choice}
        self._field(label).select_option(**chosen)
        return self

    def ticks(self, label: str) -> "Person":
        self.page.locator("main label").filter(
            has_text=re.compile(rf"^\s*{re.escape(label)}(?![a-zæøå])")
        ).first.click()
        assert self._field(label).is_checked()
        return self

    def presses(self, words: str) -> "Person":
        """A button; the page that follows is there when this returns."""
        return self.clicks(self.page.locator("main").get_by_role("button", name=words, exact=True).first)

    def follows(self, words: str | re.Pattern[str]) -> "Person":
        """A link to another page."""
        return self.clicks(self.page.get_by_role("link", name=words, exact=True).first)

    def clicks(self, thing: Locator) -> "Person":
        """What leads to another page, which is there when this returns: whoever reads at once reads no older one."""
        with self.page.expect_navigation():
            thing.click()
        return self

    def sees(self, *texts: str) -> "Person":
        said = self.main
        for text in texts:
            assert text in said, f"«{text}» is not on {self.page.url}:\n{said}"
        return self

    def does_not_see(self, text: str) -> "Person":
        assert text not in self.main
        return self

    def looks(self) -> "Person":
        """Closely: axe finds nothing on the page, and nothing spills out of the window.

        axe is a script that waits, so it never comes back in a window without scripts; the page is the same there.
        """
        if self.scripts:
            assert axe(self.page) == [], self.page.url
        assert overflow(self.page) <= 0, self.page.url
        return self

    def _field(self, label: str) -> Locator:
        # Labels say «(valgfritt)» after the name, and choices a line of help.
        return self.page.locator("main").get_by_label(re.compile(rf"^{re.escape(label)}(?![a-zæøå])")).first

    @property
    def main(self) -> str:
        return self.page.locator("main").inner_text().replace("\u00a0", " ").replace("\u00ad", "")

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text().replace("\u00a0", " ").replace("\u00ad", "")


@pytest.fixture
def person(window, served) -> Callable[..., Person]:
    """Somebody new at a window of their own: ``person(java_script_enabled=False)``."""
    return lambda **options: Person(window(**options), served, options.get("java_script_enabled", True))
