"""A walk through a served site by its own links, as one person: which pages there are, and which links lead nowhere."""

import html
import http.client
import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import create_engine, select
from werkzeug.exceptions import HTTPException

from samskaping import clock
from samskaping.actions import sessions
from samskaping.config import load
from samskaping.db import make_engine, transaction
from samskaping.models import Person
from samskaping.web.app import create_app
from samskaping.web.rates import limiter
from tests.serving import Served

LINK = re.compile(r"<(?:a|link|script|img|area)\b[^>]*?\s(?:href|src)=\"([^\"]*)\"")
PREFIX = re.compile(r"^(?:/[a-z0-9-]+)?/(?:nb|nn)(?=/|$)")

# Pages whose parts differ most from one to the next: more of these are opened.
CASES, DEEP = ("proposals.page", "casework.case"), 5


class Seen(NamedTuple):
    """One page of the walk."""

    path: str
    endpoint: str
    status: int
    mimetype: str
    body: str


@dataclass
class Walk:
    """What a walk found: pages, and complaints about links (where it stood, where it led, what it met)."""

    pages: list[Seen] = field(default_factory=list)
    dead: list[str] = field(default_factory=list)

    @property
    def kinds(self) -> dict[str, Seen]:
        """The first page found of each kind: of each endpoint that shows HTML."""
        found: dict[str, Seen] = {}
        for page in self.pages:
            if page.status == 200 and page.mimetype == "text/html":
                found.setdefault(page.endpoint, page)
        return found


def sign_in(site: Served, email: str) -> str:
    """The cookie of a new session of this person's, without the sign-in page."""
    # No dot: a value with one is read as signed, as browsers without a row have it.
    engine, token = make_engine(site.database), f"walk-{email}".replace(".", "-")
    with transaction(engine) as db:
        person = db.scalars(select(Person).where(Person.email_key == email)).one()
        now, hashed = clock.now(), sessions.token_hash(token)
        known = {"_user_id": person.public_id}
        row = sessions.begin(db, hashed, now, known, "Prøve")
        sessions.seat(db, row, hashed, person.id, now, is_sure=True)
    engine.dispose()
    return token


class Walker:
    """Follows links breadth first. ``most``: how many addresses of one kind (endpoint and query fields) it opens."""

    def __init__(self, site: Served, *, cookie: str = "", most: int = 3) -> None:
        self.site, self.cookie, self.most = site, cookie, most
        self.host = urlsplit(site.address).netloc
        app = create_app(
            load({"SAMSKAPING_ENV": "development", "SAMSKAPING_DATA": str(site.folder)}), create_engine("sqlite://")
        )
        self.routes = app.url_map.bind("localhost")

    def walk(self, *starts: str) -> Walk:
        found, opened, waiting = Walk(), Counter[str](), deque(("", start) for start in starts)
        known = set(starts)
        while waiting:
            origin, path = waiting.popleft()
            kind = self.kind(path)
            opened[kind] += 1
            if opened[kind] > self.most * (DEEP if kind.split()[0] in CASES else 1):
                continue
            page, links = self.open(path)
            found.pages.append(page)
            if page.status >= 400:
                found.dead.append(f"{origin} → {path}: {page.status}")
            for link in links:
                if link not in known:
                    known.add(link)
                    waiting.append((path, link))
        return found

    def open(self, path: str) -> tuple[Seen, list[str]]:
        """One page, and where its links and its redirect lead on this site."""
        connection = http.client.HTTPConnection(self.host, timeout=30)
        headers = {"Accept-Language": "nb", **({"Cookie": f"session={self.cookie}"} if self.cookie else {})}
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        mimetype = (answer.getheader("Content-Type") or "").partition(";")[0]
        raw = answer.read()
        connection.close()
        body = raw.decode() if mimetype.startswith(("text/html", "application/atom", "application/xml")) else ""
        page = Seen(path, self.endpoint(path), answer.status, mimetype, body)
        return page, list(self.links(path, body, answer.getheader("Location")))

    def links(self, path: str, body: str, location: str | None) -> Iterator[str]:
        for written in [*LINK.findall(body), *self.selections(body), *([location] if location else [])]:
            parts = urlsplit(urljoin(f"{self.site.address}{path}", html.unescape(written)))
            if parts.netloc == self.host and parts.scheme == "http":
                yield parts.path + (f"?{parts.query}" if parts.query else "")

    def selections(self, body: str) -> Iterator[str]:
        """Where each button of a list's selection leads with the first two chosen."""
        if 'id="utvalg"' not in body:
            return
        chosen = BeautifulSoup(body, "html.parser").select_one("#utvalg")
        assert chosen is not None
        boxes = chosen.select("input[type=checkbox][name=sak], input[type=checkbox][name=tekst]")
        refs = [(str(box["name"]), str(box["value"])) for box in boxes[:2]]
        for button in chosen.select(".sk-bulk button, .sk-chosen__foot button") if refs else ():
            own = [(str(button["name"]), str(button["value"]))] if button.get("name") else []
            yield f"{button.get('formaction') or chosen['action']}?{urlencode([*own, *refs])}"

    def kind(self, path: str) -> str:
        parts = urlsplit(path)
        form = (PREFIX.match(parts.path) or [""])[0].rpartition("/")[2]
        return f"{self.endpoint(path)} {form} {sorted(parse_qs(parts.query, keep_blank_values=True))}"

    def endpoint(self, path: str) -> str:
        """The name of what answers at this path; the path itself for a static file."""
        inner = PREFIX.sub("", urlsplit(path).path) or "/"
        try:
            name, _values = self.routes.match(inner, method="GET")
        except HTTPException:
            return inner
        return str(name)


class Reader(Walker):
    """Walks through an application in this process, by its links and what a site map names."""

    def __init__(self, app: Flask, *, cookie: str = "", most: int = 3) -> None:
        self.app, self.cookie, self.most = app, cookie, most
        self.host, self.address = "localhost", "http://localhost"
        self.site = self  # type: ignore[assignment]
        self.routes = app.url_map.bind("localhost")

    def open(self, path: str) -> tuple[Seen, list[str]]:
        limiter.reset()
        browser = self.app.test_client()
        if self.cookie:
            browser.set_cookie("session", self.cookie)
        answer = browser.get(path, headers={"Accept-Language": "nb"}, buffered=True)
        is_text = answer.mimetype.startswith("text/") or answer.mimetype.endswith("xml")
        body = answer.get_data(as_text=True) if is_text else ""
        body += "\n".join(f"{name}: {value}" for name, value in answer.headers)
        page = Seen(path, self.endpoint(path), answer.status_code, answer.mimetype, body)
        named = [urlsplit(one).path for one in re.findall(r"<loc>([^<]+)</loc>", body)]
        return page, [*self.links(path, body, answer.headers.get("Location")), *named]
