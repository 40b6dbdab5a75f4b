"""A browser window that is watched: whatever goes wrong on its pages is written down, also what nobody looked for."""

import itertools
from ipaddress import ip_address
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Request

# What axe is asked for: WCAG 2.2 to level AA (the law, FOR-2013-06-21-732, asks for 2.1), and its best practices.
# What it finds in order, it does not describe: that takes as long as the looking.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# What can be otherwise by night, when nothing but colours is.
COLOURS = {**RULES, "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}

# Whoever signs in too often from one address waits for an hour, and all windows of a run are opened on one machine.
_WINDOWS = itertools.count()


class Watched:
    """One person's window. ``complaints`` holds errors on the console, violations of the CSP and calls elsewhere."""

    def __init__(
        self, browser: Browser, address: str, *, width: int = 1280, height: int = 900, **options: object
    ) -> None:
        self.complaints: list[str] = []
        self._address = address
        self.context: BrowserContext = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            extra_http_headers={"X-Forwarded-For": str(ip_address("10.0.0.1") + next(_WINDOWS))},
            **{"locale": "nb-NO", "timezone_id": "Europe/Oslo", "reduced_motion": "reduce", **options},  # type: ignore[arg-type]
        )
        # A busy machine is no fault; whatever never comes is ended with the test.
        self.context.set_default_timeout(240_000)
        self.context.on("request", self._follow)
        self.context.on("console", self._listen)
        self.context.on("weberror", lambda error: self.complaints.append(f"error: {error.error}"))
        self.page: Page = self.context.new_page()

    def _follow(self, request: Request) -> None:
        if not request.url.startswith((self._address, "data:", "blob:", "about:")):
            self.complaints.append(f"a call to a third party: {request.url}")

    def _listen(self, message: object) -> None:
        kind, text = getattr(message, "type", ""), getattr(message, "text", "")
        # A page that answers 404 or 422 on purpose is reported by Chromium as a failed load; tests look at those.
        if kind == "error" and not text.startswith("Failed to load resource: the server responded with a status of 4"):
            self.complaints.append(f"console: {text}")

    def close(self) -> None:
        self.context.close()


def axe(page: Page, rules: dict[str, Any] = RULES) -> list[str]:
    """What axe finds on the page as it stands: the rule, its words, and where."""
    found = Axe().run(page, options=rules).response["violations"]
    return [f"{one['id']}: {one['help']}: {[node['target'] for node in one['nodes']][:5]}" for one in found]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
