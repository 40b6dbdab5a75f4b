"""The phases of a challenge, as data: what each is called, and what is open in it until staff say otherwise.

«Det gjelder meg også» is no opening, and no phase shuts it: a need is a thing of its own, told to the municipality and
perhaps tied to several challenges in different phases. That it concerns somebody is true whatever phase one of them is
in, and says nothing in that challenge; telling a need there, which a phase may shut, does.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

from samskaping.language import Words, day
from samskaping.language import gettext as _
from samskaping.rules.participants import AMONG, Participants
from samskaping.rules.thresholds import Thresholds

#: A phase has a few questions for reflection, not a questionnaire.
MOST_QUESTIONS = 5
#: So many days before the last day of a phase, those who asked are reminded of questions that are not answered.
REMIND_DAYS = 3


class Opening(StrEnum):
    """What people can do in a challenge, and a phase lets them do or not."""

    BEHOV = "behov"
    FORSLAG = "forslag"
    KOMMENTARER = "kommentarer"
    STOTTE = "stotte"


OPENING_NAMES: dict[Opening, Words] = {
    Opening.BEHOV: Words("Fortelle om behov", "Fortelje om behov"),
    Opening.FORSLAG: Words("Foreslå noe", "Foreslå noko"),
    Opening.KOMMENTARER: Words("Kommentere forslag", "Kommentere forslag"),
    Opening.STOTTE: Words("Støtte forslag", "Støtte forslag"),
}


class PhaseKind(StrEnum):
    BEHOV = "behov"
    FORSLAG = "forslag"
    VURDERING = "vurdering"
    UTVIKLING = "utvikling"
    BESLUTNING = "beslutning"
    GJENNOMFORING = "gjennomforing"
    EFFEKT = "effekt"


@dataclass(frozen=True)
class PhaseRule:
    """One kind of phase. ``opens`` is what is open in it at first."""

    label: Words
    meaning: Words
    opens: frozenset[Opening] = frozenset()


_TALK = frozenset({Opening.KOMMENTARER})

#: In the order in which a challenge goes through them; it may leave some out.
PHASES: dict[PhaseKind, PhaseRule] = {
    PhaseKind.BEHOV: PhaseRule(
        Words("Behov", "Behov"),
        Words("Folk forteller hvordan de har det, før noen foreslår noe.", "Folk fortel korleis dei har det, før nokon foreslår noko."),
        frozenset({Opening.BEHOV}),
    ),
    PhaseKind.FORSLAG: PhaseRule(
        Words("Forslag", "Forslag"),
        Words("Folk foreslår, kommenterer og støtter det de vil ha.", "Folk foreslår, kommenterer og støttar det dei vil ha."),
        frozenset(Opening),
    ),
    PhaseKind.VURDERING: PhaseRule(
        Words("Vurdering", "Vurdering"),
        Words("Kommunen går gjennom forslagene og svarer.", "Kommunen går gjennom forslaga og svarer."),
        _TALK,
    ),
    PhaseKind.UTVIKLING: PhaseRule(
        Words("Utvikling sammen", "Utvikling saman"),
        Words("Innbyggere og kommune gjør forslagene bedre sammen.", "Innbyggjarar og kommune gjer forslaga betre saman."),
        frozenset({Opening.KOMMENTARER, Opening.STOTTE}),
    ),
    PhaseKind.BESLUTNING: PhaseRule(
        Words("Beslutning", "Avgjerd"),
        Words("De som bestemmer, tar stilling.", "Dei som avgjer, tek stilling."),
    ),
    PhaseKind.GJENNOMFORING: PhaseRule(
        Words("Gjennomføring", "Gjennomføring"),
        Words("Det som er bestemt, blir gjort.", "Det som er bestemt, blir gjort."),
        _TALK,
    ),
    PhaseKind.EFFEKT: PhaseRule(
        Words("Effekt", "Effekt"),
        Words("Vi ser etter om det ble bedre, og hva som gjenstår.", "Vi ser etter om det vart betre, og kva som står att."),
        frozenset({Opening.BEHOV, Opening.KOMMENTARER}),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Phase:
    """A phase of one challenge: from a day until another in Norway, both included; no last day: until further notice."""

    kind: PhaseKind
    begins_on: date
    ends_on: date | None
    opens: frozenset[Opening]
    participants: Participants = Participants.ALLE

    @property
    def label(self) -> str:
        return str(PHASES[self.kind].label)

    def holds(self, today: date) -> bool:
        return self.begins_on <= today and (self.ends_on is None or self.ends_on >= today)

    def is_over(self, today: date) -> bool:
        return self.ends_on is not None and self.ends_on < today

    def kept(self) -> dict[str, Any]:
        """As a version of the challenge keeps it."""
        return {
            "kind": self.kind.value,
            "begins_on": str(self.begins_on),
            "ends_on": str(self.ends_on) if self.ends_on else None,
            "opens": sorted(self.opens),
            "participants": self.participants.value,
        }


@dataclass(frozen=True)
class Now:
    """What the phases of a challenge say today; a challenge without phases has nothing to say.

    ``phase`` is None between two of them, before the first and after the last. ``is_among``: the visitor is one of
    those who may take part in it.
    """

    has_phases: bool = False
    phase: Phase | None = None
    next_on: date | None = None
    is_among: bool = False
    #: What the challenge asks people to have shown of themselves before each act.
    thresholds: Thresholds = field(default_factory=dict, hash=False)


def now(phases: Sequence[Phase], today: date) -> Now:
    """The same from all the phases of a challenge, to somebody of whom nobody has asked who they are."""
    ahead = [one.begins_on for one in phases if one.begins_on > today]
    return Now(bool(phases), held_on(phases, today), min(ahead, default=None))


def held_on(phases: Iterable[Phase], today: date) -> Phase | None:
    """The phase on a day: there is at most one."""
    return next((one for one in phases if one.holds(today)), None)


def closed(at: Now, opening: Opening, *, is_known: bool = True, is_official: bool = False) -> str:
    """Why the visitor cannot do this now, in words; empty when they can. ``is_official``: the municipality itself."""
    if not at.has_phases:
        return ""
    ahead = " " + _("Neste fase begynner %(day)s.") % {"day": day(at.next_on)} if at.next_on else ""
    if at.phase is None:
        return (_("Ingen fase er i gang nå.") if ahead else _("Fasene i utfordringen er over.")) + ahead
    named = {"phase": at.phase.label}
    if opening not in at.phase.opens:
        return _shut(opening) % named + ahead
    return "" if is_official else kept_out(at, is_known=is_known)


def kept_out(at: Now, *, is_known: bool = True) -> str:
    """Why the visitor is not among those who take part today, and what they can do, in words; empty when they are."""
    if at.phase is None or at.phase.participants is Participants.ALLE or at.is_among:
        return ""
    whom, how = AMONG[at.phase.participants]
    words = str(whom) % {"phase": at.phase.label}
    return f"{words} {how if is_known else _('Logg inn for å delta.')}"


def _shut(opening: Opening) -> str:
    return {
        Opening.BEHOV: _("Utfordringen tar ikke imot behov i fasen «%(phase)s»."),
        Opening.FORSLAG: _("Utfordringen tar ikke imot forslag i fasen «%(phase)s»."),
        Opening.KOMMENTARER: _("Samtalen er stengt i fasen «%(phase)s»."),
        Opening.STOTTE: _("Forslaget kan ikke støttes i fasen «%(phase)s»."),
    }[opening]


def takes_until(phases: Iterable[Phase]) -> tuple[bool, date | None]:
    """Whether any phase takes proposals, and the last day on which one does; None when that has no end."""
    found = [one.ends_on for one in phases if Opening.FORSLAG in one.opens]
    known = [last for last in found if last is not None]
    return bool(found), max(known) if found and len(known) == len(found) else None


def flaws(phases: Sequence[Phase], answers_on: date | None) -> dict[str, str]:
    """Field → what is wrong with the days, in the phases' own order; empty when they follow each other, and no
    proposal can come after the day on which answers are promised.
    """
    found: dict[str, str] = {}
    for one in phases:
        if one.ends_on and one.ends_on < one.begins_on:
            found[f"ends_{one.kind}"] = _("Siste dag kan ikke være før første dag")
    for before, after in pairwise(phases):
        named = {"phase": after.label, "before": before.label, "day": day(before.ends_on or before.begins_on)}
        if after.begins_on < before.begins_on:
            words = _("«%(phase)s» kan ikke begynne før «%(before)s», som begynner %(day)s")
            found[f"begins_{after.kind}"] = words % {**named, "day": day(before.begins_on)}
        elif before.ends_on is None:
            found[f"ends_{before.kind}"] = _("Velg siste dag, for «%(phase)s» kommer etterpå") % named
        elif after.begins_on <= before.ends_on:
            words = _("«%(phase)s» kan ikke begynne før «%(before)s» er over. Den varer til og med %(day)s")
            found[f"begins_{after.kind}"] = words % named
    return found or _too_late(phases, answers_on)


def _too_late(phases: Sequence[Phase], answers_on: date | None) -> dict[str, str]:
    """The last phase that takes proposals, when it goes beyond the day on which answers are promised."""
    late = [
        one
        for one in phases
        if Opening.FORSLAG in one.opens and one.ends_on and answers_on and one.ends_on > answers_on
    ]
    if not late or answers_on is None:
        return {}
    words = _("Svarene er lovet senest %(day)s, og da kan det ikke komme forslag etterpå. Flytt den dagen først.")
    return {f"ends_{late[-1].kind}": words % {"day": day(answers_on)}}


def moved_along(before: Mapping[PhaseKind, Phase], wanted: Sequence[Phase]) -> list[Phase]:
    """What comes after a phase whose end was moved, moves by as many days; what was moved by itself, stands."""
    step, found = timedelta(), []
    for one in wanted:
        known = before.get(one.kind)
        if known and (known.begins_on, known.ends_on) == (one.begins_on, one.ends_on):
            found.append(replace(one, begins_on=one.begins_on + step, ends_on=one.ends_on and one.ends_on + step))
            continue
        if known and known.ends_on and one.ends_on:
            step = one.ends_on - known.ends_on
        found.append(one)
    return found


@dataclass(frozen=True)
class Change:
    """What a new plan does to one phase: added, left out, or given other days."""

    before: Phase | None
    after: Phase | None

    @property
    def label(self) -> str:
        one = self.after or self.before
        return one.label if one else ""

    @property
    def is_same(self) -> bool:
        return self.before == self.after


@dataclass(frozen=True)
class Effects:
    """What a new plan does: to each phase, to the phase that it is today, and to the last day for proposals."""

    changes: tuple[Change, ...]
    today_before: Phase | None
    today_after: Phase | None
    closes_before: date | None
    closes_after: date | None
    takes_proposals: bool


def effects(before: Sequence[Phase], after: Sequence[Phase], closes_on: date | None, today: date) -> Effects:
    """What it does to go from one plan to another in a challenge that takes proposals until a day."""
    old, new = {one.kind: one for one in before}, {one.kind: one for one in after}
    takes, last = takes_until(after)
    return Effects(
        tuple(Change(old.get(kind), new.get(kind)) for kind in PHASES if kind in old or kind in new),
        held_on(before, today),
        held_on(after, today),
        closes_on,
        last if takes else closes_on,
        takes,
    )


def name_of(details: Mapping[str, Any]) -> str:
    """The phase that an event is about; empty where it is about none."""
    kind = details.get("phase")
    return str(PHASES[PhaseKind(kind)].label) if kind in set(PHASES) else ""
