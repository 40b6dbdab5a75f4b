"""Forms about appeals: the writer's, and that of whoever decides."""

from typing import Any

from samskaping.language import gettext as _
from samskaping.rules import limits
from samskaping.rules.appeals import CONCLUSION_NAMES, WORDS_MOST
from samskaping.web.forms.base import Form, ProseField, Required
from samskaping.web.forms.choices import Radios


class AppealForm(Form):
    """Why somebody else should look at the ruling again; read by those who moderate alone."""

    text = ProseField(
        "", [Required(lambda: _("Skriv hvorfor avgjørelsen bør vurderes på nytt"))], most=limits.NOTE, public=False
    )


class DecideForm(Form):
    """Whether the ruling stands, and why; the one who appealed reads it."""

    conclusion = Radios()
    text = ProseField("", [Required(lambda: _("Skriv en begrunnelse. Den som klaget, får lese den."))], most=WORDS_MOST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conclusion.choices = [(str(one), str(words)) for one, words in CONCLUSION_NAMES.items()]
