"""A visitor without a browser: opens pages, fills in forms and presses buttons, and looks closely at every page."""

import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, cast
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.local import LocalProxy
from werkzeug.test import TestResponse

from samskaping.actions import sessions
from samskaping.config import Settings
from samskaping.models import Person
from samskaping.web.app import create_app
from samskaping.web.rates import limiter
from samskaping.web.sessions import cookie_name
from tests.compiled import COMPILED
from tests.looking import look, words_of
from tests.statements import Statements
from tests.world import World

#: A path that already says which municipality and form, only the form, or that is the host's own.
_WHOLE = re.compile(r"/(ansatt/|([a-z0-9-]+/)?(nb|nn)(/|$))")
#: A municipality's pages, for everyone and at the desk.
_MUNICIPAL = re.compile(r"/(?!(nb|nn)/)[a-z0-9-]+/(nb|nn)(/|$)")
#: Statements that a form there may take, whatever the test that sends it is about.
MOST_OF_A_POST = 16


def _made(settings: Settings) -> Flask:
    app = create_app(settings, None)
    app.jinja_env.bytecode_cache = COMPILED
    return app


_shared = cache(_made)


@dataclass
class Site:
    """The application on a test's database. ``now`` is the instant at which the next request arrives.

    Making an application takes longer than most tests, so that sites which keep no pages share one in each process.
    A test that changes the application asks for one ``alone``.
    """

    settings: Settings
    bind: Any
    world: World
    alone: bool = False
    now: datetime = field(init=False)
    app: Flask = field(init=False)

    def __post_init__(self) -> None:
        self.now = self.world.now
        self.app = _made(self.settings) if self.alone or self.settings.kept_pages else _shared(self.settings)
        limiter.reset()
        self.sit()

    def sit(self) -> None:
        """Put the application on this site's database and clock."""
        self.app.config.update(BIND=self.bind, CLOCK=lambda: self.now)

    def visitor(self, person: Person | None = None, *, form: str = "nb", place: str | None = None) -> "Visitor":
        """Somebody at the municipality's pages in one form; signed in when a person is given.

        ``place`` is the beginning of every path: another municipality's, or ``/nb`` for the national pages.
        """
        visitor = Visitor(self, f"/{self.world.here.slug}/{form}" if place is None else place)
        if person is not None:
            visitor.sign_in(person)
        return visitor


#: What is new in every answer, though the page is the same: tokens, once-keys and public ids.
_SECRET = re.compile(r'(?<= value=")[\w-]{22,}={0,2}(?=")')
_NAME = re.compile(r"\b(?=[a-z]*\d)[0-9a-z]{10}\b")
#: Pages that have been looked at in this process, each by what all that are alike have in common.
_LOOKED_AT: set[int] = set()


def _alike(html: str) -> int:
    """The same for pages that differ in nothing but such names: each is known by when it first stands there."""
    names: dict[str, str] = {}
    plain = _SECRET.sub("", html)
    return hash(_NAME.sub(lambda name: names.setdefault(name[0], f"~{len(names)}"), plain))


def _tree(html: str) -> BeautifulSoup:
    """A page's tags, read when they are first asked for: many a page is opened for what it does alone."""
    return cast(BeautifulSoup, LocalProxy(cache(lambda: BeautifulSoup(html, "html.parser"))))


class Visitor:
    """One browser. ``page`` is the page it stands on, ``answer`` the last answer."""

    def __init__(self, site: Site, place: str) -> None:
        self.site, self.place = site, place
        self.client = site.app.test_client()
        self.answer: TestResponse
        self.page = _tree("")
        self.path = ""
        self.written: dict[str, Any] = {}
        #: How many statements the last form took that was sent.
        self.took = 0

    def sign_in(self, person: Person, *, is_sure: bool = True) -> None:
        """Sit down as a person, without the sign-in page, and without the second factor where not sure."""
        token, db, now = secrets.token_urlsafe(32), self.site.world.db, self.site.now
        row = sessions.begin(db, sessions.token_hash(token), now, {"_user_id": person.public_id}, "Prøve")
        sessions.seat(db, row, sessions.token_hash(token), person.id, now, is_sure=is_sure)
        db.commit()
        self.client.set_cookie(cookie_name(self.site.app), token)

    def get(self, path: str, status: int = 200, **headers: str) -> BeautifulSoup:
        """Open a page: a path in the municipality («/forslag»), or a whole one as the page's links have it."""
        self._ask("GET", path, headers=headers)
        return self._expect(status)

    def post(self, path: str, data: dict[str, Any] | None = None, status: int = 303, **headers: str) -> BeautifulSoup:
        """Send fields as they are, without following where it leads."""
        self._ask("POST", path, data=data or {}, headers=headers)
        return self._expect(status)

    def fill(self, **fields: Any) -> "Visitor":
        """Write into fields of the page, by name; a list ticks several boxes, None unticks."""
        names = {str(tag["name"]) for tag in self.page.select("form [name]")}
        assert not (unknown := set(fields) - names), f"no field {unknown} on {self.path}, only {names}"
        self.written |= fields
        return self

    def press(self, words: str, status: int = 200) -> BeautifulSoup:
        """Press the button with these words: its form is sent with what was filled in, and redirects are followed.

        Whoever decides in a case says that they are impartial, unless the test unticks it.
        """
        button, form = self._button(words)
        sure = {"impartial": "y"} if form.select_one("input[name=impartial]") else {}
        data = {**_fields_of(form), **sure, **self.written}
        if button.get("name"):
            data[str(button["name"])] = button.get("value", "")
        action = str(button.get("formaction") or form.get("action") or self.path)
        self._send(str(form.get("method", "get")).upper(), action, {k: v for k, v in data.items() if v is not None})
        self.follow()
        return self._expect(status)

    def follow(self) -> None:
        """Go where the answer leads, as a browser does."""
        for _turn in range(5):
            if self.answer.status_code not in (301, 302, 303, 307, 308):
                return
            self._ask("GET", urljoin(self.path, str(self.answer.headers["Location"])))
        raise AssertionError(f"redirects without end at {self.path}")

    def click(self, words: str, status: int = 200) -> BeautifulSoup:
        """Follow the link with these words."""
        for link in self.page.select("a[href]"):
            if words_of(link) == words or link.get("aria-label") == words:
                self._ask("GET", urljoin(self.path, str(link["href"])))
                self.follow()
                return self._expect(status)
        raise AssertionError(f"no link «{words}» on {self.path}: {[words_of(link) for link in self.page.select('a')]}")

    @property
    def token(self) -> str:
        """The CSRF token of the page's first form."""
        found = self.page.select_one("[name=csrf_token]")
        assert found is not None, f"no token on {self.path}"
        return str(found["value"])

    @property
    def text(self) -> str:
        """What the page says in its main part, on one line."""
        return words_of(self.page.select_one("main") or self.page)

    def _button(self, words: str) -> tuple[Tag, Tag]:
        for button in self.page.select("button"):
            if words_of(button) == words:
                form = self.page.find("form", id=button["form"]) if button.get("form") else button.find_parent("form")
                assert isinstance(form, Tag), f"«{words}» sends no form"
                return button, form
        raise AssertionError(f"no button «{words}» on {self.path}: {[words_of(b) for b in self.page.select('button')]}")

    def _send(self, method: str, action: str, data: dict[str, Any]) -> None:
        target = urljoin(self.path, action)
        if method == "GET":
            self._ask("GET", target.partition("?")[0], query_string=data)
        else:
            self._ask("POST", target, data=data)

    def _ask(self, method: str, path: str, **given: Any) -> None:
        parts = urlsplit(path)
        whole = parts.path if parts.netloc or _WHOLE.match(parts.path) else f"{self.place}{parts.path}"
        self.path = whole + (f"?{parts.query}" if parts.query else "")
        self.site.sit()
        self.site.world.db.commit()
        with Statements.listening() as heard:
            self.answer = self.client.open(self.path, method=method, base_url=self.site.settings.base_url, **given)
        self.took = len(heard) if method == "POST" else self.took
        if method == "POST" and _MUNICIPAL.match(self.path):
            assert len(heard) <= MOST_OF_A_POST, f"{len(heard)} statements at {self.path}\n{heard}"
        self.site.world.db.expire_all()
        if query := given.get("query_string"):
            self.path += "?" + "&".join(f"{name}={value}" for name, value in query.items())
        self.written = {}
        # Feeds and pictures are not pages.
        self.page = _tree(self._html)

    def _expect(self, status: int) -> BeautifulSoup:
        got = self.answer.status_code
        if got != status:
            said = self.text[:600] if got >= 400 else self.answer.headers.get("Location", "")
            raise AssertionError(f"{got}, not {status}, at {self.path}: {said}")
        if not 300 <= got < 400 and "<html" in self._html and (alike := _alike(self._html)) not in _LOOKED_AT:
            flaws = list(look(self.page))
            assert not flaws, f"{self.path}: {flaws}"
            _LOOKED_AT.add(alike)
        return self.page

    @property
    def _html(self) -> str:
        return self.answer.get_data(as_text=True) if self.answer.mimetype == "text/html" else ""


def _fields_of(form: Tag) -> dict[str, Any]:
    """What a browser would send of a form as the page shows it, without any button."""
    own = form.select("input, select, textarea")
    outside = form.find_parent("html")
    if outside is not None and form.get("id"):
        own += outside.select(f"input[form={form['id']}], select[form={form['id']}], textarea[form={form['id']}]")
    fields: dict[str, Any] = {}
    for control in own:
        name = str(control.get("name", ""))
        if not name or control.get("type") in ("submit", "button"):
            continue
        if control.get("type") in ("radio", "checkbox"):
            if control.has_attr("checked"):
                value = str(control.get("value", "on"))
                many = control.get("type") == "checkbox" and name in fields
                fields[name] = [*_listed(fields[name]), value] if many else value
        elif control.name == "select":
            chosen = control.select_one("option[selected]") or control.select_one("option")
            fields[name] = str(chosen.get("value", "")) if chosen else ""
        elif control.name == "textarea":
            fields[name] = control.get_text().removeprefix("\r\n").removeprefix("\n")
        else:
            fields[name] = str(control.get("value", ""))
    return fields


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
