"""A form shown again with what was wrong, and with the status that says which kind of wrong."""

from datetime import datetime, timedelta
from typing import Any

from flask import Response, g, make_response, render_template

from samskaping.errors import Clash, Denied, Refused, TooMuch
from samskaping.rules import limits
from samskaping.web import login
from samskaping.web.forms.base import Form

_STATUS: dict[type[Denied], int] = {Refused: 403, Clash: 409, TooMuch: 429}


def page(template: str, form: Form, error: Denied | None = None, **values: Any) -> Response:
    """The page of a form: 422 with mistakes, 429 with Retry-After, and so on; 200 when it is shown as new."""
    status = form.status
    if error is not None:
        status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 422)
    answer = make_response(render_template(template, form=form, **values), status)
    if isinstance(error, TooMuch):
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


def is_proven() -> bool:
    """Whether the signed-in person showed who they are in the last ten minutes."""
    since = login.browser().get("proven_at")
    times = [moment for moment in (_read(since), g.ctx.me.signed_in_at if g.ctx.me else None) if moment]
    most = timedelta(minutes=limits.PROVEN_MINUTES)
    return any(timedelta() <= g.ctx.now - moment <= most for moment in times)


def prove() -> None:
    """Somebody gave their password again."""
    login.browser()["proven_at"] = g.ctx.now.isoformat()


def _read(kept: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(kept) if kept else None
    except (TypeError, ValueError):
        return None
