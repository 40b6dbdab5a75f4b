"""Forms on being impartial in a case."""

from typing import Any

from flask import request
from wtforms import HiddenField

from samskaping.language import gettext as _
from samskaping.web.forms.base import Form, ProseField, Required
from samskaping.web.forms.casework import CaseForm
from samskaping.web.forms.choices import Radios


class DeclareForm(CaseForm):
    """«Er du habil?» ``takes`` when the answer is asked because the case is being taken."""

    takes = HiddenField()
    before = HiddenField()
    answer = Radios(validators=[Required(lambda: _("Velg om du er habil i saken"))])
    reason = ProseField(most=500, public=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answer.choices = [
            ("habil", _("Ja, jeg er habil")),
            ("inhabil", _("Nei, jeg er inhabil")),
        ]
        if not self.is_submitted():
            self.takes.data = "1" if "ta" in request.args else ""


class LiftForm(Form):
    """Why a declaration was a mistake."""

    why = ProseField("", [Required(lambda: _("Skriv hvorfor meldingen var en feil"))], most=500, public=False)
