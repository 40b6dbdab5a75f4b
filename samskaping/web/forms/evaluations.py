"""Forms of evaluations: whom to ask, what one comes to, and the criteria of a challenge."""

from decimal import Decimal
from typing import Any

from wtforms import BooleanField, HiddenField, StringField, ValidationError

from samskaping.actions.evaluations import Judgement
from samskaping.db import Texts
from samskaping.language import gettext as _
from samskaping.queries.evaluations import Judging
from samskaping.rules import limits
from samskaping.rules.evaluation import (
    CRITERION,
    FEASIBILITY_NAMES,
    MOST_CRITERIA,
    SCORES,
    Feasibility,
    criterion_name,
    kroner,
    spelled,
)
from samskaping.web.forms.base import DayField, Form, ProseField, Required, TextField
from samskaping.web.forms.casework import CaseForm, Several, number
from samskaping.web.forms.choices import Radios


class MoneyField(StringField):
    """An amount of kroner as Norwegian writes it; ``amount`` is exact, or None when nothing is written."""

    amount: Decimal | None = None

    def pre_validate(self, form: Any) -> None:
        written = (self.data or "").strip()
        self.amount = kroner(written) if written else None
        if written and self.amount is None:
            raise ValidationError(_("Skriv beløpet i kroner, for eksempel 1 234,50"))


class EvaluatorsForm(CaseForm):
    """Whom to ask for an evaluation, and by when."""

    people = Several(most=20)
    due = DayField()


class JudgementForm(CaseForm):
    """One's own evaluation. ``held`` is its version as the form showed it; scores are added for each criterion."""

    held = HiddenField()
    feasibility = Radios(validators=[Required(lambda: _("Velg om det kan gjennomføres"))])
    explanation = ProseField(most=limits.NOTE, public=False)
    least_cost = MoneyField()
    most_cost = MoneyField()
    responsible = TextField(most=limits.SHORT, public=False)
    time_needed = TextField(most=limits.SHORT, public=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.feasibility.choices = [(str(one), str(words)) for one, words in FEASIBILITY_NAMES.items()]
        for field in self.score_fields:
            field.choices = [(str(score), str(score)) for score in SCORES]

    @property
    def score_fields(self) -> list[Any]:
        """The fields of the scores, in the order of the criteria."""
        return [field for field in self if field.name.startswith("score")]

    def judgement(self) -> Judgement:
        """What is written."""
        return Judgement(
            number(self.held.data),
            Feasibility(self.feasibility.data) if self.feasibility.data else None,
            self.explanation.data or "",
            self.least_cost.amount,
            self.most_cost.amount,
            self.responsible.data or "",
            self.time_needed.data or "",
            {field.name.removeprefix("score"): int(field.data) for field in self.score_fields if field.data},
        )


def judgement_form(criteria: tuple[dict[str, str], ...]) -> type[JudgementForm]:
    """The form with a row of scores for each criterion."""
    fields = {
        f"score{one['key']}": Radios(
            validators=[_scored(criterion_name(one))],
            description=criterion_name(one),
        )
        for one in criteria
    }
    return type("ScoredForm", (JudgementForm,), fields)


def _scored(name: str) -> Required:
    """What is asked says for which criterion: the list of mistakes can hold several."""
    return Required(lambda: _("Gi poeng fra 1 til 5: %(name)s") % {"name": name})


def written(judging: Judging) -> dict[str, str]:
    """One's own evaluation as the form's first values; only scores on criteria as they are today."""
    mine = judging.mine
    if mine is None:
        return {}
    scores = {one["key"]: judging.score(mine, one) for one in judging.criteria}
    return {
        "held": str(mine.version),
        "feasibility": str(mine.feasibility or ""),
        "explanation": mine.explanation,
        "least_cost": "" if mine.least is None else spelled(mine.least),
        "most_cost": "" if mine.most is None else spelled(mine.most),
        "responsible": mine.responsible,
        "time_needed": mine.time_needed,
        **{f"score{key}": str(score) for key, score in scores.items() if score is not None},
    }


class CriteriaForm(Form):
    """The criteria of a challenge, in both forms, and whether evaluators see each other's first after their own."""

    hides = BooleanField("")

    def criteria(self) -> list[Texts]:
        """What is written, in order, without the empty ones."""
        pairs = [
            Texts(nb=self[f"criterion{n}_nb"].data or "", nn=self[f"criterion{n}_nn"].data or "")
            for n in range(1, MOST_CRITERIA + 1)
        ]
        return [pair for pair in pairs if pair]


for _number in range(1, MOST_CRITERIA + 1):
    for _form in ("nb", "nn"):
        setattr(CriteriaForm, f"criterion{_number}_{_form}", TextField(most=CRITERION))
