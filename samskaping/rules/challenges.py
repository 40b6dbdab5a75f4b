"""What a challenge must say before it is published, its drawings, and how much it can hold."""

from collections.abc import Collection
from typing import Any, Protocol

from samskaping.language import Words
from samskaping.language import gettext as _

#: A challenge is told with at most so many quotes, and linked to at most so many goals.
MOST_QUOTES = 4
MOST_GOALS = 3

#: The municipal texts of a challenge, in the order in which they are written; each has a text in each form.
TEXTS = ("title", "summary", "need", "effect", "success", "decides", "fixed", "influence", "use")

ILLUSTRATIONS: dict[str, Words] = {
    "langbord": Words("Folk rundt et langbord", "Folk rundt eit langbord"),
    "skolevei": Words("Barn på vei til skolen", "Barn på veg til skulen"),
    "sentrum": Words("Hus og gate i sentrum", "Hus og gate i sentrum"),
    "ungdom": Words("Et sted for ungdom om kvelden", "Ein stad for ungdom om kvelden"),
    "klima": Words("Regn og vann", "Regn og vatn"),
    "friluft": Words("Fjell og tur", "Fjell og tur"),
}


class Told(Protocol):
    """A challenge as it would be published. Texts are true when they exist in either form."""

    title: Any
    summary: Any
    need: Any
    effect: Any
    success: Any
    decides: Any
    fixed: Any
    influence: Any
    use: Any
    level: Any
    unit_id: Any
    answers_on: Any
    closes_on: Any


#: What is expected, and how it is seen. Challenges that were published before this was asked for stand without.
EXPECTED = ("effect", "success")


def flaws(told: Told, expected: Collection[str] = EXPECTED) -> dict[str, str]:
    """Field → what is missing; empty when the challenge can be published.

    Residents are told what they take part in: who decides, what is fixed, what can be influenced, how it is
    used, when answers come, and what is expected to become better. A challenge that cannot say so is not ready.
    """
    missing = {
        "title": _("Skriv utfordringen som et spørsmål"),
        "summary": _("Skriv to setninger som sier hva dette gjelder"),
        "need": _("Fortell om behovet, fra dem det gjelder"),
        "effect": _("Skriv hva dere venter at blir bedre"),
        "success": _("Skriv hvordan dere vil se det"),
        "decides": _("Si hvem som bestemmer til slutt"),
        "fixed": _("Si hva som ligger fast, også hvis det er lite"),
        "influence": _("Si hva innbyggerne kan påvirke"),
        "use": _("Si hvordan innspillene blir brukt"),
        "level": _("Velg hvor mye innbyggerne er med på å bestemme"),
        "unit_id": _("Velg enheten som har ansvaret"),
        "answers_on": _("Velg dagen da svarene kommer"),
    }
    asked = missing.keys() - (set(EXPECTED) - set(expected))
    found = {field: words for field, words in missing.items() if field in asked and not getattr(told, field)}
    if told.answers_on and told.closes_on and told.answers_on < told.closes_on:
        found["answers_on"] = _("Svarene kan ikke komme før det er stengt for forslag")
    return found
