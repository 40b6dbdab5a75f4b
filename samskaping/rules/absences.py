"""From when to when somebody may be away."""

from datetime import date

from samskaping.language import gettext as _

#: A longer absence is another matter: cases are then given to somebody for good.
LONGEST_DAYS = 366


def flaws(from_on: date | None, until_on: date | None, today: date) -> dict[str, str]:
    """Field → words, for days that are missing or cannot be."""
    found: dict[str, str] = {}
    if from_on is None:
        found["from_on"] = _("Skriv den første dagen")
    if until_on is None:
        found["until_on"] = _("Skriv den siste dagen")
    if from_on is None or until_on is None:
        return found
    if until_on < today:
        found["until_on"] = _("Fraværet er over. Skriv en dag fra i dag av.")
    elif until_on < from_on:
        found["until_on"] = _("Den siste dagen kan ikke være før den første")
    elif (until_on - from_on).days >= LONGEST_DAYS:
        found["until_on"] = _("Høyst ett år. Gi sakene til noen andre hvis fraværet er lengre.")
    return found
