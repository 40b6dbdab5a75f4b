"""Forms of the one who proposes: change the text, withdraw, send in again, reply to a question."""

from typing import Any

from wtforms import HiddenField

from samskaping.language import gettext as _
from samskaping.rules import limits
from samskaping.web.forms.base import Form, ProseField, Required, TextField


class VersionField(HiddenField):
    """The version of the thing that the form was opened on; whatever else is sent fits no version."""

    data: int  # type: ignore[assignment]

    def process_data(self, value: Any) -> None:
        self.data = int(value or 0)

    def process_formdata(self, valuelist: Any) -> None:
        written = str(valuelist[0]) if valuelist else ""
        self.data = int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else 0

    def _value(self) -> str:
        return str(self.data)


class Versioned(Form):
    """A form about a thing as it stood when the form was opened."""

    version = VersionField()


class EditForm(Versioned):
    """The three texts of a proposal."""

    takes_word = False

    need = ProseField(validators=[Required(lambda: _("Fortell om behovet med minst noen få ord"))], most=limits.PROSE)
    title = TextField(validators=[Required(lambda: _("Gi forslaget en tittel"))], most=limits.TITLE)
    idea = ProseField(most=limits.PROSE)


class ReasonForm(Versioned):
    """A reason that everyone can read."""

    reason = ProseField(validators=[Required(lambda: _("Skriv en begrunnelse som alle kan lese"))], most=limits.REASON)


class ReplyForm(Versioned):
    """The reply to a question from the municipality."""

    text = ProseField(validators=[Required(lambda: _("Skriv svaret før du sender det"))], most=limits.REASON)
