"""Files that have come are looked through, and pictures made anew; the bytes of those that are gone are deleted."""

import logging
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from samskaping.actions import files
from samskaping.db import transaction
from samskaping.jobs.place import Place, takes_turn
from samskaping.models import File
from samskaping.outside import file_stores, pictures, scanner
from samskaping.outside.file_stores import Folder, Store
from samskaping.rules.file_parents import FileState, Refusal
from samskaping.rules.files import stem, width_key

_log = logging.getLogger(__name__)
_EVERYWHERE = {"every_municipality": True}
#: How long a file waits when the scanner or the store does not answer, and how old bytes without a row are that go.
_LATER, _STRAY, _EVERY = timedelta(minutes=1), timedelta(days=1), timedelta(hours=1)
_AT_ONCE = 100


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
    # What came of a picture is never handed out: it says where it was taken, and by whom. What is refused neither.
    if row.is_picture or state is FileState.AVVIST:
        file_stores.store(place.settings.files).delete(row.key)


def swept(place: Place) -> int:
    """Delete the bytes of files that were taken away; now and then those of files that there is no row of."""
    store = file_stores.store(place.settings.files)
    with transaction(place.engine, reading=True) as db:
        gone = db.execute(
            select(File.id, File.key, File.sizes)
            .where(File.removed_at.is_not(None), File.state != FileState.BORTE)
            .limit(_AT_ONCE),
            execution_options=_EVERYWHERE,
        ).all()
    for row in gone:
        for key in (*(width_key(row.key, nominal) for nominal, _width, _height in row.sizes), row.key):
            store.delete(key)
        with transaction(place.engine) as db:
            files.emptied(db, row.id)
    return len(gone) + _strays(place, store)


def _strays(place: Place, store: Store) -> int:
    """Bytes that came before a row was written that never was, or whose row went with what it hung on."""
    with transaction(place.engine) as db:
        if not takes_turn(place, db, "files", _EVERY):
            return 0
    before, count = place.now() - _STRAY, 0
    old = [lies.key for lies in store.keys() if lies.since < before]  # noqa: SIM118  a store is no dict
    for at in range(0, len(old), _AT_ONCE):
        some = old[at : at + _AT_ONCE]
        with transaction(place.engine, reading=True) as db:
            known = set(
                db.scalars(
                    select(File.key).where(File.key.in_({stem(key) for key in some})), execution_options=_EVERYWHERE
                )
            )
        for key in (key for key in some if stem(key) not in known):
            store.delete(key)
            count += 1
    if isinstance(store, Folder):
        store.forget_begun(before)
    return count
