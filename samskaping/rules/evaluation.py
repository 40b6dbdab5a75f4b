"""Evaluations of a proposal: what they can come to, the scores, the criteria that a challenge may set, and money."""

import re
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

from samskaping.language import Words, current


class Feasibility(StrEnum):
    """Whether it can be done."""

    GJENNOMFORBAR = "gjennomforbar"
    DELVIS = "delvis"
    IKKE = "ikke"


FEASIBILITY_NAMES = {
    Feasibility.GJENNOMFORBAR: Words("Kan gjennomføres", "Kan gjennomførast"),
    Feasibility.DELVIS: Words("Kan gjennomføres delvis", "Kan gjennomførast delvis"),
    Feasibility.IKKE: Words("Kan ikke gjennomføres", "Kan ikkje gjennomførast"),
}

#: A score on each criterion, from low to high.
SCORES = (1, 2, 3, 4, 5)
MOST_CRITERIA = 6
CRITERION = 120
#: Costs are kept in øre, below a billion kroner and a bit.
MOST_KRONER = Decimal("99999999999.99")

_MONEY = re.compile(r"(?P<whole>\d{1,3}(?:[ .]?\d{3})*|\d+)(?:,(?P<rest>\d{1,2}|-))?")


def kroner(written: str) -> Decimal | None:
    """«1 234,50», «kr 1.234,50», «1234,-» → exact kroner; None for anything else. Spaces may be hard ones."""
    plain = re.sub(r"[\s\u00a0\u202f]+", " ", written.strip().lower())
    plain = plain.removeprefix("kr").removeprefix(".").removesuffix("kroner").removesuffix("kr").strip()
    found = _MONEY.fullmatch(plain)
    if not found or not plain.isascii():
        return None
    rest = (found["rest"] or "0").replace("-", "0")
    value = Decimal(f"{re.sub('[ .]', '', found['whole'])}.{rest.ljust(2, '0')}")
    return value if value <= MOST_KRONER else None


def spelled(value: Decimal) -> str:
    """Kroner as Norwegian writes them: «1 234,50», whole ones without decimals, with hard spaces."""
    whole, _point, rest = f"{value:.2f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", "\u00a0")
    return grouped if rest == "00" else f"{grouped},{rest}"


def criterion_name(kept: dict[str, str]) -> str:
    """A criterion's words in the form in force, or in the one that exists."""
    return kept.get(current()) or kept.get("nb") or kept.get("nn") or ""


def are_hidden(*, hides: bool, asked: int, done: int, is_mine_in: bool) -> bool:
    """Whether a reader does not see yet what the others came to: not before their own evaluation is in, or all are.

    Also one who is not asked: they may be asked still.
    """
    return hides and done < asked and not is_mine_in


def mean(scores: Sequence[int]) -> Decimal:
    """With one decimal."""
    return (Decimal(sum(scores)) / len(scores)).quantize(Decimal("0.1"))


def says_the_same(one: dict[str, str], other: dict[str, str]) -> bool:
    """Whether two criteria agree in every form that both are written in, and there is such a form."""
    both = [form for form in ("nb", "nn") if one.get(form) and other.get(form)]
    return bool(both) and all(one[form] == other[form] for form in both)


def is_same(one: dict[str, str], other: dict[str, str]) -> bool:
    """Whether a score on the one is a score on the other: by key and by words, for the oldest keys are mere numbers."""
    return one["key"] == other["key"] and says_the_same(one, other)


def are_same(some: Sequence[dict[str, str]], others: Sequence[dict[str, str]]) -> bool:
    """Whether two lists of criteria ask for the same, in any order."""
    return len(some) == len(others) and all(any(is_same(one, other) for other in others) for one in some)
