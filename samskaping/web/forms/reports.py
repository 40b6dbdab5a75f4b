"""The form that tells the municipality about a text that should not stand."""

from typing import Any

from samskaping.language import gettext as _
from samskaping.rules import limits
from samskaping.rules.speech import REPORT_REASON_NAMES, ReportReason
from samskaping.web.forms.base import Form, ProseField
from samskaping.web.forms.choices import Radios


class ReportForm(Form):
    """Why, and in the reporter's own words."""

    reason = Radios()
    text = ProseField(most=limits.NOTE, public=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = [(str(reason), str(name)) for reason, name in REPORT_REASON_NAMES.items()]

    def begin(self, reason: str, *, is_earlier: bool) -> None:
        """What the page that one comes from says beforehand; it can be changed."""
        if reason in set(ReportReason):
            self.reason.data = reason
        if is_earlier:
            self.text.data = _("Det gjelder en tidligere versjon av teksten. Dette skal bort:") + " "

    def validate(self, extra_validators: Any = None) -> bool:
        holds = super().validate(extra_validators)
        if not self.reason.data:
            self.reason.errors = [_("Velg hva som er galt")]
            return False
        return bool(holds)
