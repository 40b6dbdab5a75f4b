"""What an OpenID issuer says of itself and answers, within short times: its addresses, its keys, its tokens.

Nobody waits here for an issuer that is away: each question has seconds, few threads ask at once, and one that got no
answer keeps the others from asking for a while.
"""

import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPException
from typing import Any
from urllib.parse import urlencode, urlsplit

from joserfc.errors import JoseError
from joserfc.jwk import KeySet

#: Seconds for one question, for a place among those who ask, and for leaving in peace one that did not answer.
PATIENCE, QUEUE, REST = 3.0, 0.5, 5.0
#: How many of a process's threads wait for the issuer at once; the others serve pages.
ASKERS = 4
#: Seconds for which addresses and keys are kept.
_FRESH = 24 * 3600
_LARGEST = 500_000
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_OPTIONAL = ("end_session_endpoint",)


class Unreachable(Exception):
    """The issuer does not answer, or not in a way that can be understood."""


class _Stay(urllib.request.HTTPRedirectHandler):
    """An issuer answers where it is asked; nothing is fetched from wherever it points."""

    def redirect_request(self, *_given: Any) -> None:
        return None


class Issuer:
    """One issuer by its address. Safe for many threads; what it has learnt is kept for a day."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._opener = urllib.request.build_opener(_Stay)
        self._askers = threading.BoundedSemaphore(ASKERS)
        self._resting_until = 0.0
        self._said: tuple[float, Any] | None = None
        self._keys: tuple[float, Any] | None = None

    @contextmanager
    def asking(self, seconds: float) -> Iterator[float]:
        """A place among those who ask, and the instant by which all answers must be there."""
        if time.monotonic() < self._resting_until:
            raise Unreachable("it did not answer a moment ago")
        if not self._askers.acquire(timeout=QUEUE):
            raise Unreachable("many wait for it already")
        try:
            yield time.monotonic() + seconds
        except Unreachable:
            self._resting_until = time.monotonic() + REST
            raise
        finally:
            self._askers.release()

    def about(self, deadline: float) -> dict[str, Any]:
        """Its addresses (OpenID Connect Discovery)."""
        known = self._said
        if known and time.monotonic() - known[0] < _FRESH:
            return dict(known[1])
        said = self._object(f"{self.address.rstrip('/')}/.well-known/openid-configuration", deadline)
        if said.get("issuer") != self.address:
            raise Unreachable("it says that it is another one")
        scheme = urlsplit(self.address).scheme
        for name in (*_NEEDED, *(name for name in _OPTIONAL if name in said)):
            if urlsplit(str(said.get(name))).scheme not in ("https", scheme):
                raise Unreachable(f"{name} is no address")
        self._said = time.monotonic(), said
        return dict(said)

    def known(self) -> dict[str, Any]:
        """What it has said of itself to this process, without asking."""
        return dict(self._said[1]) if self._said else {}

    def keys(self, deadline: float, *, older_than: float | None = None) -> KeySet:
        """The keys that it signs with. With ``older_than``, those that were fetched so many seconds ago are old."""
        known = self._keys
        if known and time.monotonic() - known[0] < (_FRESH if older_than is None else older_than):
            return known[1]  # type: ignore[no-any-return]
        said = self._object(str(self.about(deadline)["jwks_uri"]), deadline)
        try:
            found = KeySet.import_key_set(said)  # type: ignore[arg-type]
        except (JoseError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise Unreachable("its keys are no keys") from error
        self._keys = time.monotonic(), found
        return found

    def exchange(self, fields: Mapping[str, str], deadline: float) -> tuple[int, dict[str, Any]]:
        """What its token endpoint answers."""
        status, said = self._fetch(str(self.about(deadline)["token_endpoint"]), deadline, urlencode(fields).encode())
        if status >= 500:
            raise Unreachable(f"it answers {status}")
        return status, said

    def _object(self, address: str, deadline: float) -> dict[str, Any]:
        status, said = self._fetch(address, deadline)
        if status != 200:
            raise Unreachable(f"it answers {status}")
        return said

    def _fetch(self, address: str, deadline: float, sent: bytes | None = None) -> tuple[int, dict[str, Any]]:
        left = deadline - time.monotonic()
        if left <= 0:
            raise Unreachable("it takes too long")
        question = urllib.request.Request(address, sent, {"Accept": "application/json"})  # noqa: S310  checked above
        limit = min(PATIENCE, left)
        try:
            with self._opener.open(question, timeout=limit) as answer:
                return int(answer.status), _read(answer, time.monotonic() + limit)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, _read_refusal(error, time.monotonic() + limit)
        except (OSError, HTTPException, ValueError) as error:
            raise Unreachable(type(error).__name__) from error


def _read(answer: Any, deadline: float) -> dict[str, Any]:
    """A JSON object of a decent size, read before the time is out, however slowly it drips."""
    parts, size = [], 0
    while part := answer.read1(65_536):
        parts.append(part)
        size += len(part)
        if size > _LARGEST or time.monotonic() > deadline:
            raise Unreachable("it says too much, or too slowly")
    said = json.loads(b"".join(parts))
    if not isinstance(said, dict):
        raise Unreachable("it answers something else")
    return said


def _read_refusal(error: Any, deadline: float) -> dict[str, Any]:
    try:
        return _read(error, deadline)
    except (OSError, HTTPException, ValueError, Unreachable):
        return {}
