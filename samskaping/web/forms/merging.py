"""Forms around joining cases: the number of the other one, the joining, undoing it, and a supporter's answer."""

from wtforms import HiddenField

from samskaping.web.forms.base import Form, TextField
from samskaping.web.forms.casework import CaseForm
from samskaping.web.forms.choices import Radios


class NumberForm(Form):
    """Which case to join with; sent by GET, so that the choice is an address."""

    inn = TextField(most=20, public=False)

    class Meta:
        csrf = False


class GoesOnForm(Form):
    """Which of the chosen cases goes on; sent by GET like the number."""

    fortsetter = Radios()

    class Meta:
        csrf = False


class UndoForm(CaseForm):
    """Undoing a joining."""


class FollowForm(Form):
    """Whether a support may follow; for oneself, or for the organisation in ``organisation``."""

    organisation = HiddenField()
