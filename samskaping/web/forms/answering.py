"""The form of answers in many cases: the same fields for each, told apart by the case's number."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wtforms import HiddenField

from samskaping.actions.statements import Said
from samskaping.language import NAMES
from samskaping.language import gettext as _
from samskaping.queries.answer_templates import Template
from samskaping.queries.answering import Asked
from samskaping.rules import limits
from samskaping.rules.languages import FORMS
from samskaping.rules.speech import DECISION_NAMES, Decision
from samskaping.web.forms.assuring import own_word
from samskaping.web.forms.base import Form, ProseField, Required, TextField
from samskaping.web.forms.casework import number
from samskaping.web.forms.choices import OneOf, Radios

#: The fields of each case, in the order in which one meets them.
EACH = ("version", "decision", "title", "language", "text", "mail_text")


class AnswersForm(Form):
    """What is common to all: the template to fill in from."""

    template = OneOf(default="")
    refs: tuple[str, ...] = ()
    case_keys: tuple[int, ...] = ()

    def of(self, field: str, ref: str) -> Any:
        """One case's field."""
        return self[f"{field}_{ref}"]

    def offer(self, templates: Iterable[Template]) -> None:
        """The choices."""
        self.template.choices = [(one.public_id, one.name) for one in templates] or [("", "")]
        if not self.template.data:
            self.template.data = self.template.choices[0][0]
        for ref in self.refs:
            decisions = [(decision.value, str(words)) for decision, words in DECISION_NAMES.items()]
            self.of("decision", ref).choices = [("", _("Velg")), *decisions]
            self.of("language", ref).choices = [(form, NAMES[form]) for form in FORMS]

    def said(self) -> dict[str, Said]:
        """What is answered in each case."""
        return {ref: self._said(ref) for ref in self.refs}

    def _said(self, ref: str) -> Said:
        decision = self.of("decision", ref).data
        return Said(
            self.of("text", ref).data or "",
            number(self.of("version", ref).data),
            self.of("language", ref).data or "nb",
            title=self.of("title", ref).data or "",
            decision=Decision(decision) if decision else None,
            mail_text=self.of("mail_text", ref).data or "",
        )


def form_of(cases: Sequence[Asked], forms: Mapping[str, str]) -> AnswersForm:
    """A form with fields for exactly these cases; ``forms`` says in which form each writer is answered."""
    fields: dict[str, Any] = {}
    data: dict[str, str] = {}
    refs = []
    for case in cases:
        refs.append(case.reference)
        made = {
            "version": HiddenField(),
            "decision": OneOf(default="", validators=[Required(lambda: _("Velg hva svaret er"))]),
            "title": TextField(most=limits.SHORT),
            "language": Radios(),
            "text": ProseField("", [Required(lambda: _("Skriv teksten som skal sendes"))], most=limits.REASON),
            "mail_text": ProseField(most=limits.REASON),
        }
        fields |= {f"{name}_{case.reference}": made[name] for name in EACH}
        data |= {f"version_{case.reference}": str(case.version), f"language_{case.reference}": forms[case.reference]}
    if not all(case.has_answered for case in cases):
        fields["impartial"] = own_word()
    made_of: type[AnswersForm] = type(
        "ChosenAnswersForm",
        (AnswersForm,),
        {**fields, "refs": tuple(refs), "case_keys": tuple(case.key for case in cases)},
    )
    return made_of(data=data)
