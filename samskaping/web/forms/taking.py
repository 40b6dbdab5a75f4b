"""The form of taking a case: one button, beside other forms."""

from typing import Self

from wtforms import HiddenField

from samskaping.queries.case_page import Case
from samskaping.web.forms.casework import CaseForm


class TakeForm(CaseForm):
    """Taking a case. ``before`` is who had it when the page was shown."""

    before = HiddenField()

    @classmethod
    def beside(cls, case: Case) -> Self:
        """The form on a page where another form may have been sent: nothing of that is in it."""
        data = {"version": str(case.version), "seen": str(case.history_length), "before": case.handler_id or ""}
        return cls(formdata=None, data=data)
