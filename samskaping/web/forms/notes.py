"""The form of an internal note, with the colleagues whom it mentions."""

from collections.abc import Iterable

from wtforms import SelectMultipleField

from samskaping.language import gettext as _
from samskaping.rules import limits
from samskaping.web.forms.base import ProseField, Required
from samskaping.web.forms.casework import CaseForm


class NoteForm(CaseForm):
    """An internal note."""

    text = ProseField("", [Required(lambda: _("Skriv merknaden"))], most=limits.NOTE, public=False)
    mentions = SelectMultipleField("", validate_choice=False)

    def offer(self, people: Iterable[tuple[str, str]]) -> "NoteForm":
        """The colleagues who can be mentioned."""
        self.mentions.choices = list(people)
        return self
