"""Forms about needs: telling of one, tying it to a challenge, and saying which of them a proposal meets."""

from typing import Any

from wtforms import BooleanField, HiddenField, SelectMultipleField, ValidationError

from samskaping.actions.needs import Told
from samskaping.language import gettext as _
from samskaping.rules import addresses, limits, names
from samskaping.web.forms.base import Form, ProseField, Required, TextField
from samskaping.web.forms.choices import Language, OneOf, speakers
from samskaping.web.forms.proposing import marked
from samskaping.web.spoken_for import here_noun


class TellForm(Form):
    """A need in a few lines, the name to show, and for somebody without an account perhaps an address."""

    text = ProseField(
        validators=[Required(lambda: _("Skriv noen ord om hva du trenger, eller hva som er vanskelig"))],
        most=limits.NEED,
    )
    alias = TextField(most=limits.NAME)
    area = OneOf(default="")
    organisation = OneOf(default="")
    language = Language()
    email = TextField(most=limits.EMAIL, public=False)
    utfordring = HiddenField()

    def offer(self, areas: Any, voices: Any) -> None:
        """Where it can be, and whom the person may tell it for."""
        self.organisation.choices = speakers(voices)
        self.area.choices = [("", _("Hele %(place)s, eller et annet sted") % {"place": here_noun()}), *areas]

    def validate_alias(self, field: TextField) -> None:
        if field.data and (flaw := names.person_flaw(names.tidy_name(field.data))):
            raise ValidationError(flaw)

    def validate_email(self, field: TextField) -> None:
        if not field.data:
            return
        field.data = addresses.address(field.data) or field.data
        if addresses.address(field.data) is None:
            raise ValidationError(_("Skriv adressen som navn@eksempel.no, eller la feltet stå tomt"))

    def told(self) -> Told:
        """What was told."""
        return Told(
            text=self.text.data or "",
            alias=self.alias.data or "",
            language=self.language.data,
            area=self.area.data or "",
            organisation=self.organisation.data or "",
            email=self.email.data or "",
        )


class TieForm(Form):
    """Which challenge a need belongs to, and for staff whether the challenge grew from it."""

    challenge = OneOf(default="")
    is_origin = BooleanField()

    def offer(self, challenges: Any) -> None:
        """What can be chosen."""
        self.challenge.choices = [("", _("Velg en utfordring")), *(marked((one.id, one.title)) for one in challenges)]

    def validate_challenge(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_("Velg hvilken utfordring"))


class MeetForm(Form):
    """The needs that a proposal meets."""

    needs = SelectMultipleField(validate_choice=False)
