"""The form in which staff plan the phases of a challenge."""

from collections.abc import Sequence
from typing import Any, Self

from wtforms import BooleanField

from samskaping.errors import Unfit
from samskaping.language import gettext as _
from samskaping.queries.challenges import Page
from samskaping.rules.participants import PARTICIPANT_NAMES, Participants
from samskaping.rules.phases import OPENING_NAMES, PHASES, Opening, Phase, PhaseKind, flaws, moved_along
from samskaping.web.forms.base import DayField, Form, TextField
from samskaping.web.forms.casework import Several
from samskaping.web.forms.challenges import Version
from samskaping.web.forms.choices import OneOf


class _Planned(Form):
    """The days of each phase, what is open in it and to whom; a phase without days is left out."""

    version = Version(default=0)


for _kind in PHASES:
    setattr(_Planned, f"begins_{_kind}", DayField())
    setattr(_Planned, f"ends_{_kind}", DayField())
    setattr(_Planned, f"opens_{_kind}", Several(most=len(Opening)))
    setattr(_Planned, f"participants_{_kind}", OneOf())


class PhasesForm(_Planned):
    """All phases of a challenge. ``moves_along``: what comes after a phase whose end is moved, moves too."""

    moves_along = BooleanField("")
    why = TextField(most=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in PHASES:
            self[f"opens_{kind}"].choices = [(str(one), str(words)) for one, words in OPENING_NAMES.items()]
            self[f"participants_{kind}"].choices = [(str(one), str(words)) for one, words in PARTICIPANT_NAMES.items()]

    def phases(self, before: Sequence[Phase]) -> list[Phase]:
        """What is written, with what follows moved along when that is asked for. Raises ``Unfit``."""
        missing = {
            f"begins_{kind}": _("Velg første dag, eller la begge stå tomme")
            for kind in PHASES
            if self[f"ends_{kind}"].data and not self[f"begins_{kind}"].data
        }
        if missing:
            raise Unfit(**missing)
        written = [self._phase(kind) for kind in PHASES if self[f"begins_{kind}"].data]
        return moved_along({one.kind: one for one in before}, written) if self.moves_along.data else written

    def _phase(self, kind: PhaseKind) -> Phase:
        opens = frozenset(Opening(one) for one in self[f"opens_{kind}"].data or ())
        participants = Participants(self[f"participants_{kind}"].data)
        return Phase(kind, self[f"begins_{kind}"].data, self[f"ends_{kind}"].data, opens, participants)

    def holding(self, phases: Sequence[Phase]) -> Self:
        """The same form with these phases in it, as if they had been written so."""
        form = type(self)(formdata=None, data=_fields(phases) | {"version": self.version.data, "why": self.why.data})
        form.once.data = self.once.data
        return form


def fit(phases: Sequence[Phase], challenge: Page) -> None:
    """Raises ``Unfit`` where the deed would."""
    if found := flaws(phases, challenge.answers_on):
        raise Unfit(**found)


def written(challenge: Page, phases: Sequence[Phase]) -> dict[str, Any]:
    """The phases of a challenge as the form's first values."""
    return _fields(phases) | {"version": challenge.version}


def _fields(phases: Sequence[Phase]) -> dict[str, Any]:
    """Those that are left out stand with what is open in them at first."""
    found: dict[str, Any] = {}
    held = {one.kind: one for one in phases}
    for kind, rule in PHASES.items():
        one = held.get(kind)
        found[f"begins_{kind}"] = one.begins_on if one else None
        found[f"ends_{kind}"] = one.ends_on if one else None
        found[f"opens_{kind}"] = [str(opening) for opening in (one.opens if one else rule.opens)]
        found[f"participants_{kind}"] = str(one.participants if one else Participants.ALLE)
    return found
