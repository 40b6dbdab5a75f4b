"""Anonymous reading pages may be kept; whatever is personal or holds a form is kept by nobody. Both are compressed."""

import gzip
import io
import secrets
from collections.abc import Callable

from flask import Response, g, request

_LEVEL = 5
_WORTH_IT = 800
#: By so many bytes at the most a personal page's compressed length is drowned in chance.
_MOST_PADDING = 100


def settle(response: Response, *, is_personal: bool) -> Response:
    """Cache headers and gzip, and for anonymous pages an ETag and 304."""
    response.vary.add("Cookie")
    if is_personal or getattr(g, "has_set_cookie", False):
        response.headers["Cache-Control"] = "no-store"
        if response.mimetype == "text/html" and not response.direct_passthrough:
            _compress(response, _padded)
        return response
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-cache"
    if response.status_code != 200 or request.method not in ("GET", "HEAD") or response.direct_passthrough:
        return response
    response.vary.add("Accept-Encoding")
    response.add_etag(weak=True)
    response.make_conditional(request)
    if response.status_code == 200:
        _compress(response, lambda body: gzip.compress(body, _LEVEL, mtime=0))
    return response


def _compress(response: Response, pack: Callable[[bytes], bytes]) -> None:
    if _wants_gzip(response):
        response.set_data(pack(response.get_data()))
        response.headers["Content-Encoding"] = "gzip"


def _padded(body: bytes) -> bytes:
    """Compressed, with a name of random length in gzip's own head: equal pages differ in length.

    What a page says back of what is typed could else be measured against its secrets (BREACH; the way of padding is
    that of Heal the Breach). The forms' tokens never repeat their bytes anyway (``web/tokens.py``).
    """
    packed = io.BytesIO()
    with gzip.GzipFile("a" * secrets.randbelow(_MOST_PADDING), "wb", _LEVEL, packed, mtime=0) as file:
        file.write(body)
    return packed.getvalue()


def _wants_gzip(response: Response) -> bool:
    kind = response.mimetype or ""
    is_text = kind.startswith("text/") or kind.endswith(("+xml", "/xml"))
    return is_text and accepts_gzip() and (response.content_length or 0) > _WORTH_IT


def accepts_gzip() -> bool:
    return request.accept_encodings["gzip"] > 0
