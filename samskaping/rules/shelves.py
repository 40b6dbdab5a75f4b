"""On which shelf of the desk a case lies: one word for each group of states, so that one index serves each list."""

from datetime import date
from enum import StrEnum

from samskaping.rules.deadlines import Waits, next_due
from samskaping.rules.pipeline import OPEN, State

#: What has no date at all is due last.
NEVER = date(9999, 12, 31)


class Shelf(StrEnum):
    UTKAST = "utkast"
    GODKJENNING = "godkjenning"
    APEN = "apen"
    AVSLUTTET = "avsluttet"


def shelf_of(state: State | None) -> Shelf:
    """The shelf of a state; a row that has none yet is a draft."""
    if state is None or state is State.UTKAST:
        return Shelf.UTKAST
    if state is State.TIL_GODKJENNING:
        return Shelf.GODKJENNING
    return Shelf.APEN if state in OPEN else Shelf.AVSLUTTET


def due_on(case: Waits) -> date:
    """The day that the inbox is sorted by: what stands next in the case, or ``NEVER``."""
    due = next_due(case)
    return due.day if due else NEVER
