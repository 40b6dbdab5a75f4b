"""The form of an answer's template."""

from collections.abc import Iterable
from typing import Any

from wtforms import HiddenField

from samskaping.actions.answer_templates import TemplateWish
from samskaping.language import gettext as _
from samskaping.queries.answer_templates import Seen
from samskaping.rules.pipeline import OPEN, STATES, State
from samskaping.rules.speech import DECISION_NAMES, Decision
from samskaping.web.forms.admin import TextsForm
from samskaping.web.forms.base import ProseField, TextField
from samskaping.web.forms.choices import OneOf

#: Generous here: the deed says what is too long.
_AMPLE = 20_000


class TemplateForm(TextsForm):
    """A template: when it is offered, what it says on the page, and what the mail says when that differs."""

    version = HiddenField()
    name = TextField(most=_AMPLE, public=False)
    state = OneOf(default="")
    theme = OneOf(default="")
    decision = OneOf(default="")
    title_nb = TextField(most=_AMPLE)
    title_nn = TextField(most=_AMPLE)
    text_nb = ProseField(most=_AMPLE)
    text_nn = ProseField(most=_AMPLE)
    mail_text_nb = ProseField(most=_AMPLE)
    mail_text_nn = ProseField(most=_AMPLE)
    newest = OneOf(default="")
    case = TextField(most=14, public=False)

    def offer(self, themes: list[tuple[str, Any]], cases: Iterable[Seen]) -> "TemplateForm":
        """The choices; a template is seen filled in for one of the reader's newest cases, or for one by its number."""
        self.newest.choices = [("", _("Velg en sak")), *((one.reference, one.spoken) for one in cases)]
        self.state.choices = [
            ("", _("Alle statuser")),
            *((state.value, str(rule.label)) for state, rule in STATES.items() if state in OPEN),
        ]
        self.theme.choices = [("", _("Alle temaer")), *((key, str(name)) for key, name in themes)]
        self.decision.choices = [
            ("", _("Velges i hver sak")),
            *((decision.value, str(words)) for decision, words in DECISION_NAMES.items()),
        ]
        return self

    def wish(self) -> TemplateWish:
        """The template as it is typed."""
        return TemplateWish(
            self.name.data or "",
            self.texts("text"),
            self.texts("title"),
            self.texts("mail_text"),
            State(self.state.data) if self.state.data else None,
            self.theme.data or "",
            Decision(self.decision.data) if self.decision.data else None,
        )
