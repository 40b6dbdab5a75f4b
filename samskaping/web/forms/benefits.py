"""The forms of a plan: a benefit in both forms, taking one out, and what one came to when it was measured."""

from decimal import Decimal
from typing import Any

from wtforms import EmailField, HiddenField, StringField, ValidationError

from samskaping.actions.benefits import Content
from samskaping.actions.measure_asks import Asking
from samskaping.actions.measurements import Reading
from samskaping.db import Texts
from samskaping.errors import Denied, Unfit
from samskaping.language import FORMS
from samskaping.language import gettext as _
from samskaping.queries.benefits import Row
from samskaping.rules import amounts, limits
from samskaping.rules.benefits import (
    ASKED_WORDS,
    CATEGORY_NAMES,
    LINES,
    NOTE,
    PROSE,
    RHYTHM_NAMES,
    TEXTS,
    Category,
    Rhythm,
)
from samskaping.rules.languages import OTHERS
from samskaping.web.forms.base import AtMost, DayField, Form, ProseField, Showable, TextField, own_language
from samskaping.web.forms.casework import number
from samskaping.web.forms.choices import OneOf, Radios
from samskaping.web.forms.evaluations import MoneyField


class NumberField(StringField):
    """A number as Norwegian writes it; ``amount`` is exact, or None when nothing is written."""

    amount: Decimal | None = None

    def pre_validate(self, form: Any) -> None:
        written = (self.data or "").strip()
        self.amount = amounts.read(written) if written else None
        if written and self.amount is None:
            raise ValidationError(_("Skriv et tall, for eksempel 12 eller 1 234,50"))


class Chosen(Radios):
    """A choice that the deed itself asks for, together with all else that it lacks."""

    def pre_validate(self, form: Any) -> None:
        if self.data:
            super().pre_validate(form)


class BenefitForm(Form):
    """A benefit. Texts stand in pairs ``name_nb``/``name_nn``; ``held`` is its version as the form showed it."""

    held = HiddenField()
    category = Chosen()
    name_nb, name_nn = TextField(most=LINES["name"]), TextField(most=LINES["name"])
    indicator_nb, indicator_nn = TextField(most=LINES["indicator"]), TextField(most=LINES["indicator"])
    unit_nb, unit_nn = TextField(most=LINES["unit"]), TextField(most=LINES["unit"])
    zero_value = NumberField()
    zero_on = DayField()
    zero_method_nb, zero_method_nn = ProseField(most=PROSE), ProseField(most=PROSE)
    target = NumberField()
    target_on = DayField()
    rhythm = OneOf(default=Rhythm.TIL_SLUTT.value)
    owner = OneOf(default="")
    gains_nb, gains_nn = ProseField(most=PROSE), ProseField(most=PROSE)
    loses_nb, loses_nn = ProseField(most=PROSE), ProseField(most=PROSE)
    preconditions_nb, preconditions_nn = ProseField(most=PROSE), ProseField(most=PROSE)
    risk_nb, risk_nn = ProseField(most=PROSE), ProseField(most=PROSE)
    measuring_nb, measuring_nn = ProseField(most=PROSE), ProseField(most=PROSE)
    measuring_cost = MoneyField()
    why = TextField(most=500)

    def offer(self, colleagues: list[tuple[str, str]]) -> None:
        """Who can answer for it; somebody who left can no more."""
        self.category.choices = [(str(one), str(name)) for one, name in CATEGORY_NAMES.items()]
        self.rhythm.choices = [(str(one), str(name)) for one, name in RHYTHM_NAMES.items()]
        self.owner.choices = [("", _("Ingen ennå")), *colleagues]
        if not self.is_submitted() and self.owner.data not in {key for key, _name in colleagues}:
            self.owner.data = ""

    def content(self) -> Content:
        """What is written."""
        return Content(
            Category(self.category.data) if self.category.data else None,
            **{name: Texts(**{form: self[f"{name}_{form}"].data or "" for form in FORMS}) for name in TEXTS},
            zero_value=self.zero_value.amount,
            zero_on=self.zero_on.data,
            target=self.target.amount,
            target_on=self.target_on.data,
            owner=self.owner.data or "",
            measuring_cost=self.measuring_cost.amount,
            rhythm=Rhythm(self.rhythm.data),
            version=number(self.held.data),
            why=(self.why.data or "") if "why" in self else "",
        )

    def refuse(self, error: Denied) -> None:
        """Words about a text stand beside the form in which it is written first."""
        if isinstance(error, Unfit) and error.fields:
            fields = {f"{name}_{FORMS[0]}" if name in TEXTS else name: words for name, words in error.fields.items()}
            error = Unfit(**fields)
        super().refuse(error)


def written(row: Row) -> dict[str, Any]:
    """A benefit as the form's first values."""
    texts = {f"{name}_{form}": getattr(row, name).get(form) for name in TEXTS for form in FORMS}
    figures = {name: _spelled(getattr(row, name)) for name in ("zero_value", "target", "measuring_cost")}
    return texts | figures | {
        "held": str(row.version),
        "category": row.category.value,
        "zero_on": row.zero_on,
        "target_on": row.target_on,
        "owner": row.owner_id or "",
        "rhythm": row.rhythm.value,
    }  # fmt: skip


def _spelled(value: Decimal | None) -> str:
    return "" if value is None else amounts.spelled(value)


class DropForm(Form):
    """Why a benefit goes out of the plan."""

    held = HiddenField()
    why = TextField(most=500)

    @property
    def version(self) -> int:
        return number(self.held.data)


class ReadingForm(Form):
    """What was measured, on which day, and a word on it. ``signed`` is for whoever measures by a link."""

    value = NumberField()
    on = DayField()
    note = ProseField(most=NOTE)
    language = OneOf(default=own_language)
    signed = TextField(most=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = [("nb", "Bokmål"), ("nn", "Nynorsk"), *OTHERS]

    def reading(self) -> Reading:
        """What is written."""
        signed = self.signed.data or "" if "signed" in self else ""
        return Reading(self.value.amount, self.on.data, self.note.data or "", self.language.data or "nb", signed)


class AskForm(Form):
    """Whom to ask to measure, and by which day."""

    email = EmailField("", [Showable(), AtMost(limits.EMAIL)])
    due = DayField()
    words = ProseField(most=ASKED_WORDS, public=False)
    language = Radios()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = [("nb", "Bokmål"), ("nn", "Nynorsk")]

    def asking(self) -> Asking:
        """What is written."""
        return Asking(self.email.data or "", self.due.data, self.words.data or "", self.language.data or "nb")


class WhyForm(Form):
    """Why a measurement is taken back."""

    why = TextField(most=500)
