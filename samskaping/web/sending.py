"""Sending a form: its deed is done once, however often it is sent, and what was refused is told in the form."""

from collections.abc import Callable

from flask import flash, g

from samskaping.db import Conflict
from samskaping.errors import Denied, Missing, Refused
from samskaping.queries import timeline
from samskaping.web.forms.base import Form


def once(form: Form, deed: Callable[[str], object]) -> Denied | None:
    """Do the deed that a form asks for, and answer None; or what refused it, with its words put into the form.

    A second press, or a new try after a lost answer, comes to where the first one came. Whatever a refused
    deed had begun, is undone before the page is shown again.
    """
    try:
        deed(form.once_key)
    except (Denied, Conflict) as error:
        g.ctx.db.rollback()
        if timeline.landed(g.ctx, form.once_key) is not None:
            return None
        if isinstance(error, Conflict | Missing | Refused):
            raise
        form.refuse(error)
        return error
    return None


def landed(form: Form, name: str, made: str = "") -> str:
    """The id of what a form made, by its ``name`` in the history: ``made`` now, or the first time the form was sent.

    Empty where nothing is told of it.
    """
    first = None if made else timeline.landed(g.ctx, form.once_key)
    return str(first.details.get(name, "")) if first else made


def say(words: str, kind: str = "success") -> None:
    """A message on the next page."""
    flash(words, kind)
