"""The form in which it is written down what was learnt in a case."""

from typing import Any

from wtforms import HiddenField

from samskaping.actions.lessons import Content
from samskaping.language import NAMES
from samskaping.queries.lessons import Row
from samskaping.rules.languages import FORMS
from samskaping.rules.lessons import MOST, PARTS
from samskaping.web.forms.base import Form, ProseField, TextField, own_language
from samskaping.web.forms.casework import number
from samskaping.web.forms.choices import Radios


class LessonForm(Form):
    """One answer to each question; ``held`` is the lesson's version as the form showed it."""

    held = HiddenField(default="0")
    language = Radios(default=own_language)
    worked, failed, otherwise, routine = (ProseField(most=MOST) for _part in PARTS)
    why = TextField(most=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = [(form, NAMES[form]) for form in FORMS]

    def content(self) -> Content:
        """What is written."""
        answers = {name: self[name].data or "" for name in PARTS}
        why = (self.why.data or "") if "why" in self else ""
        return Content(answers, self.language.data or "nb", number(self.held.data), why)


def written(row: Row | None) -> dict[str, Any] | None:
    """A lesson as the form's first values; none where nothing is written yet."""
    if row is None:
        return None
    return {name: getattr(row, name) for name in PARTS} | {"language": row.language, "held": str(row.version)}
