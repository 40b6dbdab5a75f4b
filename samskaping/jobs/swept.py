"""Bytes that nobody is to have any more are deleted: of files that were taken away, and those that no row asks for."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select

from samskaping.actions import files
from samskaping.db import transaction
from samskaping.jobs.place import Place, takes_turn
from samskaping.models import File
from samskaping.outside.file_stores import Away, Folder, Lies, Store, store
from samskaping.queries import stored
from samskaping.rules.file_parents import FileState
from samskaping.rules.files import stem, width_key

_log = logging.getLogger(__name__)
_EVERY = timedelta(hours=1)
#: Bytes are laid there before their row is written, which may take a while; after a day, it never was.
_STRAY = timedelta(days=1)
#: What a picture came as stays for a while after it was made anew, so that a copy that is taken meanwhile is whole.
_SPARE = timedelta(hours=1)
_AT_ONCE = 100


def swept(place: Place) -> int:
    """Delete the bytes of files that were taken away; once an hour also all that lies there and no row asks for."""
    held = store(place.settings.files)
    try:
        return _taken_away(place, held) + _strays(place, held)
    except Away as away:
        _log.warning("the store of files does not answer: %s", away)
        return 0


def _taken_away(place: Place, held: Store) -> int:
    gone = select(File.id, File.key, File.sizes).where(File.removed_at.is_not(None), File.state != FileState.BORTE)
    with transaction(place.engine, reading=True) as db:
        rows = db.execute(gone.limit(_AT_ONCE), execution_options={"every_municipality": True}).all()
    for row in rows:
        for key in (*(width_key(row.key, nominal) for nominal, _width, _height in row.sizes), row.key):
            held.delete(key)
        with transaction(place.engine) as db:
            files.emptied(db, row.id)
    return len(rows)


def _strays(place: Place, held: Store) -> int:
    """Bytes whose row was never written, or went with what it hung on; and what a picture came as."""
    with transaction(place.engine) as db:
        if not takes_turn(place, db, "swept", _EVERY):
            return 0
    lying: dict[str, list[Lies]] = defaultdict(list)
    for lies in held.keys():  # noqa: SIM118  a store is no dict
        lying[stem(lies.key)].append(lies)
    # By their newest: bytes that somebody is writing, or a worker making, are left alone with all that belongs to them.
    spare = {one: together for one, together in lying.items() if _newest(together) < place.now() - _SPARE}
    count = 0
    stems = sorted(spare)
    for at in range(0, len(stems), _AT_ONCE):
        some = {one: spare[one] for one in stems[at : at + _AT_ONCE]}
        count += _deleted(held, _unwanted(place, some))
    if isinstance(held, Folder):
        held.forget_begun(place.now() - _STRAY)
    return count


def _newest(together: Iterable[Lies]) -> datetime:
    return max(lies.since for lies in together)


def _unwanted(place: Place, some: dict[str, list[Lies]]) -> list[str]:
    with transaction(place.engine, reading=True) as db:
        asked = stored.asked_for(db, some)
    return [
        lies.key
        for one, together in some.items()
        for lies in together
        if (lies.key not in asked[one] if one in asked else _newest(together) < place.now() - _STRAY)
    ]


def _deleted(held: Store, keys: list[str]) -> int:
    for key in keys:
        held.delete(key)
    return len(keys)
