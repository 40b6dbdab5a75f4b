"""The form for barriers: where, what, and perhaps an address."""

from email_validator import EmailNotValidError, validate_email
from wtforms import ValidationError

from samskaping.actions.barriers import LONGEST
from samskaping.language import gettext as _
from samskaping.rules import limits
from samskaping.web.forms.base import Form, ProseField, Required, TextField


class BarrierForm(Form):
    """Something on the site that somebody cannot use."""

    what = ProseField(validators=[Required(lambda: _("Fortell hva som ikke virket"))], most=LONGEST, public=False)
    where = TextField(most=500, public=False)
    email = TextField(most=limits.EMAIL, public=False)

    def validate_email(self, field: TextField) -> None:
        """An address is optional; one that no mail can reach is told."""
        if not field.data:
            return
        try:
            field.data = validate_email(field.data, check_deliverability=False).normalized
        except EmailNotValidError:
            raise ValidationError(_("Skriv adressen som navn@eksempel.no, eller la feltet stå tomt")) from None
