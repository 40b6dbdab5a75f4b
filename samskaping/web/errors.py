"""Refusals and mishaps as pages: what happened, what was kept, what to do. Every error goes through here."""

import logging
import re
import secrets
from collections.abc import Sequence
from typing import Any

from flask import Flask, Response, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from samskaping.db import Conflict, Unavailable, Unstorable
from samskaping.errors import Clash, Denied, Missing, Refused, TooMuch, Unfit
from samskaping.language import gettext as _
from samskaping.rules.policy import Can
from samskaping.web import logged, login
from samskaping.web.access import NeedsSecond, NotSignedIn

_log = logging.getLogger(__name__)
_STATUS: dict[type[Denied], int] = {Refused: 403, Missing: 404, Clash: 409, Unfit: 422, TooMuch: 429}


def install(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(NotSignedIn, not_signed_in)
    app.register_error_handler(NeedsSecond, needs_second)
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
    if status == 403 and error.message in set(Can) and "ctx" in g and g.ctx.actor.waiting:
        return needs_second(NeedsSecond())
    if status == 403 and error.message in set(Can) and "ctx" in g and g.ctx.actor.is_known:
        g.refused = error.message  # what the deed itself refused is in the security log too
    answer = page(status, error.message if status != 403 or " " in error.message else "")
    if isinstance(error, TooMuch):
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


def not_signed_in(_error: NotSignedIn) -> ResponseReturnValue:
    """To the sign-in page; whoever was signed out while writing keeps the text, to be sent again afterwards."""
    if not _holds_writing():
        return login.ask_to_sign_in()
    words = _("Du er ikke logget inn lenger. Det du skrev, er tatt vare på her.")
    return page(400, words, typed=sent_again(), first=(url_for("people.sign_in"), _("Logg inn i en ny fane")))


def needs_second(_error: NeedsSecond) -> ResponseReturnValue:
    """To the page of the second factor, with the way back to where somebody was; what they have written is kept."""
    if not _holds_writing():
        return redirect(url_for("second_factor.give", neste=login.here()), 303)
    words = _("Du må skrive koden fra appen først. Det du skrev, er tatt vare på her.")
    return page(400, words, typed=sent_again(), first=(url_for("second_factor.give"), _("Skriv koden i en ny fane")))


def stale_form(_error: CSRFError) -> ResponseReturnValue:
    """The form's token does not fit the session, most often because somebody signed in or out meanwhile.

    The form itself is shown with all that was filled in, to be sent once more by the person's own press. Where a
    form has no page of its own, what was typed is shown with a fresh token.
    """
    words = _("Skjemaet var for gammelt, og ingenting er sendt. Se over, og send på nytt.")
    return _filled_in_again(words) or page(400, words, typed=sent_again())


def _filled_in_again(words: str) -> Response | None:
    """The page of the form that was sent, as the language switch shows it; None when it has none for this visitor."""
    if request.endpoint is None or request.url_rule is None or "GET" not in (request.url_rule.methods or ()):
        return None
    g.stale_words = words
    try:
        view: Any = current_app.view_functions[request.endpoint]
        answer = current_app.make_response(view(**(request.view_args or {})))
    except Denied:
        return None
    if answer.mimetype != "text/html" or words not in answer.get_data(as_text=True):
        return None
    answer.status_code = 400  # nothing that the view did is kept
    return answer


def sent_again() -> list[tuple[str, str]]:
    """The fields of the form that was sent, for sending it once more: never a password, never the old token."""
    return [(name, value) for name, value in request.form.items(multi=True) if name not in _SECRET]


#: Fields that are never given back.
_SECRET = frozenset({"csrf_token", "password", "current", "code"})


def typed_texts() -> list[str]:
    """What of them a person has written, for reading over; ticks and choices go along unseen."""
    written = (value for name, value in sent_again() if name not in _CHOSEN and not name.startswith("_"))
    return [value for value in written if value.strip() and value != "y" and not _IS_KEY.fullmatch(value)]


def _holds_writing() -> bool:
    """Whether losing this sending would lose words: a form with a page of its own, or prose."""
    has_page = request.url_rule is not None and "GET" in (request.url_rule.methods or ())
    return any(has_page or " " in value for value in typed_texts())


#: Fields that nobody writes in, and what choices hold: public ids, which nearly always have a digit, and references.
_CHOSEN = frozenset({"once", "version", "language", "stance", "speaker"})
_IS_KEY = re.compile(r"(?=.*\d)[a-z0-9]{10}|20\d\d-\d{6,9}", re.ASCII)


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
    _log.warning("a value that cannot be stored at %s", logged.path(), exc_info=error)
    return page(400, "")


def mishap(error: Exception) -> ResponseReturnValue:
    """A fault of ours: logged with a reference that the page shows."""
    mark = secrets.token_hex(4)
    _log.error("mishap %s at %s", mark, logged.path(), exc_info=error)
    return page(500, "", mark=mark)


def page(
    status: int,
    message: str,
    *,
    mark: str = "",
    typed: Sequence[tuple[str, str]] = (),
    first: tuple[str, str] | None = None,
) -> Response:
    """The error page, in the form in force; bare text when not even a page can be made.

    ``first`` is where something is to be done in another tab before what was ``typed`` is sent again, and its words.
    """
    known = status if status in (400, 403, 404, 405, 409, 413, 422, 429, 500, 503) else 400 if status < 500 else 500
    if "ctx" not in g:
        return Response(f"{status}\n", status, mimetype="text/plain")
    html = render_template(
        "errors/page.html",
        status=known,
        message=message,
        mark=mark,
        typed=typed,
        texts=typed_texts() if typed else (),
        first=first,
    )
    return Response(html, status)
