"""Forms of reflection: a question about a phase, and its answer."""

from collections.abc import Sequence
from typing import Any

from samskaping.actions.reflections import Thought
from samskaping.language import gettext as _
from samskaping.rules import limits
from samskaping.rules.phases import Phase
from samskaping.web.forms.base import Form, ProseField, TextField, own_language
from samskaping.web.forms.choices import OneOf, Radios

#: Who sees an answer, as the form says it.
INNER, SHOWN = "ansatte", "alle"


class QuestionForm(Form):
    """A question about one of the phases."""

    phase = OneOf()
    question = TextField(most=300)

    def offer(self, phases: Sequence[Phase]) -> None:
        """The phases that can be asked about."""
        self.phase.choices = [(str(one.kind), one.label) for one in phases]


class AnswerForm(Form):
    """The answer, in which language it is, and who sees it."""

    text = ProseField(most=limits.REASON)
    language = OneOf(default=own_language)
    seen_by = Radios(default=INNER)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = [("nb", "Bokmål"), ("nn", "Nynorsk")]
        self.seen_by.choices = [(INNER, _("Bare ansatte")), (SHOWN, _("Alle, på utfordringens side"))]

    def thought(self) -> Thought:
        """What is written."""
        return Thought(self.text.data or "", self.language.data or "nb", self.seen_by.data == SHOWN)
