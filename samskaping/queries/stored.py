"""Which bytes the store of files must hold, by the rows of the database."""

from collections.abc import Collection, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from samskaping.models import File
from samskaping.rules.file_parents import FileState
from samskaping.rules.files import width_key

_EVERYWHERE = {"every_municipality": True}


def asked_for(db: Session, keys: Collection[str]) -> dict[str, frozenset[str]]:
    """For each of these files that has a row: the keys of the bytes that somebody can be given, or a worker wants."""
    rows = db.scalars(select(File).where(File.key.in_(keys)), execution_options=_EVERYWHERE)
    return {row.key: _wanted(row) for row in rows}


def every(db: Session) -> Iterator[tuple[str, frozenset[str]]]:
    """Each file by its public id, and the keys of its bytes."""
    rows = db.scalars(select(File).order_by(File.id), execution_options={**_EVERYWHERE, "yield_per": 500})
    return ((row.public_id, _wanted(row)) for row in rows)


def _wanted(row: File) -> frozenset[str]:
    """Of a picture that was made anew, what was made; what came says where it was taken, and by whom."""
    if row.removed_at is not None or row.state in (FileState.AVVIST, FileState.BORTE):
        return frozenset()
    if row.state is FileState.KLAR and row.is_picture:
        return frozenset(width_key(row.key, nominal) for nominal, _width, _height in row.sizes)
    return frozenset({row.key})
