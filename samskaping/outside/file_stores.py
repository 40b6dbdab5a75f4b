"""Where the bytes of files lie: a folder, or a bucket in any S3-type store. Both hold keys and bytes, nothing else."""

import importlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from samskaping.config import FileStore
from samskaping.rules.files import is_key

#: Bytes that are held at once on the way out.
_PIECE = 256 * 1024
_CONNECT_SECONDS, _READ_SECONDS = 4, 20


class NotThere(Exception):
    """The store has no such file."""


class Away(Exception):
    """The store does not answer, or cannot take more; the words hold no key, name or secret."""


@dataclass(frozen=True)
class Lies:
    """A file in the store, and since when."""

    key: str
    since: datetime


class Store(Protocol):
    """Files under keys (``rules/files.py:is_key``). Each may raise ``Away``."""

    def put(self, key: str, content: bytes) -> None:
        """Lay a file there, whole or not at all; when this has answered, it is there after a power cut too."""

    def open(self, key: str, first: int = 0, last: int | None = None) -> Iterator[bytes]:
        """Its bytes in pieces, from the first to the last asked for. Raises ``NotThere`` before the first piece."""

    def delete(self, key: str) -> None:
        """Take it away; one that is not there is away already."""

    def keys(self) -> Iterator[Lies]:
        """All that lies there, in any order."""


def read(store: Store, key: str) -> bytes:
    """A whole file. Raises ``NotThere``."""
    return b"".join(store.open(key))


@cache
def store(where: FileStore) -> Store:
    """The store that is configured; one for each process."""
    if where.url.startswith("folder:"):
        return Folder(Path(unquote(urlsplit(where.url).path)))
    return Bucket(where)


def _checked(key: str) -> str:
    if not is_key(key):
        raise ValueError("not a key of ours")
    return key


class Folder:
    """A folder of folders by the first two signs, readable by us alone."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def _place(self, key: str) -> Path:
        return self.path / _checked(key)[:2] / key

    def put(self, key: str, content: bytes) -> None:
        place = self._place(key)
        with _disk():
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=place.parent, prefix=".", delete=False) as file:
                try:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                    Path(file.name).replace(place)
                except BaseException:
                    Path(file.name).unlink(missing_ok=True)
                    raise
            _settle(place.parent)

    def open(self, key: str, first: int = 0, last: int | None = None) -> Iterator[bytes]:
        place = self._place(key)
        if not place.is_file():
            raise NotThere
        return _pieces(place, first, last)

    def delete(self, key: str) -> None:
        with _disk(), suppress(FileNotFoundError):
            self._place(key).unlink()

    def keys(self) -> Iterator[Lies]:
        for place, since in self._all("??/[0-9a-f]*"):
            if is_key(place.name):
                yield Lies(place.name, since)

    def forget_begun(self, before: datetime) -> None:
        """Take away what a process began to write before this and never finished."""
        for place, since in self._all("??/.*"):
            if since < before:
                with _disk():
                    place.unlink(missing_ok=True)

    def _all(self, pattern: str) -> Iterator[tuple[Path, datetime]]:
        for place in self.path.glob(pattern):
            with suppress(FileNotFoundError):
                yield place, datetime.fromtimestamp(place.stat().st_mtime, UTC)


def _pieces(place: Path, first: int, last: int | None) -> Iterator[bytes]:
    with _disk(), place.open("rb") as file:
        file.seek(first)
        left = (place.stat().st_size if last is None else last + 1) - first
        while left > 0 and (piece := file.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece


@contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Away(type(error).__name__) from None


def _settle(folder: Path) -> None:
    """A new name in a folder outlasts a power cut only when the folder is written too."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class Bucket:
    """A bucket in an S3-type store; what is before the key in its address is a folder in it."""

    def __init__(self, where: FileStore) -> None:
        parts = urlsplit(where.url)
        self._bucket, _slash, inside = unquote(parts.path).strip("/").partition("/")
        self._before = f"{inside}/" if inside else ""
        # 33 MB that only those who have such a store shall hold in memory.
        boto3, botocore = importlib.import_module("boto3"), importlib.import_module("botocore.config")
        self._errors = importlib.import_module("botocore.exceptions")
        self._s3: Any = boto3.session.Session().client(
            "s3",
            endpoint_url=f"{parts.scheme}://{parts.netloc}",
            aws_access_key_id=where.key or None,
            aws_secret_access_key=where.secret or None,
            region_name=where.region,
            config=botocore.Config(
                connect_timeout=_CONNECT_SECONDS,
                read_timeout=_READ_SECONDS,
                retries={"mode": "standard", "max_attempts": 2},
                s3={"addressing_style": "path"},
                # Stores that are not Amazon's refuse checksums that they do not know.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def _at(self, key: str) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": self._before + _checked(key)}

    @contextmanager
    def _asking(self) -> Iterator[None]:
        try:
            yield
        except self._errors.ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            if code in ("NoSuchKey", "404"):
                raise NotThere from None
            raise Away(f"{type(error).__name__} {code}") from None
        except (self._errors.BotoCoreError, OSError) as error:
            raise Away(type(error).__name__) from None

    def put(self, key: str, content: bytes) -> None:
        with self._asking():
            self._s3.put_object(**self._at(key), Body=content, ContentType="application/octet-stream")

    def open(self, key: str, first: int = 0, last: int | None = None) -> Iterator[bytes]:
        part = {"Range": f"bytes={first}-{'' if last is None else last}"} if first or last is not None else {}
        with self._asking():
            body = self._s3.get_object(**self._at(key), **part)["Body"]
        return self._pieces(body)

    def _pieces(self, body: Any) -> Iterator[bytes]:
        with self._asking():
            try:
                yield from body.iter_chunks(_PIECE)
            finally:
                body.close()

    def delete(self, key: str) -> None:
        with suppress(NotThere), self._asking():
            self._s3.delete_object(**self._at(key))

    def keys(self) -> Iterator[Lies]:
        with self._asking():
            pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=self._before)
            for found in (one for page in pages for one in page.get("Contents", ())):
                key = found["Key"].removeprefix(self._before)
                if is_key(key):
                    yield Lies(key, found["LastModified"])
