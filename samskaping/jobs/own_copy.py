"""The files of what is kept about people: read in steps into a temporary file, kept in pieces in one transaction."""

import json
import logging
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from samskaping import clock, language
from samskaping.actions import own_copies
from samskaping.db import transaction
from samskaping.jobs.export import PIECE
from samskaping.jobs.place import Place
from samskaping.language import gettext as _
from samskaping.models import OwnCopy
from samskaping.outside.own_copies import OwnFile, plain
from samskaping.queries import own_data
from samskaping.rules.exports import ExportState
from samskaping.rules.own_data import PARTS
from samskaping.rules.own_words import COLUMN_WORDS

_log = logging.getLogger(__name__)


def own_copy(place: Place) -> int:
    """Make one file, the one that has waited longest. Answers whether there was one."""
    with transaction(place.engine) as db:
        row = own_copies.claim(db, place.now())
    if row is None:
        return 0
    if row.state is ExportState.LAGES:
        try:
            _make(place, row)
        except Exception:  # noqa: BLE001  tried again when the lease is over, and given up after a few times
            _log.exception("own copy %s was not made", row.public_id)
    return 1


def _make(place: Place, row: OwnCopy) -> None:
    with tempfile.TemporaryDirectory(prefix="samskaping-") as folder:
        path = Path(folder) / "samlet.zip"
        with language.speaking(row.language), transaction(place.engine, reading=True) as db:
            is_written = _write(place, db, row, Path(folder), path)
        _keep(place, row, path if is_written else None)


def _write(place: Place, db: Session, row: OwnCopy, folder: Path, path: Path) -> bool:
    who = own_data.owner(db, row.person_id)
    if who is None:
        return False
    made = OwnFile(folder, language.current(), _("Opplysninger om %(name)s") % {"name": who.name}, _intro(place.now()))
    try:
        for part in PARTS:
            made.begin(part.table, str(part.what))
            for values in own_data.every(db, part, who):
                made.row(values, _read(values))
            made.end(_("Ingenting."))
        made.zipped(path)
    finally:
        made.close()
    return True


def _intro(now: datetime) -> str:
    return _(
        "Dette er det Samskaping har lagret om deg %(day)s, i alle kommuner. Fila er din; ta vare på den som andre "
        "private papirer. Passord og hemmelige lenker er ikke med, og heller ikke det som forteller om andre."
    ) % {"day": language.day(clock.oslo_date(now))}


def _read(values: dict[str, Any]) -> list[tuple[str, str]]:
    """What a row says, in words; what is empty is not said."""
    return [
        (str(COLUMN_WORDS[name]), _words(value)) for name, value in values.items() if value not in (None, "", [], {})
    ]


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return _("Ja") if value else _("Nei")
    if isinstance(value, datetime):
        return f"{language.day(clock.oslo_date(value))} kl. {language.clock_time(clock.oslo(value))}"
    if isinstance(value, date):
        return language.day(value)
    said = plain(value)
    return json.dumps(said, ensure_ascii=False) if isinstance(said, dict | list) else str(said or "")


def _keep(place: Place, row: OwnCopy, path: Path | None) -> None:
    with transaction(place.engine) as db:
        if path is None:
            own_copies.settle(db, row, ExportState.MISLYKKET, place.now())
            return
        if not own_copies.settle(db, row, ExportState.FERDIG, place.now(), size=path.stat().st_size):
            return
        with path.open("rb") as file:
            number = 0
            while data := file.read(PIECE):
                own_copies.put(db, row, number, data)
                number += 1
