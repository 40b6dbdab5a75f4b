"""Refusals and mishaps as pages: what happened, what was kept, what to do. Every error goes through here."""

import logging
import secrets
from collections.abc import Sequence

from flask import Flask, Response, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from samskaping.db import Conflict, Unavailable, Unstorable
from samskaping.errors import Clash, Denied, Missing, Refused, TooMuch, Unfit
from samskaping.language import gettext as _
from samskaping.web import login
from samskaping.web.access import NotSignedIn

_log = logging.getLogger(__name__)
_STATUS: dict[type[Denied], int] = {Refused: 403, Missing: 404, Clash: 409, Unfit: 422, TooMuch: 429}


def install(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(NotSignedIn, lambda _error: login.ask_to_sign_in())
    app.register_error_handler(Denied, denied)
    app.register_error_handler(CSRFError, stale_form)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Unavailable, unavailable)
    app.register_error_handler(Conflict, lambda _error: page(409, ""))
    app.register_error_handler(Unstorable, unstorable)
    app.register_error_handler(Exception, mishap)


def denied(error: Denied) -> ResponseReturnValue:
    """One of our own five refusals."""
    status = next(code for kind, code in _STATUS.items() if isinstance(error, kind))
    answer = page(status, error.message if status != 403 or " " in error.message else "")
    if isinstance(error, TooMuch):
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


def stale_form(_error: CSRFError) -> ResponseReturnValue:
    """The form's token does not fit the session, most often because somebody signed in or out meanwhile.

    What was typed is shown with a fresh token, to be sent once more by the person's own press; never a password.
    """
    typed = [(name, value) for name, value in request.form.items(multi=True) if _can_be_sent_again(name)]
    return page(400, _("Skjemaet var for gammelt. Det du skrev, står under. Se over, og send på nytt."), typed=typed)


def _can_be_sent_again(name: str) -> bool:
    return name != "csrf_token" and "pass" not in name


def http_error(error: HTTPException) -> ResponseReturnValue:
    """What Flask and Werkzeug refuse by themselves."""
    if error.code is not None and error.code < 400:
        return error.get_response()
    return page(error.code or 500, "")


def unavailable(error: Exception) -> ResponseReturnValue:
    """The database does not answer, or took too long."""
    _log.warning("database unavailable", exc_info=error)
    answer = page(503, "")
    answer.headers["Retry-After"] = "10"
    return answer


def unstorable(error: Exception) -> ResponseReturnValue:
    """Somebody sent what no field of ours takes, past the forms."""
    _log.warning("a value that cannot be stored at %s", request.path, exc_info=error)
    return page(400, "")


def mishap(error: Exception) -> ResponseReturnValue:
    """A fault of ours: logged with a reference that the page shows."""
    mark = secrets.token_hex(4)
    _log.error("mishap %s at %s", mark, request.path, exc_info=error)
    return page(500, "", mark=mark)


def page(status: int, message: str, *, mark: str = "", typed: Sequence[tuple[str, str]] = ()) -> Response:
    """The error page, in the form in force; bare text when not even a page can be made."""
    known = status if status in (400, 403, 404, 405, 409, 413, 422, 429, 500, 503) else 400 if status < 500 else 500
    if "ctx" not in g:
        return Response(f"{status}\n", status, mimetype="text/plain")
    html = render_template("errors/page.html", status=known, message=message, mark=mark, typed=typed)
    return Response(html, status)
