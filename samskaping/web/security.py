"""Headers on every answer, and the check that a form was sent from our own pages."""

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, redirect, request
from flask.typing import ResponseReturnValue

from samskaping.errors import Refused
from samskaping.language import gettext as _

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
        "report-to csp",
    )
)
HEADERS = {
    "Content-Security-Policy": CSP,
    # Where browsers tell of what the policy stopped (Reporting API); ``web/wellknown.py`` takes it in.
    "Reporting-Endpoints": 'csp="/csp"',
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=(), payment=(), usb=(), browsing-topics=()",
}
#: Where the site is served by https, and nowhere else.
SECURED = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def by_https() -> ResponseReturnValue | None:
    """To the same address by https, where a proxy says that somebody came without; health is asked from within."""
    settings = current_app.config["SETTINGS"]
    is_plain = settings.secure and settings.proxy_hops and not request.is_secure
    if not is_plain or request.path in ("/healthz", "/readyz"):
        return None
    return redirect("https" + request.url.removeprefix("http"), 308)


def from_our_own_pages() -> None:
    """Refuse a form that another site sent (Origin, Sec-Fetch-Site); the token is checked beside this."""
    if request.method not in UNSAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    foreign = site is not None and site not in ("same-origin", "none")
    if foreign or (origin is not None and urlsplit(origin).netloc != request.host):
        raise Refused(_("Skjemaet ble sendt fra et annet nettsted. Åpne siden her og prøv igjen."))


def dress(app: Flask, response: Response) -> None:
    """Put the headers on an answer.

    Two pages differ: ``g.sends_to`` is the one origin beside ours that a form of the page goes to, and ``g.framers``
    are those that may frame it.
    """
    if sends_to := g.get("sends_to"):
        response.headers["Content-Security-Policy"] = CSP.replace(
            "form-action 'self'", f"form-action 'self' {sends_to}"
        )
    if framers := g.get("framers"):
        who = f"frame-ancestors {' '.join(framers)}"
        response.headers["Content-Security-Policy"] = CSP.replace("frame-ancestors 'none'", who)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if framers:
        del response.headers["X-Frame-Options"]
    if app.config["SESSION_COOKIE_SECURE"]:
        response.headers.update(SECURED)
