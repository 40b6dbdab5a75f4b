"""Copies of people's files: whoever puts one back has every file again, and nothing is written anywhere else."""

import io
import tarfile
import threading

import pytest

from samskaping import clock
from samskaping.cli.backup_files import pack, unpack
from samskaping.outside.file_stores import Folder, Lies, NotThere, read
from samskaping.rules.files import new_key, width_key


@pytest.fixture
def files(shell):
    """The store that the commands of the shell see."""
    return Folder(shell.folder / "files")


def lying(store) -> dict[str, bytes]:
    return {lies.key: read(store, lies.key) for lies in store.keys()}  # noqa: SIM118


def test_files_come_back_with_the_database(shell, files):
    key = new_key()
    before = {key: b"%PDF", width_key(new_key(), 480): b"bilde"}
    for name, content in before.items():
        files.put(name, content)
    copy = shell.folder / "kopi"
    assert "med 2 filer" in shell.run("backup", str(copy))
    files.delete(key)
    assert "og 2 filer" in shell.run("restore", str(copy), "--yes")
    assert lying(files) == before


@pytest.mark.one_database
def test_what_went_before_the_copy_stays_away(shell, files):
    gone, after = new_key(), new_key()
    files.put(gone, b"x")
    files.delete(gone)
    copy = shell.folder / "kopi"
    shell.run("backup", str(copy))
    files.put(after, b"y")
    shell.run("restore", str(copy), "--yes")
    assert set(lying(files)) == {after}  # no row knows it; it goes as whatever no row knows


@pytest.mark.one_database
def test_a_copy_of_an_older_release_is_the_database_alone(shell, files):
    shell.engine.dispose()
    old = shell.folder / "gammel"
    old.write_bytes((shell.folder / shell.engine.url.database).read_bytes())
    assert "og 0 filer" in shell.run("restore", str(old), "--yes")
    assert "Alt stemmer" in shell.run("verify")


@pytest.mark.case("UP-10")
def test_a_file_that_comes_while_the_copy_is_made_comes_along(tmp_path):
    """It lay there before its row stood in the database, so a row that is copied finds it."""
    store, first, second, third = Folder(tmp_path / "files"), new_key(), new_key(), new_key()
    store.put(first, b"1")

    def dump(database):
        store.put(second, b"2")
        database.write_bytes(b"en rad om den andre")
        store.put(third, b"3")

    assert pack(tmp_path / "kopi", dump, store) == 3
    there = Folder(tmp_path / "der")
    database, count = unpack(tmp_path / "kopi", tmp_path, there)
    assert (database.read_bytes(), count) == (b"en rad om den andre", 3)
    assert lying(there) == {first: b"1", second: b"2", third: b"3"}


@pytest.mark.case("UP-10")
def test_copying_while_files_come_and_go_breaks_nothing(tmp_path):
    store, is_over = Folder(tmp_path / "files"), threading.Event()
    stays = [new_key() for _turn in range(50)]

    def churn():
        while not is_over.is_set():
            key = new_key()
            store.put(key, b"x")
            store.delete(key)

    for key in stays:
        store.put(key, key.encode())
    busy = threading.Thread(target=churn)
    busy.start()
    for turn in range(5):
        pack(tmp_path / f"kopi{turn}", lambda database: database.write_bytes(b"x"), store)
    is_over.set()
    busy.join()
    there = Folder(tmp_path / "der")
    unpack(tmp_path / "kopi4", tmp_path, there)
    assert all(read(there, key) == key.encode() for key in stays)


@pytest.mark.case("UP-10")
def test_a_file_that_goes_after_it_was_listed_is_left_out(tmp_path, monkeypatch):
    store, key = Folder(tmp_path / "files"), new_key()
    store.put(key, b"1")
    listed = [*store.keys(), Lies(new_key(), clock.now())]
    monkeypatch.setattr(store, "keys", lambda: iter(listed))
    assert pack(tmp_path / "kopi", lambda database: database.write_bytes(b"x"), store) == 1


@pytest.mark.case("UP-03", "UP-10")
def test_a_copy_with_strange_names_writes_nothing_outside_the_store(tmp_path):
    key, copy = new_key(), tmp_path / "kopi"
    with tarfile.open(copy, "w") as tar:
        strange = ["../../ut", "/tmp/ut", f"files/../{key}", f"files/{key}/../../ut", "files/x", f"files/{key}\n"]
        for name in (*strange, "database", f"files/{key}"):
            member = tarfile.TarInfo(name)
            member.size = 3
            tar.addfile(member, io.BytesIO(b"abc"))
        link = tarfile.TarInfo(f"files/{new_key()}")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    there = Folder(tmp_path / "inne" / "files")
    (tmp_path / "inne").mkdir()
    database, count = unpack(copy, tmp_path / "inne", there)
    assert (database.read_bytes(), count, lying(there)) == (b"abc", 1, {key: b"abc"})
    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert written == {"kopi", "inne/database", f"inne/files/{key[:2]}/{key}"}
    with pytest.raises(NotThere):
        there.open(new_key())
