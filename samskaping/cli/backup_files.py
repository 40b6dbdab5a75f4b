"""A copy as one file: a tar with the database, and beside it the files of a store that is a folder."""

import io
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from samskaping.outside.file_stores import Folder, NotThere, Store, read
from samskaping.rules.files import is_key
from samskaping.rules.limits import FILE_BYTES

_DATABASE, _FILES = "database", "files/"


def pack(part: Path, dump: Callable[[Path], None], store: Store) -> int:
    """Write the copy while everything runs; answers how many files came along.

    Files are taken before the database and, those that have come meanwhile, after it: a file is there before its row
    is, and stays for a while after, so that every row of the copy has its own. A bucket has copies of its own.
    """
    taken: set[str] = set()
    with tarfile.open(part, "w") as tar, TemporaryDirectory(prefix=".samskaping-", dir=part.parent) as folder:
        if isinstance(store, Folder):
            _take(tar, store, taken)
        dump(Path(folder) / _DATABASE)
        tar.add(Path(folder) / _DATABASE, _DATABASE)
        if isinstance(store, Folder):
            _take(tar, store, taken)
    return len(taken)


def _take(tar: tarfile.TarFile, store: Folder, taken: set[str]) -> None:
    for lies in store.keys():  # noqa: SIM118  a store is no dict
        if lies.key in taken:
            continue
        try:
            content = read(store, lies.key)
        except NotThere:
            continue  # it went after it was listed
        member = tarfile.TarInfo(_FILES + lies.key)
        member.size, member.mtime, member.mode = len(content), int(lies.since.timestamp()), 0o600
        tar.addfile(member, io.BytesIO(content))
        taken.add(lies.key)


def is_packed(copy: Path) -> bool:
    """Whether a copy holds files; older ones are the database alone."""
    return tarfile.is_tarfile(copy)


def unpack(copy: Path, folder: Path, store: Store) -> tuple[Path, int]:
    """Lay the files of a copy in the store; answers where its database lies now, in the folder, and how many they were.

    Only what has a key of ours is taken, so nothing comes to lie anywhere else, whatever the names in it.
    """
    database = folder / _DATABASE
    with tarfile.open(copy) as tar:
        count = sum(_laid(tar, member, database, store) for member in tar if member.isfile())
    return database, count


def _laid(tar: tarfile.TarFile, member: tarfile.TarInfo, database: Path, store: Store) -> bool:
    """Put one part of the copy where it belongs; answers whether it was a file of somebody's."""
    key, content = member.name.removeprefix(_FILES), tar.extractfile(member)
    assert content is not None
    if member.name == _DATABASE:
        with database.open("wb") as file:
            shutil.copyfileobj(content, file)
    elif member.name != key and is_key(key) and member.size <= FILE_BYTES:
        store.put(key, content.read())
        return True
    return False
