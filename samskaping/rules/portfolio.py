"""What a portfolio counts together, and what it says about balance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from samskaping.language import Words, ngettext
from samskaping.language import gettext as _
from samskaping.rules.goals import GOALS
from samskaping.rules.pipeline import PUBLIC, State


class Group(StrEnum):
    """States that mean the same to whoever asks how it is going."""

    ARBEID = "arbeid"
    GJORT = "gjort"
    LAERT = "laert"
    NEI = "nei"


GROUP_NAMES: dict[Group, Words] = {
    Group.ARBEID: Words("Under arbeid", "Under arbeid"),
    Group.GJORT: Words("Gjennomført", "Gjennomført"),
    Group.LAERT: Words("Avsluttet med læring", "Avslutta med læring"),
    Group.NEI: Words("Nei, ikke nå eller sendt videre", "Nei, ikkje no eller sendt vidare"),
}
#: State → group; what was withdrawn, or goes on in another case, is counted nowhere.
GROUPS: dict[State, Group] = {
    State.GEVINST_MALES: Group.GJORT,
    State.EFFEKT_MALT: Group.GJORT,
    State.AVSLUTTET_LAERING: Group.LAERT,
    State.IKKE_NA: Group.NEI,
    State.AVSLATT: Group.NEI,
    State.IKKE_KOMMUNEN: Group.NEI,
}
_APART = frozenset({State.TRUKKET, State.SLATT_SAMMEN})
COUNTED = PUBLIC - _APART
#: A share of the cases under work from which balance is spoken of, and the fewest cases of which it says anything.
MUCH = 0.5
FEWEST = 6


def group(state: State) -> Group:
    """Where a case is counted. Everything that is open, and has not been carried out, is under work."""
    return GROUPS.get(state, Group.ARBEID)


@dataclass(frozen=True)
class Line:
    """One row of a portfolio: a goal, a theme or an area, with its cases by group. ``key`` is what lists filter on."""

    key: str
    name: object
    counts: Mapping[Group, int]
    challenges: int = 0

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def warnings(goals: Sequence[Line], themes: Sequence[Line], by_state: Mapping[State, int]) -> list[str]:
    """Where the weight lies askew, in words; nothing where there is too little to say it of."""
    found = []
    alive = {int(line.key) for line in goals if line.counts.get(Group.ARBEID, 0) or line.challenges}
    if none := [str(number) for number in GOALS if number not in alive]:
        words = ngettext("Ingen tiltak under mål %(goals)s.", "Ingen tiltak under målene %(goals)s.", len(none))
        found.append(words % {"goals": _listed(none)})
    working = [(line, line.counts.get(Group.ARBEID, 0)) for line in themes]
    total = sum(count for _line, count in working)
    if total >= FEWEST:
        found += [
            _("Mer enn halvparten av sakene under arbeid handler om «%(theme)s».") % {"theme": line.name}
            for line, count in working
            if count > total * MUCH
        ]
    waiting = by_state.get(State.MOTTATT, 0) + by_state.get(State.VURDERES, 0)
    open_ones = sum(count for state, count in by_state.items() if group(state) is Group.ARBEID)
    if open_ones >= FEWEST and waiting > open_ones * MUCH:
        found.append(_("Mer enn halvparten av sakene under arbeid er ikke kommet lenger enn til vurdering."))
    if sum(by_state.values()) >= FEWEST and not by_state.get(State.EFFEKT_MALT):
        found.append(_("Ingen effekt er målt ennå."))
    return found


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " " + _("og") + " " + words[-1]
