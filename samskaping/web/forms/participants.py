"""Forms about who may take part: inviting somebody to a challenge, and confirming who a person is."""

from wtforms import BooleanField, EmailField
from wtforms.validators import Optional

from samskaping.language import gettext as _
from samskaping.rules import limits
from samskaping.web.forms.base import AtMost, Form, Required, Showable, TextField
from samskaping.web.forms.choices import OneOf
from samskaping.web.forms.people import Address


class InviteForm(Form):
    """Whom: an address, or an organisation."""

    email = EmailField("", [Showable(), Optional(), AtMost(limits.EMAIL), Address()])
    organisation = OneOf(default="")

    def offer(self, organisations: list[tuple[str, str]]) -> "InviteForm":
        """Which organisations can be chosen."""
        self.organisation.choices = [("", _("Ingen organisasjon")), *organisations]
        return self


class IdentityForm(Form):
    """The account of whoever has shown who they are, and that it was seen."""

    code = TextField("", [Required(lambda: _("Skriv koden til kontoen"))], most=limits.EMAIL, public=False)
    seen = BooleanField("", [Required(lambda: _("Bekreft bare den du har sett gyldig legitimasjon fra"))])
