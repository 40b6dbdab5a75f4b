"""What is sent in has come, whole and in time, before anything is locked or looked up; and is read as it was meant.

Bytes that are no UTF-8 are seen as such, and never become other text.
"""

import socket
from collections.abc import Iterable
from contextlib import suppress
from threading import Timer
from typing import IO, Any
from urllib.parse import parse_qsl

from flask import Request, g, request
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import BadRequest, HTTPException, RequestTimeout
from werkzeug.formparser import FormDataParser

#: What is sent may take so many seconds, and one more for each so many bytes: a picture on a slow line comes through.
PATIENCE, BYTES_A_SECOND = 20, 25_000
#: Without a length, as long as the longest.
_NO_LENGTH = 12_000_000
_LATE = "samskaping.late"


class Fields(FormDataParser):
    """Werkzeug would keep broken bytes as the text «%FF%FE», which is stored and shown as if somebody had written it.

    Here a broken byte leaves U+FFFD, as it does in forms with files, and no field takes that (``text.is_showable``).
    """

    def _parse_urlencoded(self, stream: IO[bytes], mimetype: str, content_length: int | None, options: Any) -> Any:
        written = stream.read().decode(errors="replace")
        return stream, self.cls(parse_qsl(written, keep_blank_values=True, errors="replace")), self.cls()


class Sent(Request):
    """A request whose form is read so."""

    form_data_parser_class = Fields


class InTime:
    """Whoever sends a form drop by drop is cut off, so that a few such cannot hold every thread.

    Only gunicorn's own connection can be cut; a proxy in front that takes in the whole first never comes so far.
    """

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        connection, length = environ.get("gunicorn.socket"), environ.get("CONTENT_LENGTH") or ""
        if connection is None or not (length.strip("0") or "HTTP_TRANSFER_ENCODING" in environ):
            return self._inner(environ, start_response)  # type: ignore[no-any-return]
        expected = int(length) if length.isdecimal() else _NO_LENGTH
        late = Timer(PATIENCE + expected / BYTES_A_SECOND, _cut, (environ, connection))
        late.daemon = True
        late.start()
        try:
            return self._inner(environ, start_response)  # type: ignore[no-any-return]
        finally:
            late.cancel()


def _cut(environ: dict[str, Any], connection: socket.socket) -> None:
    """No more is read; what we answer is still sent."""
    environ[_LATE] = True
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RD)


def await_whole() -> None:
    """Read the form before the request has a connection to the database, which whoever is slow would hold meanwhile."""
    try:
        request.form  # noqa: B018  reads it
    except HTTPException as error:
        g.flawed = error
    except ParseException:  # gunicorn's own: pieces that say a wrong length, or none
        g.flawed = BadRequest()
    if _LATE in request.environ:
        g.flawed = RequestTimeout()


def refuse_flawed() -> None:
    """Now that there is a page to say it on."""
    if "flawed" in g:
        raise g.flawed
