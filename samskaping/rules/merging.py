"""Joining cases: how long it can be undone, and what is said to whoever would do something in one that is joined."""

from datetime import datetime, timedelta

from samskaping.language import gettext as _

UNDO_WITHIN = timedelta(days=1)


def joined_words(other: str = "") -> str:
    """Why nothing is done in a case that goes on in another, with that one's number where it is at hand."""
    if not other:
        return _("Saken er slått sammen med en annen. Gjør det i den saken som går videre.")
    return _("Saken er slått sammen med %(ref)s. Gjør det i den saken, eller ta denne opp igjen.") % {"ref": other}


def undo_until(merged_at: datetime) -> datetime:
    """The last instant at which a joining can be undone."""
    return merged_at + UNDO_WITHIN


def can_undo(merged_at: datetime, now: datetime) -> bool:
    """Whether a joining can still be undone."""
    return now <= undo_until(merged_at)
