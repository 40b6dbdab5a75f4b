"""Forms of one deed in many cases: filled in once, looked over, and only then done."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import request
from wtforms import BooleanField, HiddenField

from samskaping.language import gettext as _
from samskaping.queries.selection import Wanted
from samskaping.rules.moves import Move
from samskaping.rules.selection import Doing
from samskaping.web.forms.base import Required
from samskaping.web.forms.casework import CaseForm, MoveForm, UpdateForm
from samskaping.web.forms.choices import OneOf

_SILENT = ("csrf_token", "once", "version", "seen", "shown", "impartial")


@dataclass(frozen=True)
class _Many:
    """Cases of which some may be answered: the move's reason is then never asked to be the answer as well."""

    answered_at: Any = True


class Together(CaseForm):
    """What all such forms have: ``seen`` are the cases as the preview showed them, ``shown`` what was asked."""

    shown = HiddenField()

    @property
    def asked(self) -> str:
        """A digest of what is filled in: another deed than the one that was looked over is looked over anew."""
        written = [(field.name, str(field.data)) for field in self if field.name not in _SILENT]
        return hashlib.sha256(repr(written).encode()).hexdigest()[:20]

    @property
    def is_confirmed(self) -> bool:
        """Whether the deed is to be done now: pressed below a preview of exactly this."""
        return "_gjor" in request.form and self.shown.data == self.asked


class AssignTogether(Together):
    """Who shall have the cases."""

    person = OneOf(default="")
    unit = OneOf(default="")
    assured = BooleanField("")

    def offer(self, people: Iterable[tuple[str, str]], units: Iterable[tuple[str, str]]) -> None:
        self.person.choices = [("", _("Behold saksbehandlerne sakene har")), *people]
        self.unit.choices = [("", _("Behold enhetene sakene har")), *units]

    def wanted(self) -> Wanted:
        return Wanted(Doing.TILDEL, person=self.person.data or "", unit=self.unit.data or "")


class ThemeTogether(Together):
    """The theme of all of them."""

    theme = OneOf(validators=[Required(lambda: _("Velg et tema"))], default="")

    def offer(self, themes: Iterable[tuple[str, str]]) -> None:
        self.theme.choices = [("", _("Velg tema")), *themes]

    def wanted(self) -> Wanted:
        return Wanted(Doing.TEMA, theme=self.theme.data or "")


class TellTogether(Together, UpdateForm):
    """The same news in all of them."""

    def wanted(self) -> Wanted:
        return Wanted(Doing.FORTELL)


class MoveTogether(Together, MoveForm):
    """The same move of all of them, with what it demands filled in once."""

    def fit(self, step: Move, units: Iterable[tuple[str, str]]) -> None:
        many: Any = _Many()
        self.suit(step, many, units)
        self.step = step

    def wanted(self) -> Wanted:
        return Wanted(Doing.FLYTT, unit=self._given("unit") or "", verb=self.step.verb)
