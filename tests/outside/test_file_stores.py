"""Files under keys: the same promises of a folder and of a real S3-type server."""

import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from samskaping import clock
from samskaping.config import FileStore
from samskaping.outside.file_stores import Away, Bucket, Folder, NotThere, read, store
from samskaping.rules.files import is_key, new_key, stem, width_key
from tests import s3

CONTENT = bytes(range(256)) * 4_000


@pytest.fixture(scope="module")
def buckets():
    with s3.served("/prøve/samskaping") as where:
        yield where


@pytest.fixture(params=["folder", "bucket"])
def held(request, tmp_path):
    if request.param == "folder":
        return store(FileStore(f"folder://{tmp_path}/filer"))
    return store(request.getfixturevalue("buckets"))


def test_what_is_laid_there_comes_back_whole_and_in_part(held):
    key = new_key()
    held.put(key, CONTENT)
    assert read(held, key) == CONTENT
    assert b"".join(held.open(key, 10, 19)) == CONTENT[10:20]
    assert b"".join(held.open(key, 1_000_000)) == CONTENT[1_000_000:]
    assert b"".join(held.open(key, 0, 0)) == CONTENT[:1]
    assert max(len(piece) for piece in held.open(key)) <= 256 * 1024


def test_widths_lie_beside_their_picture_and_all_are_listed(held):
    key = new_key()
    for one in (key, width_key(key, 480), width_key(key, 1600)):
        held.put(one, one.encode())
    ours = {lies.key: lies.since for lies in held.keys() if stem(lies.key) == key}  # noqa: SIM118  a store is no dict
    assert set(ours) == {key, f"{key}-480", f"{key}-1600"}
    assert all(abs(clock.now() - since) < timedelta(minutes=5) for since in ours.values())


def test_what_is_deleted_is_gone_and_can_be_deleted_again(held):
    key = new_key()
    held.put(key, b"borte")
    held.delete(key)
    held.delete(key)
    with pytest.raises(NotThere):
        held.open(key)
    assert key not in {lies.key for lies in held.keys()}  # noqa: SIM118


@pytest.mark.case("UP-03")
@pytest.mark.parametrize(
    "key",
    ["../../x", "..\\x", "/etc/passwd", "a\r\nb", 'a;"', "a\0b", "a" * 300, ".htaccess", "CON", "", "A" * 32]
    + ["0" * 32 + suffix for suffix in ("/../x", "-", "-1", "-12345", "-48\n", "\n", "-٤٨٠")],
)
def test_nothing_but_a_key_of_ours_reaches_a_store(held, key):
    assert not is_key(key)
    with pytest.raises(ValueError):
        held.put(key, b"x")
    for reading in (held.open, held.delete):
        with pytest.raises(ValueError):
            reading(key)


def test_keys_are_long_and_say_nothing():
    keys = {new_key() for _turn in range(1_000)}
    assert len(keys) == 1_000
    assert all(is_key(key) and len(key) == 32 for key in keys)


def test_only_we_can_read_the_folder(tmp_path):
    key = new_key()
    Folder(tmp_path / "filer").put(key, b"x")
    place = tmp_path / "filer" / key[:2] / key
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700


@pytest.mark.case("UP-10")
def test_a_writing_that_breaks_off_leaves_no_file(tmp_path, monkeypatch):
    folder, key = Folder(tmp_path), new_key()
    monkeypatch.setattr(os, "fsync", _full_disk)
    with pytest.raises(Away):
        folder.put(key, b"x")
    assert [place for place in tmp_path.rglob("*") if place.is_file()] == []


def _full_disk(_handle: int) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.case("UP-10")
def test_what_a_killed_process_had_begun_is_no_file_and_goes(tmp_path):
    folder, key = Folder(tmp_path), new_key()
    folder.put(key, b"x")
    begun = tmp_path / key[:2] / ".tmp123"
    begun.write_bytes(b"halv")
    assert [lies.key for lies in folder.keys()] == [key]  # noqa: SIM118
    folder.forget_begun(clock.now() - timedelta(hours=1))
    assert begun.exists()
    folder.forget_begun(clock.now() + timedelta(hours=1))
    assert not begun.exists()
    assert read(folder, key) == b"x"


def test_a_store_that_is_away_says_so_without_its_secrets(tmp_path):
    nowhere = Bucket(FileStore("http://127.0.0.1:1/filer", "navn", "hemmelig"))
    for asked in (lambda: nowhere.put(new_key(), b"x"), lambda: nowhere.open(new_key()), lambda: list(nowhere.keys())):
        with pytest.raises(Away) as away:
            asked()
        assert "hemmelig" not in str(away.value)
    (tmp_path / "filer").write_text("ikke en mappe")
    with pytest.raises(Away):
        Folder(tmp_path / "filer").put(new_key(), b"x")


def test_a_bucket_that_does_not_exist_is_a_store_that_is_away(buckets):
    other = Bucket(FileStore(buckets.url.replace("/filer", "/andre"), buckets.key, buckets.secret))
    with pytest.raises(Away, match="NoSuchBucket"):
        other.put(new_key(), b"x")


def test_a_process_without_a_bucket_does_not_carry_the_library(tmp_path):
    source = Path("samskaping/outside/file_stores.py").read_text("utf-8")
    assert "\nimport boto" not in source
    assert "\nfrom boto" not in source
    assert store(FileStore(f"folder://{tmp_path}")) is store(FileStore(f"folder://{tmp_path}"))
