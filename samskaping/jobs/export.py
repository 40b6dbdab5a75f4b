"""Files that were asked for are made: read in steps, written to a temporary file, kept in pieces in the database.

Pieces and not a folder: any web machine hands the file out, and every machine can be replaced.
"""

import hashlib
import logging
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from samskaping import language
from samskaping.actions import exports
from samskaping.context import Context
from samskaping.db import transaction
from samskaping.errors import Denied
from samskaping.jobs.place import Place, context
from samskaping.models import Export
from samskaping.outside import tables
from samskaping.queries import export_lists
from samskaping.queries import exports as queries
from samskaping.queries.export_cells import Values
from samskaping.queries.export_rows import rows
from samskaping.rules.exports import OTHER_COLUMNS, ExportState, columns
from samskaping.rules.policy import Can

_log = logging.getLogger(__name__)
PIECE = 256 * 1024
#: Rows read in one step.
STEP = 500


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
    with language.speaking(row.language):
        made = tables.table(row.format.value, path, names)
        try:
            return _fill(place, row, made, names)
        finally:
            made.close()


def _fill(place: Place, row: Export, made: tables.Table, names: Sequence[str]) -> bool:
    """Rows in the order of the screen as it is when the making begins: each case once, whatever moves meanwhile."""
    if row.listing in OTHER_COLUMNS:
        return _fill_at_once(place, row, made, names)
    with _reading(place, row) as ctx:
        keys = queries.in_order(ctx, row.listing, row.filters)
    for start in range(0, max(len(keys), 1), STEP):
        for values in _read(place, row, keys[start : start + STEP]):
            made.write([values[name] for name in names])
        if not _gets_on(place, row, rows_done=min(start + STEP, len(keys)), rows_total=len(keys)):
            return False
    return True


def _fill_at_once(place: Place, row: Export, made: tables.Table, names: Sequence[str]) -> bool:
    """Rows of a list that is never long, all read in one transaction."""
    with _reading(place, row) as ctx:
        every = list(export_lists.rows(ctx, row.listing, row.filters))
    for values in every:
        made.write([values[name] for name in names])
    return _gets_on(place, row, rows_done=len(every), rows_total=len(every))


@contextmanager
def _reading(place: Place, row: Export) -> Iterator[Context]:
    """A transaction for reading, with the rights of whoever asked, as they are now. Raises ``Refused``."""
    with transaction(place.engine, reading=True) as db:
        ctx = context(place, db, row.municipality_id, row.person_id)
        if row.is_personal:
            ctx.require(Can.EXPORT_PERSONAL)
        yield ctx


def _read(place: Place, row: Export, keys: list[int]) -> list[Values]:
    """The next rows: those of the keys that are on the list still."""
    with _reading(place, row) as ctx:
        conditions = queries.chosen(ctx, row.listing, row.filters)
        return rows(ctx, conditions, keys, is_personal=row.is_personal)


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
