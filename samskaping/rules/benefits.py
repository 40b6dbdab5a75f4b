"""Benefits: the four official categories, how often one is measured, what a plan must hold, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

from samskaping.language import Words
from samskaping.language import gettext as _


class Category(StrEnum):
    """What kind of good it is. Source: Prosjektveiviseren (Digdir), gevinstrealiseringsplan."""

    BUDSJETT = "budsjett"
    ANNEN_BRUK = "annen_bruk"
    ANDRE = "andre"
    UTEN_PRIS = "uten_pris"


CATEGORY_NAMES: dict[Category, Words] = {
    Category.BUDSJETT: Words("Virkning på eget budsjett", "Verknad på eige budsjett"),
    Category.ANNEN_BRUK: Words("Tid eller plass som brukes til noe annet", "Tid eller plass som blir brukt til noko anna"),
    Category.ANDRE: Words("Nytte for andre, regnet i kroner", "Nytte for andre, rekna i kroner"),
    Category.UTEN_PRIS: Words("Nytte som ikke kan regnes i kroner", "Nytte som ikkje kan reknast i kroner"),
}  # fmt: skip
CATEGORY_MEANINGS: dict[Category, Words] = {
    Category.BUDSJETT: Words("Kommunen bruker mindre eller mer penger.", "Kommunen bruker mindre eller meir pengar."),
    Category.ANNEN_BRUK: Words(
        "Alternativ anvendelse: ingen penger spart, men tid eller rom blir fritt til noe annet.",
        "Alternativ bruk: ingen pengar spart, men tid eller rom blir fritt til noko anna.",
    ),
    Category.ANDRE: Words(
        "Prissatt nytte i resten av det offentlige, hos innbyggere eller bedrifter.",
        "Prissett nytte i resten av det offentlege, hos innbyggjarar eller bedrifter.",
    ),
    Category.UTEN_PRIS: Words(
        "Ikke-prissatt virkning, for eksempel trygghet, helse eller tillit. Den måles likevel.",
        "Ikkje-prissett verknad, til dømes tryggleik, helse eller tillit. Han blir målt likevel.",
    ),
}


class Rhythm(StrEnum):
    """How often a benefit is measured until the day of its target; that day is one of them."""

    KVARTAL = "kvartal"
    HALVAR = "halvar"
    AR = "ar"
    TIL_SLUTT = "til_slutt"


RHYTHM_NAMES: dict[Rhythm, Words] = {
    Rhythm.KVARTAL: Words("Hver tredje måned", "Kvar tredje månad"),
    Rhythm.HALVAR: Words("Hvert halvår", "Kvart halvår"),
    Rhythm.AR: Words("Hvert år", "Kvart år"),
    Rhythm.TIL_SLUTT: Words("Bare på måldatoen", "Berre på måldatoen"),
}
_MONTHS = {Rhythm.KVARTAL: 3, Rhythm.HALVAR: 6, Rhythm.AR: 12}

#: The texts of a benefit, in the order in which they are written; each has a text in each form.
TEXTS = ("name", "indicator", "unit", "zero_method", "gains", "loses", "preconditions", "risk", "measuring")
#: Those of one line, with how long they can be; the rest are prose.
LINES = {"name": 120, "indicator": 200, "unit": 40}
#: Code points of each of the others.
PROSE = 1_000
#: And of the note on a measurement.
NOTE = 1_000
#: A mailed link to whoever measures works for so long after the day; so many wait for one benefit; a word to them.
LINK_LIVES = timedelta(days=30)
ASKED_MOST = 10
ASKED_WORDS = 500
#: How many a plan can hold.
MOST = 12


class Planned(Protocol):
    """A benefit, as far as its plan goes."""

    @property
    def zero_value(self) -> Decimal | None: ...
    @property
    def zero_on(self) -> date | None: ...
    @property
    def target(self) -> Decimal | None: ...
    @property
    def target_on(self) -> date | None: ...


def is_ready(owner: object, plan: Planned) -> bool:
    """Whether a benefit can be measured: somebody in the line answers for it, it has a zero point, and a day."""
    return owner is not None and plan.zero_value is not None and plan.target_on is not None


def next_day(rhythm: Rhythm, zero_on: date | None, target_on: date | None, after: date | None) -> date | None:
    """The first day to measure that comes after the last measurement, or after the zero point; None when all is done.

    Days are counted from the zero point, so that one measurement that came late does not move the next.
    """
    if zero_on is None or target_on is None:
        return None
    since = max(zero_on, after) if after else zero_on
    if since >= target_on:
        return None
    step = _MONTHS.get(rhythm)
    number = 1
    while step and (day := _later(zero_on, step * number)) < target_on:
        if day > since:
            return day
        number += 1
    return target_on


def _later(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError(day)


def flaws(content: Any, today: date) -> dict[str, str]:
    """Field → what is wrong with a benefit as it is written; empty when it can stand in the plan."""
    found: dict[str, str] = {}
    if not content.name:
        found["name"] = _("Skriv hva som skal bli bedre")
    if not content.indicator:
        found["indicator"] = _("Skriv hva dere ser på for å vite om det ble bedre")
    if content.category is None:
        found["category"] = _("Velg hva slags gevinst det er")
    for name in TEXTS:
        most = LINES.get(name, PROSE)
        if max(len(getattr(content, name).nb), len(getattr(content, name).nn)) > most:
            found[name] = _("Teksten kan ha %(most)s tegn.") % {"most": most}
    return found | _number_flaws(content, today)


def _number_flaws(content: Any, today: date) -> dict[str, str]:
    """A number has its day, and a day its number; the target is something else than the zero point, and later."""
    missing = (
        ("zero_on", "zero_value", _("Velg dagen nullpunktet ble målt")),
        ("zero_value", "zero_on", _("Skriv hva dere målte i nullpunktet")),
        ("target_on", "target", _("Velg dagen målet skal være nådd")),
        ("target", "target_on", _("Skriv målet som et tall")),
    )
    found = {
        lacks: words
        for lacks, other, words in missing
        if getattr(content, lacks) is None and getattr(content, other) is not None
    }
    return found | _sense_flaws(content, today)


def _sense_flaws(content: Any, today: date) -> dict[str, str]:
    found: dict[str, str] = {}
    if content.zero_on is not None and content.zero_on > today:
        found["zero_on"] = _("Nullpunktet er målt, og kan ikke ligge fram i tid")
    if content.zero_on and content.target_on and content.target_on <= content.zero_on:
        found["target_on"] = _("Måldatoen må komme etter nullpunktet")
    if content.target is not None and content.target == content.zero_value:
        found["target"] = _("Målet er det samme som nullpunktet. Skriv hva som skal bli annerledes.")
    if not (content.zero_value is None and content.target is None) and not content.unit:
        found["unit"] = _("Skriv hva tallet teller, for eksempel besøk i uka")
    return found


class Came(StrEnum):
    """What a measurement says, held against the zero point and the target."""

    UMALT = "umalt"
    NADD = "nadd"
    DELVIS = "delvis"
    UENDRET = "uendret"
    FEIL_VEI = "feil_vei"


CAME_NAMES: dict[Came, Words] = {
    Came.UMALT: Words("Ikke målt ennå", "Ikkje målt enno"),
    Came.NADD: Words("Målet er nådd", "Målet er nådd"),
    Came.DELVIS: Words("Bedre, men ikke i mål", "Betre, men ikkje i mål"),
    Came.UENDRET: Words("Ingen endring", "Inga endring"),
    Came.FEIL_VEI: Words("Det gikk feil vei", "Det gjekk feil veg"),
}


def came(zero: Decimal | None, target: Decimal | None, value: Decimal | None) -> Came:
    """What a value comes to. A target below the zero point is reached by going down."""
    if zero is None or target is None or value is None:
        return Came.UMALT
    wanted, moved = target - zero, value - zero
    if moved == 0:
        return Came.UENDRET
    if (moved > 0) is not (wanted > 0):
        return Came.FEIL_VEI
    return Came.NADD if abs(moved) >= abs(wanted) else Came.DELVIS


@dataclass(frozen=True)
class Point:
    """A value on a day."""

    on: date
    value: Decimal


def last_of(points: Sequence[Point]) -> Point | None:
    """The newest; of two on one day, the one that came last."""
    return max(reversed(points), key=lambda one: one.on, default=None)
