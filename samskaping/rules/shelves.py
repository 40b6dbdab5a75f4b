"""On which shelf of the desk a case lies: one word for each group of states, so that one index serves each list."""

from datetime import date
from enum import StrEnum

from samskaping.rules.deadlines import Waits, next_due
from samskaping.rules.pipeline import OPEN, Stands, State, asks_to_reopen

#: What has no date at all is due last.
NEVER = date(9999, 12, 31)


class Shelf(StrEnum):
    UTKAST = "utkast"
    GODKJENNING = "godkjenning"
    APEN = "apen"
    AVSLUTTET = "avsluttet"


#: Where somebody waits for the municipality: its days are watched, also while approval waits.
WATCHED = (Shelf.GODKJENNING, Shelf.APEN)


def shelf_of(case: Stands) -> Shelf:
    """The shelf of a case; a row that has no state yet is a draft, an ended case to be taken up again lies open."""
    if case.state is None or case.state is State.UTKAST:
        return Shelf.UTKAST
    if case.state is State.TIL_GODKJENNING:
        return Shelf.GODKJENNING
    return Shelf.APEN if case.state in OPEN or asks_to_reopen(case) else Shelf.AVSLUTTET


def due_on(case: Waits) -> date:
    """The day that the inbox is sorted by: what stands next in the case, or ``NEVER``."""
    due = next_due(case)
    return due.day if due else NEVER
