"""The cookie by which a browser is known to whoever has signed in there before. It opens nothing: see ``mark``."""

from flask import Flask, Response, current_app, g, request

from samskaping.actions import devices
from samskaping.rules import limits


def mark(email: str) -> str:
    """What wrong tries are counted by here; nothing in a browser that the address's owner has not signed in by."""
    token = _token()
    return devices.mark(g.ctx, email, token) if token else ""


def remember(answer: Response, person_id: int) -> None:
    """Somebody has shown who they are: the browser is known to them from now on, by a value that is new each time."""
    answer.set_cookie(
        cookie_name(current_app),
        devices.remember(g.ctx, person_id, _token()),
        max_age=limits.DEVICE_DAYS * 24 * 3600,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
        path="/",
    )


def drop(answer: Response) -> None:
    """The account is erased: nothing of it stays in the browser."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    answer.delete_cookie(cookie_name(current_app), secure=secure, httponly=True, samesite="Lax")


def cookie_name(app: Flask) -> str:
    """``__Host-`` where the site is served over https, as for the session's."""
    return "__Host-device" if app.config["SESSION_COOKIE_SECURE"] else "device"


def _token() -> str:
    value = request.cookies.get(cookie_name(current_app), "")
    return value if len(value) < 100 else ""
