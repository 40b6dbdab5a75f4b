"""Forms about the words of a challenge: suggesting others, and the municipality's answer."""

from typing import Any

from samskaping.actions.wordings import Suggested
from samskaping.language import gettext as _
from samskaping.rules import limits
from samskaping.web.forms.base import Form, ProseField, Required, TextField, own_language
from samskaping.web.forms.challenges import Version
from samskaping.web.forms.choices import OneOf, Radios, speakers


class SuggestForm(Form):
    """New words for one text, and why."""

    text = ProseField("", [Required(lambda: _("Skriv teksten slik du mener den bør være"))], most=limits.PROSE)
    why = TextField("", [Required(lambda: _("Skriv kort hvorfor"))], most=limits.WORDING_WHY)
    organisation = OneOf(default="")

    def offer(self, voices: Any) -> "SuggestForm":
        """Whom the person may suggest it for."""
        self.organisation.choices = speakers(voices)
        return self

    def suggested(self, field: str, form: str) -> Suggested:
        """What is suggested."""
        return Suggested(
            field, form, self.text.data or "", self.why.data or "", own_language(), self.organisation.data or ""
        )


class AnswerForm(Form):
    """The words are put in, declined or hidden; ``version`` is that of the challenge they were read beside.

    ``joined`` is the text as it becomes, where it has changed since the words were suggested.
    """

    version = Version(default=0)
    deed = Radios(validators=[Required(lambda: _("Velg hva du svarer"))])
    words = ProseField(most=limits.WORDING_ANSWER)
    joined = ProseField(most=limits.PROSE)
    #: The text in the other form, changed at the same time.
    besides = ProseField(most=limits.PROSE)

    def suit(self, *, is_open: bool) -> "AnswerForm":
        """Which answers there are now."""
        hide = ("skjul", _("Si nei og skjul teksten") if is_open else _("Skjul teksten"))
        self.deed.choices = [("ja", _("Ta den inn")), ("nei", _("Si nei")), hide] if is_open else [hide]
        return self
