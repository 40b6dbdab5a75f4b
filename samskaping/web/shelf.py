"""Pages that anyone may read, kept in this process for as long as nothing that they can show has changed.

A page is made once and answered from here while its stamp holds (``models/stamps.py``), which takes the one statement
that finds the municipality. The stamp is read before what the page shows, so that a write between them only makes the
page anew once more. What a page shows besides is in its key: address, form, whether it is compressed, and the day.
"""

from collections import OrderedDict
from datetime import date
from threading import Lock
from typing import NamedTuple

from flask import Flask, Response, current_app, g, request

from samskaping.config import Settings
from samskaping.context import stamps
from samskaping.web import caching
from samskaping.web.sessions import cookie_name

#: What one entry takes beside its text.
_OVERHEAD = 2_000
#: A page that takes more than this part of the shelf is not worth the others.
_LARGEST = 16


class Key(NamedTuple):
    """All that one anonymous reader's page differs by from another's."""

    root: str
    path: str
    query: str
    is_zipped: bool
    day: date


class Page(NamedTuple):
    stamp: int
    headers: list[tuple[str, str]]
    body: bytes


class Shelf:
    """Pages by key, the ones longest unread thrown out first."""

    def __init__(self, size: int) -> None:
        self.size, self.held = size, 0
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Key, stamp: int) -> Page | None:
        """The page, if it is of this very stamp; one of another is thrown out."""
        with self._lock:
            page = self._pages.get(key)
            if page is None:
                return None
            if page.stamp != stamp:
                self._remove(key)
                return None
            self._pages.move_to_end(key)
            return page

    def keep(self, key: Key, page: Page) -> None:
        if _size(key, page) * _LARGEST > self.size:
            return
        with self._lock:
            self._remove(key)
            self._pages[key] = page
            self.held += _size(key, page)
            while self.held > self.size:
                self._remove(next(iter(self._pages)))

    def _remove(self, key: Key) -> None:
        page = self._pages.pop(key, None)
        self.held -= _size(key, page) if page else 0


def _size(key: Key, page: Page) -> int:
    return len(page.body) + len(key.path) + len(key.query) + _OVERHEAD


def install(app: Flask, settings: Settings) -> None:
    """A shelf of its own for each application; ``SAMSKAPING_KEPT_PAGES`` is its size in megabytes."""
    app.extensions["shelf"] = Shelf(settings.kept_pages * 1_000_000)


def found() -> Response | None:
    """The page that is asked for, when it is kept; else a note that it may be once it is made."""
    shelf: Shelf = current_app.extensions["shelf"]
    if not shelf.size or not _is_anonymous():
        return None
    # A browser without a cookie has no session; all else that pages differ by stands here.
    key = Key(request.root_url, request.path, request.environ["QUERY_STRING"], caching.accepts_gzip(), g.ctx.today)
    stamp = stamps.of(g.ctx)
    page = shelf.find(key, stamp)
    if page is None:
        g.wanted = (key, stamp)
        return None
    g.is_kept = True
    answer = Response(page.body, headers=page.headers)
    answer.make_conditional(request)
    return answer


def keep(response: Response) -> None:
    """Keep a page that was made now, if it is one that everybody would get."""
    wanted = g.pop("wanted", None)
    if wanted is None or request.method != "GET" or response.status_code != 200 or response.is_streamed:
        return
    if response.headers.get("Cache-Control") != "no-cache" or "Set-Cookie" in response.headers:
        return
    if stamps.vouches(g.ctx):
        key, stamp = wanted
        headers = [(name, value) for name, value in response.headers if name != "Date"]
        current_app.extensions["shelf"].keep(key, Page(stamp, headers, response.get_data()))


def _is_anonymous() -> bool:
    return (
        request.method in ("GET", "HEAD")
        and request.environ["samskaping.form"] is not None
        and cookie_name(current_app) not in request.cookies
        and "X-Fragment" not in request.headers
        # What a mailed link leads to is its owner's, also when they have no cookie yet.
        and "token" not in (request.view_args or ())
    )
