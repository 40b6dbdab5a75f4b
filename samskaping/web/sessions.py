"""Flask's session, as a row on the server: the cookie holds a random value and nothing else.

The row is read together with the person in it (``context.visitors``) and written by ``store`` when the
request is settled. A page that touches no session sets no cookie, and a page with a form sets one without a row:
its value is signed, and the secret of its forms follows from it. The row is made when the first form is sent
(``web.app.remember``), so that reading, however much, fills no table.
"""

import hashlib
import secrets
from typing import Any

from flask import Flask, Request, Response, g
from flask.sessions import SessionInterface, SessionMixin
from werkzeug.datastructures import CallbackDict

from samskaping.actions import sessions
from samskaping.context import Context
from samskaping.outside import signing
from samskaping.rules.openid import Issued

#: Where Flask-WTF keeps the secret of the session's forms, here and in ``g`` once a page has used it.
FORMS = "csrf_token"
#: The purpose for which the cookie of a browser without a row is signed.
_GUEST = "guest"


class RowSession(CallbackDict[str, Any], SessionMixin):
    """What a view sees as the session. ``token`` is the random value in the cookie; new when it must be set again."""

    def __init__(self, token: str | None, *, is_guest: bool = False) -> None:
        super().__init__(on_update=_mark)
        self.token = token
        #: Whether the cookie was signed here: only such a one may begin a row, never one that was ended.
        self.is_guest = is_guest
        self.row_id: int | None = None
        self.modified = False
        self.is_new_token = False
        self.is_ended = False
        self.seat: int | None = None
        #: Who an issuer of identities said that they are who takes the seat; its hint encrypted.
        self.issued: Issued | None = None
        self.is_rekeyed = False

    @property
    def hashed(self) -> str | None:
        return sessions.token_hash(self.token) if self.token else None

    def attach(self, ctx: Context) -> None:
        """Fill in what the session's row holds; without a row, what follows from the cookie alone."""
        if ctx.session is not None:
            self.row_id = ctx.session.id
            super().update(ctx.session.data)
        else:
            if not self.is_guest:
                self.token, self.is_guest, self.is_new_token = _token(), True, True
            super().update({FORMS: _secret_of(self.token or "")})
        self.modified = False

    def renew(self, person_id: int, issued: Issued | None = None) -> None:
        """Somebody signed in: same row, new value in the cookie, and forms that were shown before fit no more."""
        self.token, self.is_new_token, self.modified, self.seat = _token(), True, True, person_id
        self.issued = issued
        self[FORMS] = secrets.token_hex(32)
        g.pop(FORMS, None)

    def rekey(self) -> None:
        """Who sits here has changed a password, address or right: new value in the cookie, and nothing else is new."""
        self.token, self.is_new_token, self.modified, self.is_rekeyed = _token(), True, True, True

    def end(self) -> None:
        """Somebody signed out."""
        self.clear()
        self.is_ended, self.seat = True, None

    def drop(self) -> None:
        """The deed itself has ended every session of whoever sits here: the row is gone, and the cookie goes."""
        self.end()
        self.row_id = None


def _mark(session: Any) -> None:
    session.modified = True


def _token() -> str:
    return secrets.token_urlsafe(32)


def _secret_of(token: str) -> str:
    """The secret of a guest's forms. Pages show what it signs, so it leads neither to the cookie nor to the row."""
    return hashlib.sha256(f"{FORMS}:{token}".encode()).hexdigest()


class RowSessions(SessionInterface):
    """Opens sessions without touching the database; storing is ``store``'s work, in the request's transaction."""

    def open_session(self, app: Flask, request: Request) -> RowSession:
        value = request.cookies.get(cookie_name(app), "")
        if "." in value:
            token = signing.read(app.config["SECRET_KEY"], _GUEST, value)
            return RowSession(token, is_guest=token is not None)
        return RowSession(value if value and len(value) < 100 else None)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Nothing is left to do: the request was settled before."""


def store(app: Flask, session: RowSession, ctx: Context, response: Response, device: str) -> None:
    """Write the session's row and set or remove its cookie. Called once, inside a transaction."""
    if session.is_ended:
        if session.row_id:
            sessions.end(ctx.db, session.row_id)
        secure = app.config["SESSION_COOKIE_SECURE"]
        response.delete_cookie(cookie_name(app), secure=secure, httponly=True, samesite="Lax")
        return
    data = dict(session)
    if session.row_id is None:
        session.row_id = sessions.begin(ctx.db, session.hashed or "", ctx.now, data, device)
    elif not session.seat:
        sessions.keep(ctx.db, session.row_id, ctx.now, data)
    if session.seat:
        hashed = session.hashed or ""
        sessions.seat(ctx.db, session.row_id, hashed, session.seat, ctx.now, session.issued, data=data)
    elif session.is_rekeyed:
        sessions.rekey(ctx.db, session.row_id, session.hashed or "")
    if session.is_new_token:
        set_cookie(app, session, response)


def set_cookie(app: Flask, session: RowSession, response: Response) -> None:
    """Give the browser its cookie: the bare value once somebody sits in the row, a signed one before that."""
    token = session.token or ""
    response.set_cookie(
        cookie_name(app),
        token if session.seat or session.is_rekeyed else signing.sign(app.config["SECRET_KEY"], _GUEST, token),
        max_age=30 * 24 * 3600,
        secure=app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
        path="/",
    )
    g.has_set_cookie = True


def cookie_name(app: Flask) -> str:
    """``__Host-`` where the site is served over https: no other host may set it, and no path narrows it."""
    return "__Host-session" if app.config["SESSION_COOKIE_SECURE"] else "session"
