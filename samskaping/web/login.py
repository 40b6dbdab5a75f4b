"""Flask-Login over the session rows: who is signed in, signing in and out, and the way back afterwards."""

from urllib.parse import urlsplit

from flask import Flask, g, redirect, request, session, url_for  # noqa: TID251  (the rows' own door)
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, login_user, logout_user

from samskaping.actions import drafts
from samskaping.rules.openid import Issued
from samskaping.web.sessions import RowSession


class SignedIn(UserMixin):
    """Flask-Login's idea of a person: the public id, so that no integer key stands in a session."""

    def __init__(self, public_id: str) -> None:
        self.id = public_id


def install(app: Flask) -> None:
    """Let Flask-Login ask the context, which has already read session, person and roles in one statement."""
    manager = LoginManager()
    manager.session_protection = None  # the session is a row; its cookie is renewed at sign-in
    manager.user_loader(_load)
    manager.init_app(app, add_context_processor=False)


def _load(public_id: str) -> SignedIn | None:
    me = g.ctx.me
    return SignedIn(public_id) if me is not None and me.public_id == public_id else None


def browser() -> RowSession:
    """This browser's session, where what it was doing is remembered."""
    return session._get_current_object()  # type: ignore[attr-defined,no-any-return]


def sign_in(person_id: int, public_id: str, issued: Issued | None = None) -> None:
    """Seat a person in this browser: new cookie, same row, and the drafts that hang on it become theirs."""
    here = browser()
    if here.row_id:
        drafts.claim(g.ctx, here.row_id, person_id)
    here.renew(person_id, issued)
    login_user(SignedIn(public_id))


def sign_out() -> None:
    """End this browser's session."""
    logout_user()
    browser().end()


def ask_to_sign_in() -> ResponseReturnValue:
    """To the sign-in page, with the way back to where the visitor was."""
    return redirect(url_for("people.sign_in", neste=here()))


def here() -> str:
    """The page at hand as an own path, for coming back to; a deed comes back to the page with its button."""
    if request.method not in ("GET", "HEAD") and request.referrer:
        parts = urlsplit(request.referrer)
        if parts.netloc == request.host:
            return parts.path + (f"?{parts.query}" if parts.query else "")
    return (request.script_root + request.full_path).rstrip("?")


def own_path(wanted: str | None, fallback: str) -> str:
    """A path of this site to go to next, or the fallback: never another host, scheme or control character."""
    if not wanted or len(wanted) > 1000 or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return fallback
    if any(ord(character) < 33 or character == "\\" for character in wanted):
        return fallback
    parts = urlsplit(wanted)
    return fallback if parts.scheme or parts.netloc else wanted
