"""Joining cases: how long it can be undone."""

from datetime import datetime, timedelta

UNDO_WITHIN = timedelta(days=1)


def undo_until(merged_at: datetime) -> datetime:
    """The last instant at which a joining can be undone."""
    return merged_at + UNDO_WITHIN


def can_undo(merged_at: datetime, now: datetime) -> bool:
    """Whether a joining can still be undone."""
    return now <= undo_until(merged_at)
