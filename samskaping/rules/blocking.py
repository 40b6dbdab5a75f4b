"""Blokkering: for how long somebody is kept from writing in a municipality, and who may do that to whom."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from samskaping.language import Words
from samskaping.rules.roles import Role


class Span(StrEnum):
    """How long."""

    DOGN = "dogn"
    UKE = "uke"
    MANED = "maned"
    HALVAR = "halvar"
    VIDERE = "videre"


#: What each is called, and its days; None is until somebody lifts it.
SPANS: dict[Span, tuple[Words, int | None]] = {
    Span.DOGN: (Words("Ett døgn", "Eitt døgn"), 1),
    Span.UKE: (Words("En uke", "Ei veke"), 7),
    Span.MANED: (Words("30 dager", "30 dagar"), 30),
    Span.HALVAR: (Words("Et halvt år", "Eit halvt år"), 182),
    Span.VIDERE: (Words("Til noen opphever den", "Til nokon opphevar henne"), None),
}

#: Whoever blocks stands above whoever is blocked. Somebody without a role here stands below all.
RANKS: dict[Role, int] = {
    Role.INNSYN: 1,
    Role.ARKIVAR: 1,
    Role.PUBLISIST: 1,
    Role.MODERATOR: 1,
    Role.SAKSBEHANDLER: 1,
    Role.LEDER: 2,
    Role.ADMINISTRATOR: 3,
    Role.PLATTFORM: 3,
}


def rank(roles: Iterable[Role]) -> int:
    """How high somebody stands; 0 for residents."""
    return max((RANKS[role] for role in roles), default=0)


def until(span: Span, today: date) -> date | None:
    """The last day on which it holds."""
    days = SPANS[span][1]
    return None if days is None else today + timedelta(days=days)
