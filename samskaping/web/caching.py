"""Anonymous reading pages may be kept and compressed; whatever is personal or holds a form is kept by nobody."""

import gzip

from flask import Response, g, request

#: A page with a token must not be compressed: its length would help to guess the token (BREACH).
_LEVEL = 5
_WORTH_IT = 800


def settle(response: Response, *, is_personal: bool) -> Response:
    """Cache headers, and for anonymous pages an ETag, 304 and gzip."""
    response.vary.add("Cookie")
    if is_personal or getattr(g, "has_set_cookie", False):
        response.headers["Cache-Control"] = "no-store"
        return response
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-cache"
    if response.status_code != 200 or request.method not in ("GET", "HEAD") or response.direct_passthrough:
        return response
    response.vary.add("Accept-Encoding")
    response.add_etag(weak=True)
    response.make_conditional(request)
    if response.status_code == 200 and _wants_gzip(response):
        response.set_data(gzip.compress(response.get_data(), _LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def _wants_gzip(response: Response) -> bool:
    kind = response.mimetype or ""
    is_text = kind.startswith("text/") or kind.endswith(("+xml", "/xml"))
    return is_text and accepts_gzip() and (response.content_length or 0) > _WORTH_IT


def accepts_gzip() -> bool:
    return request.accept_encodings["gzip"] > 0
