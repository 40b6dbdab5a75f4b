"""Forms between the municipalities that share a challenge: inviting, answering, leaving, the archive."""

from typing import Any

from wtforms import ValidationError

from samskaping.language import gettext as _
from samskaping.rules import limits
from samskaping.web.forms.base import Form, ProseField, Required
from samskaping.web.forms.choices import OneOf, Radios


class InviteForm(Form):
    """Which municipality, and what is said to it."""

    municipality = OneOf(default="")
    words = ProseField(most=limits.REASON, public=False)

    def offer(self, places: list[tuple[str, str]]) -> "InviteForm":
        """Fill in what can be chosen."""
        self.municipality.choices = [("", _("Velg en kommune")), *places]
        return self

    def validate_municipality(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_("Velg hvilken kommune dere inviterer"))


class AnswerForm(Form):
    """Yes or no to an invitation, in words."""

    answer = Radios(validators=[Required(lambda: _("Velg om dere blir med"))])
    words = ProseField(most=limits.REASON, public=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answer.choices = [("ja", _("Ja, vi blir med")), ("nei", _("Nei, vi blir ikke med"))]


class LeaveForm(Form):
    """What is said to the leading municipality."""

    words = ProseField(most=limits.REASON, public=False)


class PlaceForm(Form):
    """One of the municipalities in the challenge: from a list, or behind a button."""

    archivist = OneOf(default="")

    def offer(self, places: list[tuple[str, str]]) -> "PlaceForm":
        """Fill in what can be chosen."""
        self.archivist.choices = places
        return self
