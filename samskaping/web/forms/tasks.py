"""Forms of tasks and of the opinions that are asked for."""

from typing import Any

from samskaping.actions.opinions import Answer
from samskaping.actions.tasks import Wanted
from samskaping.language import NAMES
from samskaping.language import gettext as _
from samskaping.rules import limits
from samskaping.rules.languages import FORMS
from samskaping.rules.tasks import TaskKind
from samskaping.web.forms.base import DayField, Form, ProseField, Required, TextField, own_language
from samskaping.web.forms.casework import CaseForm
from samskaping.web.forms.choices import OneOf, Radios

#: The field that says who is asked, for each kind.
WHOM = {
    TaskKind.OPPGAVE: "owner",
    TaskKind.ENHET: "unit",
    TaskKind.RAD: "council",
    TaskKind.KOMMUNE: "municipality",
}


class TaskForm(CaseForm):
    """One task; of the fields that say who is asked, and of openness, only those of its kind are kept."""

    owner = OneOf()
    unit = OneOf()
    council = OneOf()
    municipality = OneOf()
    text = ProseField("", [Required(lambda: _("Skriv hva det gjelder"))], most=limits.NOTE, public=False)
    openness = Radios(validators=[Required(lambda: _("Velg hvem som skal kunne lese uttalelsen"))])
    language = Radios()
    due = DayField()

    def suit(self, kind: TaskKind, offered: list[tuple[str, str]]) -> "TaskForm":
        """Leave out what this kind does not ask for, and fill in what can be chosen."""
        for other, name in WHOM.items():
            if other is not kind:
                del self[name]
        self[WHOM[kind]].choices = [("", _("Velg")), *offered]
        self.language.choices = [(form, NAMES[form]) for form in FORMS]
        self.language.data = self.language.data or own_language()
        if kind is TaskKind.OPPGAVE:
            del self.openness
            del self.language
        else:
            self.openness.choices = [
                ("alle", _("Åpent: uttalelsen blir publisert i saken")),
                ("oss", _("Internt: bare ansatte kan lese den")),
            ]
        return self

    def wanted(self, kind: TaskKind) -> Wanted:
        """What is asked."""
        return Wanted(
            kind,
            self[WHOM[kind]].data or "",
            self.text.data or "",
            self.due.data,
            is_public="openness" in self and self.openness.data == "alle",
            language=self.language.data if "language" in self else own_language(),
        )


class OpinionForm(Form):
    """An answer to what was asked; ``signed`` is for a council."""

    language = Radios()
    text = ProseField("", [Required(lambda: _("Skriv uttalelsen"))], most=limits.REASON)
    signed = TextField(most=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = [(form, NAMES[form]) for form in FORMS]
        self.language.data = self.language.data or own_language()

    def answer(self) -> Answer:
        """What is written."""
        signed = self.signed.data if "signed" in self else ""
        return Answer(self.text.data or "", self.language.data or "nb", signed or "")
