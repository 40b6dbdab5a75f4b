"""To which unit a case goes by itself: one rule, for new cases and for those that are put elsewhere before anybody took them."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from samskaping.language import Words


class Way(StrEnum):
    """By what a case found its unit, the most specific first."""

    TEMA_OG_OMRADE = "tema_og_omrade"
    OMRADE = "omrade"
    TEMA = "tema"
    UTFORDRING = "utfordring"
    RESTEN = "resten"


WAY_NAMES = {
    Way.TEMA_OG_OMRADE: Words("tema og område", "tema og område"),
    Way.TEMA: Words("tema", "tema"),
    Way.UTFORDRING: Words("utfordring", "utfordring"),
    Way.OMRADE: Words("område", "område"),
    Way.RESTEN: Words("enheten for alle andre saker", "eininga for alle andre saker"),
}


@dataclass(frozen=True)
class Ways:
    """The units (inner keys) that each way leads to; None where nothing is said."""

    theme_and_area: int | None = None
    area: int | None = None
    theme: int | None = None
    challenge: int | None = None
    rest: int | None = None


def choose(ways: Ways, *, but: Collection[int] = ()) -> tuple[int, Way] | None:
    """The unit that the most specific way leads to, and which way that was; None when no way leads anywhere.

    ``but`` are the units that the case must not go to.
    """
    ordered = (
        (ways.theme_and_area, Way.TEMA_OG_OMRADE),
        (ways.area, Way.OMRADE),
        (ways.theme, Way.TEMA),
        (ways.challenge, Way.UTFORDRING),
        (ways.rest, Way.RESTEN),
    )
    return next(((unit, way) for unit, way in ordered if unit is not None and unit not in but), None)
