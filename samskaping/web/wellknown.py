"""What the bare host answers to machines that ask by custom: whom to tell of a fault, and the icon."""

import struct
from datetime import timedelta
from functools import cache

from flask import Blueprint, Response, current_app, g
from flask.typing import ResponseReturnValue

from samskaping.web import assets
from samskaping.web.access import PUBLIC, Where, open_to

bp = Blueprint("wellknown", __name__)
#: RFC 9116 § 2.5.5 asks for less than a year ahead.
_FRESH = timedelta(days=180)
_ICON_SIZE = 180


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
