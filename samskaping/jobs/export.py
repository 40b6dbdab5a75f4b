"""Files that were asked for are made: read in steps, written to a temporary file, kept in pieces in the database.

Pieces and not a folder: any web machine hands the file out, and every machine can be replaced.
"""

import hashlib
import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path

from samskaping import language
from samskaping.actions import exports
from samskaping.db import transaction
from samskaping.errors import Denied
from samskaping.jobs.place import Place, context
from samskaping.models import Export
from samskaping.outside import tables
from samskaping.queries import exports as queries
from samskaping.rules.exports import ExportState, columns, harmless
from samskaping.rules.policy import Can

_log = logging.getLogger(__name__)
PIECE = 256 * 1024


def export(place: Place) -> int:
    """Make one file, the one that has waited longest. Answers whether there was one."""
    with transaction(place.engine) as db:
        row = exports.claim(db, place.name, place.now())
    if row is None:
        return 0
    if row.state is ExportState.LAGES:
        try:
            _make(place, row)
        except Denied:
            _end(place, row, ExportState.MISLYKKET)
        except Exception:  # noqa: BLE001  tried again when the lease is over, and given up after a few times
            _log.exception("export %s was not made", row.public_id)
    return 1


def _make(place: Place, row: Export) -> None:
    with tempfile.TemporaryDirectory(prefix="samskaping-") as folder:
        path = Path(folder) / "export"
        if _write(place, row, path):
            _keep(place, row, path)


def _write(place: Place, row: Export, path: Path) -> bool:
    """Write the file; False when another worker has taken it over."""
    names = columns(row.listing, is_personal=row.is_personal)
    made = tables.table(row.format.value, path, names)
    after, done = -1, 0
    try:
        while after:
            found, after, total = _read(place, row, max(after, 0))
            for values in found:
                given = (values[name] for name in names)
                made.write([harmless(value) if isinstance(value, str) else value for value in given])
            done += len(found)
            if not _gets_on(place, row, rows_done=done, rows_total=total):
                return False
    finally:
        made.close()
    return True


def _read(place: Place, row: Export, after: int) -> tuple[list[queries.Values], int, int]:
    """The next rows, the key to go on from, and how many there are in all; with the rights of whoever asked, now."""
    with transaction(place.engine, reading=True) as db, language.speaking(row.language):
        ctx = context(place, db, row.municipality_id, row.person_id)
        if row.is_personal:
            ctx.require(Can.EXPORT_PERSONAL)
        conditions = queries.chosen(ctx, row.listing, row.filters)
        total = row.rows_total if after and row.rows_total is not None else queries.count(ctx, conditions)
        row.rows_total = total
        return (*queries.step(ctx, conditions, after), total)


def _gets_on(place: Place, row: Export, **values: int) -> bool:
    with transaction(place.engine) as db:
        return exports.go_on(db, row, place.now(), **values)


def _keep(place: Place, row: Export, path: Path) -> None:
    digest, size = hashlib.sha256(), 0
    for number, data in enumerate(_pieces(path)):
        digest.update(data)
        size += len(data)
        with transaction(place.engine, row.municipality_id) as db:
            if not exports.go_on(db, row, place.now()):
                return
            exports.put(db, row, number, data)
    _end(place, row, ExportState.FERDIG, size=size, digest=digest.hexdigest())


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while data := file.read(PIECE):
            yield data


def _end(place: Place, row: Export, state: ExportState, **values: object) -> None:
    now = place.now()
    with transaction(place.engine) as db:
        exports.go_on(db, row, now, state=state, done_at=now, **values)
