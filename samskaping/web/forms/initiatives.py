"""Forms about innbyggerforslag: writing, collecting, signing, and what the municipality does."""

from datetime import date
from typing import Any

from wtforms import BooleanField

from samskaping.actions.initiative_decisions import Decision
from samskaping.actions.initiatives import Written
from samskaping.language import gettext as _
from samskaping.queries.initiatives import Page
from samskaping.rules import limits
from samskaping.rules.initiatives import OUTCOME_NAMES, InitiativeOutcome
from samskaping.web.forms.base import DayField, Form, ProseField, Required, TextField
from samskaping.web.forms.choices import Language, Radios


class WriteForm(Form):
    """What the council shall take a stand on. Only the heading must be there while it is a draft."""

    title = TextField("", [Required(lambda: _("Skriv hva kommunestyret skal ta stilling til"))], most=limits.SHORT)
    text = ProseField(most=limits.INITIATIVE)
    language = Language()

    def written(self) -> Written:
        return Written(self.title.data or "", self.text.data or "", self.language.data)


class CollectForm(Form):
    """Until which day signatures are collected."""

    closes_on = DayField("", [Required(lambda: _("Velg siste dag for underskrifter"))])


class SignForm(Form):
    """A signature: the name, which only the case officer sees, and that one lives there."""

    name = TextField("", [Required(lambda: _("Skriv navnet ditt"))], most=limits.SIGNER_NAME, public=False)
    lives_here = BooleanField("")


class PaperForm(Form):
    """One signature from a list of paper."""

    name = TextField("", [Required(lambda: _("Skriv navnet"))], most=limits.SIGNER_NAME, public=False)
    born = DayField("", [Required(lambda: _("Skriv fødselsdatoen som dag.måned.år"))], since=date(1900, 1, 1))
    sure = BooleanField("")


class ReferForm(Form):
    """Which plan case it is referred to."""

    plan_case = ProseField("", [Required(lambda: _("Skriv hvilken plansak det er"))], most=limits.INITIATIVE_NOTE)


class WordsForm(Form):
    """A few words; whether they must be there is for the deed to say."""

    words = ProseField(most=limits.INITIATIVE)
    language = Language()


class DecisionForm(WordsForm):
    """What the council decided."""

    outcome = Radios(validators=[Required(lambda: _("Velg hva kommunestyret bestemte"))])
    body = TextField("", most=limits.SHORT)
    decided_on = DayField("", [Required(lambda: _("Velg dagen vedtaket ble gjort"))])
    case_number = TextField("", most=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outcome.choices = [(one.value, str(name)) for one, name in OUTCOME_NAMES.items()]

    def decision(self) -> Decision:
        assert self.decided_on.data is not None
        return Decision(
            InitiativeOutcome(self.outcome.data),
            self.body.data or "",
            self.decided_on.data,
            self.case_number.data or "",
            self.words.data or "",
            self.language.data,
        )


def decided(one: Page) -> dict[str, Any]:
    """What stands of a decision, to be corrected."""
    if one.outcome is None:
        return {"body": _("Kommunestyret")}
    return {
        "outcome": one.outcome.value,
        "body": one.body,
        "decided_on": one.decided_on,
        "case_number": one.case_number,
        "words": one.decision,
        "language": one.decision_language,
    }
