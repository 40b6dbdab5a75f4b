"""What gunicorn answers by itself, to what it cannot read as a request: bare text, with our headers and no name."""

from typing import Any

from gunicorn import util

from samskaping.web.security import HEADERS


def install() -> None:
    """Take the place of gunicorn's own page, which says back what was sent; called in each of its processes."""
    util.write_error = write


def write(socket: Any, status: int, reason: str, _words: str) -> None:
    """Write the status, and nothing of what was sent."""
    body = f"{status}\n"
    lines = [
        f"HTTP/1.1 {status} {reason}",
        "Connection: close",
        "Content-Type: text/plain; charset=utf-8",
        f"Content-Length: {len(body)}",
        "Cache-Control: no-store",
        *(f"{name}: {value}" for name, value in HEADERS.items()),
        "",
        body,
    ]
    util.write_nonblock(socket, "\r\n".join(lines).encode("latin-1"))
