"""Forms about organisations: registering, changing, inviting."""

from typing import Any

from samskaping.language import gettext as _
from samskaping.rules import limits
from samskaping.rules.speech import ORGANISATION_KIND_NAMES, OrganisationKind
from samskaping.web.forms.base import Form, ProseField, Required, TextField
from samskaping.web.forms.choices import Radios
from samskaping.web.forms.people import AddressField


class OrganisationForm(Form):
    """What an organisation is. The deed judges number and name."""

    name = TextField(validators=[Required(lambda: _("Skriv navnet på organisasjonen"))], most=2 * limits.NAME)
    kind = Radios(default=OrganisationKind.FRIVILLIG)
    number = TextField(most=40, public=False)
    about = ProseField(most=limits.NOTE)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self["kind"].choices = [(kind.value, str(words)) for kind, words in ORGANISATION_KIND_NAMES.items()]


class InvitationForm(Form):
    email = AddressField(is_own=False)
