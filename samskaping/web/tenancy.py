"""Which municipality and which form a request is for, read from its address before routing.

``/{municipality}/{nb|nn}/…`` on the shared host and ``/{nb|nn}/…`` for national pages or on a municipality's
own host: the parts move from PATH_INFO to SCRIPT_NAME, so that routes and ``url_for`` never know which it was.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from samskaping.language import FORMS
from samskaping.rules.places import ROOT_PATHS

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]
_SLUG = re.compile(r"^[a-z0-9][a-z0-9-]{0,59}$", re.ASCII)


class Tenancy:
    """WSGI middleware. On ``shared_hosts`` municipalities are found by path, on any other host by the host itself."""

    def __init__(self, app: Wsgi, shared_hosts: frozenset[str]) -> None:
        self.app, self.shared_hosts = app, shared_hosts

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        host = environ.get("HTTP_HOST", "").partition(":")[0].lower()
        own_host = None if host in self.shared_hosts else host
        first, second = _first_two(environ.get("PATH_INFO", ""))
        slug, form = None, None
        place, tongue = first.lower(), second.lower()
        if first in FORMS:
            form = first
            _shift(environ, 1)
        elif tongue in FORMS and _SLUG.match(place) and own_host is None:
            slug, form = place, tongue
            _shift(environ, 2)
        elif own_host is None and _SLUG.match(place) and place not in ROOT_PATHS:
            slug = place
        environ["samskaping.slug"], environ["samskaping.host"] = slug, own_host
        environ["samskaping.form"] = form
        environ["samskaping.capitals"] = slug is not None and (slug != first or form not in (None, second))
        environ["samskaping.rooted"] = form is None and first in ROOT_PATHS
        return self.app(environ, start)


def _first_two(path: str) -> tuple[str, str]:
    first, _, rest = path.lstrip("/").partition("/")
    return first, rest.partition("/")[0]


def _shift(environ: dict[str, Any], parts: int) -> None:
    path = environ["PATH_INFO"].split("/")
    environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + "/".join(path[: parts + 1])
    environ["PATH_INFO"] = "/" + "/".join(path[parts + 1 :])
