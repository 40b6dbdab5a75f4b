"""Accounts that their owners have closed: what is left of each goes, in a transaction of its own."""

import logging

from samskaping.actions import erasure as deeds
from samskaping.db import transaction
from samskaping.jobs.place import Place, context

_log = logging.getLogger(__name__)


def erasure(place: Place) -> int:
    """Forget everybody whose account has been closed for long enough. Answers how many they were."""
    with transaction(place.engine, reading=True) as db:
        due = deeds.waiting(db, place.now())
    return sum(_forget(place, key) for key in due if not place.stopping.is_set())


def _forget(place: Place, key: int) -> int:
    """Killed in between, an account is forgotten wholly or not at all, and is found again."""
    try:
        with transaction(place.engine) as db:
            left = deeds.claim(db, key)
            if left is None:
                return 0
            deeds.forget(context(place, db, None, left.person_id), left)
    except Exception:  # noqa: BLE001  tried again at the next look; nobody else has to wait for it
        _log.exception("a closed account was not erased")
        return 0
    return 1
