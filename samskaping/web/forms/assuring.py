"""The tick of whoever decides in a case without having said that they are impartial in it."""

from typing import Any, TypeVar

from flask import request
from wtforms import BooleanField, Field

from samskaping.language import gettext as _
from samskaping.web.forms.base import Form, Required

F = TypeVar("F", bound=Form)


class _Ticked(Required):
    """Must be ticked, but for a look at how it will be."""

    def __call__(self, form: Any, field: Field) -> None:
        if "_vis" not in request.form:
            super().__call__(form, field)


def own_word() -> BooleanField:
    """«Jeg er habil i denne saken»; each form says it where it stands on its page."""
    return BooleanField("", [_Ticked(lambda: _("Si at du er habil, eller meld fra hvis du ikke er det"))])


def unasked(form: F, is_known: bool) -> F:
    """The form, without the tick where it needs none."""
    if is_known and "impartial" in form:
        del form["impartial"]
    return form
