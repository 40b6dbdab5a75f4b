"""How a municipality stands to a challenge that it shares with others, and what sharing asks for."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol

from samskaping.language import Words

#: So many municipalities can stand in one challenge, whatever became of their invitations.
MOST_PARTNERS = 30


class Standing(StrEnum):
    """Where a municipality is between the invitation and having left."""

    INVITERT = "invitert"
    MED = "med"
    AVSLO = "avslo"
    TRUKKET = "trukket"
    GIKK_UT = "gikk_ut"


STANDING_NAMES: dict[Standing, Words] = {
    Standing.INVITERT: Words("Har ikke svart", "Har ikkje svart"),
    Standing.MED: Words("Er med", "Er med"),
    Standing.AVSLO: Words("Sa nei", "Sa nei"),
    Standing.TRUKKET: Words("Invitasjonen er trukket", "Invitasjonen er trekt"),
    Standing.GIKK_UT: Words("Gikk ut", "Gjekk ut"),
}


class InForms(Protocol):
    """A municipal text: perhaps in one form, perhaps in both."""

    nb: str
    nn: str


def lacks(texts: Iterable[InForms], form: str | None) -> bool:
    """Whether any of the texts is written, but not in the form that a municipality has set. Neutral ones lack nothing.

    A challenge stands on each partner's pages in the partner's own form.
    """
    return form is not None and any((text.nb or text.nn) and not getattr(text, form) for text in texts)
