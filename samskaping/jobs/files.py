"""Files that have come are looked through, and pictures made anew."""

import logging
from datetime import timedelta
from typing import Any

from samskaping.actions import files
from samskaping.db import transaction
from samskaping.jobs.place import Place
from samskaping.models import File
from samskaping.outside import file_stores, pictures, scanner
from samskaping.rules.file_parents import FileState, Refusal
from samskaping.rules.files import width_key

_log = logging.getLogger(__name__)
_EVERYWHERE = {"every_municipality": True}
#: How long a file waits when the scanner or the store does not answer.
_LATER = timedelta(minutes=1)


def looked_through(place: Place) -> int:
    """Look through one file, the one that has waited longest. Answers whether there was one."""
    with transaction(place.engine) as db:
        row = db.scalar(
            files.waiting(place.now()).limit(1).with_for_update(skip_locked=True), execution_options=_EVERYWHERE
        )
        if row is None:
            return 0
        # The row's own change shows to nobody, and is told to nobody.
        row.attempts, row.leased_until = row.attempts + 1, place.now() + files.LEASE
        db.flush()
        db.info.pop("untold", None)
    try:
        state, values = _look(place, row)
    except (scanner.Away, file_stores.Away) as away:
        _log.warning("file %s waits: %s", row.public_id, away)
        with transaction(place.engine) as db:
            files.put_off(db, row, place.now() + _LATER)
        return 0
    _settle(place, row, state, values)
    return 1


def _look(place: Place, row: File) -> tuple[FileState, dict[str, Any]]:
    store = file_stores.store(place.settings.files)
    try:
        content = file_stores.read(store, row.key)
    except file_stores.NotThere:
        return FileState.AVVIST, {"refusal": Refusal.ODELAGT}
    if row.attempts > files.TRIES:  # whatever this is, it has ended the worker each time
        return FileState.AVVIST, {"refusal": Refusal.ODELAGT}
    if place.settings.scanner and (what := scanner.found(place.settings.scanner, content)):
        _log.warning("file %s is refused by the scanner: %s", row.public_id, what)
        return FileState.AVVIST, {"refusal": Refusal.VIRUS}
    if not row.is_picture:
        return FileState.KLAR, {}
    try:
        made = pictures.make(content)
    except pictures.NotMade as error:
        _log.info("file %s is no picture: %s", row.public_id, error)
        return FileState.AVVIST, {"refusal": Refusal.ODELAGT}
    for one in made:
        store.put(width_key(row.key, one.nominal), one.content)
    return FileState.KLAR, {"sizes": [[one.nominal, one.width, one.height] for one in made]}


def _settle(place: Place, row: File, state: FileState, values: dict[str, Any]) -> None:
    with transaction(place.engine) as db:
        if not files.settle(db, row, state, **values):
            return
    # What came of a picture is never handed out either: it says where it was taken. It goes by jobs/swept.py.
    if state is FileState.AVVIST:
        file_stores.store(place.settings.files).delete(row.key)
