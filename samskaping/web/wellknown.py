"""What the bare host answers to machines by custom: whom to tell of a fault, the icon, and what a policy stopped."""

import json
import logging
import re
import struct
from datetime import timedelta
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, g, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from samskaping.web import assets, rates
from samskaping.web.access import PUBLIC, Where, open_to

bp = Blueprint("wellknown", __name__)
#: RFC 9116 § 2.5.5 asks for less than a year ahead.
_FRESH = timedelta(days=180)
_ICON_SIZE = 180
_log = logging.getLogger(__name__)
_REPORTS = "application/reports+json"
#: Bytes of what a browser tells at once, and how many reports of it are read.
_REPORT_MOST, _READ_MOST = 20_000, 5
#: What a path may be logged with: words of ours. References, names and one-time links are anything else.
_WORD = re.compile(r"[a-z-]{1,20}")


@bp.get("/.well-known/security.txt")
@open_to(PUBLIC, Where.ROOT)
def security() -> ResponseReturnValue:
    """Whom to tell of a security fault (RFC 9116); the date moves with each month, so it never expires."""
    settings = current_app.config["SETTINGS"]
    month = g.ctx.now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    lines = (
        f"Contact: mailto:{settings.contact}",
        f"Expires: {(month + _FRESH).isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: nb, nn, en",
        f"Canonical: {settings.base_url}/.well-known/security.txt",
    )
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@bp.get("/favicon.ico")
@open_to(PUBLIC, Where.ROOT)
def icon() -> ResponseReturnValue:
    """The icon, for browsers that ask without reading the page."""
    answer = Response(_icon(), mimetype="image/x-icon")
    answer.headers["Cache-Control"] = "public, max-age=86400"
    return answer


@cache
def _icon() -> bytes:
    """Our PNG in the envelope of an ICO file: one image, 32 bits a pixel."""
    png = (assets.SOURCE / "img" / "apple-touch-icon.png").read_bytes()
    head = struct.pack("<HHH", 0, 1, 1)
    entry = struct.pack("<BBBBHHII", _ICON_SIZE, _ICON_SIZE, 0, 0, 1, 32, len(png), len(head) + 16)
    return head + entry + png


@bp.post("/csp")
@open_to(PUBLIC, Where.ROOT)
def stopped() -> ResponseReturnValue:
    """Browsers tell what a page was stopped from doing (CSP3 § 5.3, Reporting API); a line in the log for each."""
    rates.within(rates.count_csp)
    if request.mimetype != _REPORTS:
        return Response(status=415)
    if (request.content_length or 0) > _REPORT_MOST:
        return Response(status=413)
    try:
        told = json.loads(request.get_data())
    except (ValueError, RecursionError):
        return Response(status=400)
    for one in told[:_READ_MOST] if isinstance(told, list) else ():
        if isinstance(one, dict) and one.get("type") == "csp-violation" and isinstance(one.get("body"), dict):
            _log.warning("a page was stopped by its policy", extra=_report(one["body"]))
    return Response(status=204)


def _report(body: dict[str, Any]) -> dict[str, str]:
    """What is worth knowing, and nothing that tells of whoever read the page."""
    return {
        "directive": str(body.get("effectiveDirective", ""))[:40],
        "blocked": _origin(str(body.get("blockedURL", ""))),
        "page": _plainly(str(body.get("documentURL", ""))),
        "source": _plainly(str(body.get("sourceFile") or "")),
    }


def _origin(url: str) -> str:
    """Where what was blocked came from; a word such as «inline» is itself."""
    if _WORD.fullmatch(url):
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"[:100]


def _plainly(url: str) -> str:
    """A path without what is asked for, each part that is no plain word left out."""
    try:
        parts = urlsplit(url).path.split("/")[:12]
    except ValueError:
        return ""
    return "/".join(part if not part or _WORD.fullmatch(part) else "…" for part in parts)


@bp.record_once
def _exempt(state: BlueprintSetupState) -> None:
    # Browsers tell without any form.
    state.app.extensions["csrf"].exempt(stopped)
