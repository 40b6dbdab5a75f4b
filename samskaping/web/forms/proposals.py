"""Forms of the one who proposes: change the text, withdraw, send in again, reply to a question."""

from wtforms import IntegerField
from wtforms.widgets import HiddenInput

from samskaping.language import gettext as _
from samskaping.rules import limits
from samskaping.web.forms.base import Form, ProseField, Required, TextField


class Versioned(Form):
    """A form about a case as it stood when the form was opened."""

    version = IntegerField(widget=HiddenInput(), default=0)


class EditForm(Versioned):
    """The three texts of a proposal."""

    need = ProseField(validators=[Required(lambda: _("Fortell om behovet med minst noen få ord"))], most=limits.PROSE)
    title = TextField(validators=[Required(lambda: _("Gi forslaget en tittel"))], most=limits.TITLE)
    idea = ProseField(most=limits.PROSE)


class ReasonForm(Versioned):
    """A reason that everyone can read."""

    reason = ProseField(validators=[Required(lambda: _("Skriv en begrunnelse som alle kan lese"))], most=limits.REASON)


class ReplyForm(Versioned):
    """The reply to a question from the municipality."""

    text = ProseField(validators=[Required(lambda: _("Skriv svaret før du sender det"))], most=limits.REASON)
