"""Forms of moderators: hiding something, and showing it again."""

from typing import Any

from samskaping.actions.rulings import WORDS_MOST
from samskaping.language import gettext as _
from samskaping.rules.speech import REPORT_REASON_NAMES
from samskaping.web.forms.base import Form, ProseField, Required
from samskaping.web.forms.choices import Radios


class RestoreForm(Form):
    """Why it is shown again; for colleagues."""

    text = ProseField("", [Required(lambda: _("Skriv hvorfor teksten vises igjen"))], most=WORDS_MOST)


class HideForm(Form):
    """What is wrong, and in words why; whoever wrote the text reads them."""

    reason = Radios()
    text = ProseField(
        "", [Required(lambda: _("Skriv en begrunnelse. Den som skrev teksten, får lese den."))], most=WORDS_MOST
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = [(str(reason), str(words)) for reason, words in REPORT_REASON_NAMES.items()]
