"""The virus scanner: a real clamd, and servers that answer as no scanner should."""

import socket
import struct
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

from samskaping.outside import scanner
from tests import clamd


@pytest.fixture(scope="module")
def address():
    with tempfile.TemporaryDirectory(prefix="clamd-") as folder, clamd.served(Path(folder)) as address:
        yield address


@pytest.mark.case("UP-08")
def test_a_clean_file_is_clean_and_the_test_virus_is_found(address):
    assert scanner.found(address, b"%PDF-1.7 helt vanlig") == ""
    assert scanner.found(address, clamd.EICAR) == "Eicar-Test.UNOFFICIAL"


@pytest.mark.case("UP-08")
def test_a_file_that_the_scanner_will_not_read_whole_is_never_clean(address):
    assert scanner.found(address, bytes(clamd.MOST)) == ""
    assert scanner.found(address, bytes(clamd.MOST + 1)) != ""
    assert scanner.found(address, bytes(12_000_000)) != ""


@pytest.mark.case("UP-08")
@pytest.mark.parametrize("where", ["unix:///tmp/ingen-slik-skanner", "tcp://127.0.0.1:1"])
def test_a_scanner_that_is_down_has_said_nothing(where):
    with pytest.raises(scanner.Away):
        scanner.found(where, b"x")


@pytest.mark.case("UP-08")
@pytest.mark.parametrize(
    "answer", [b"", b"stream: ", b"ERROR\0", b"stream: lstat() failed. ERROR\0", b"OK\0", b"\0" * 9_000]
)
def test_only_a_verdict_is_a_verdict(answer):
    with _answering(answer) as address, pytest.raises(scanner.Away):
        scanner.found(address, b"x" * 100)


def test_what_it_finds_is_named_over_tcp_too():
    with _answering(b"stream: Win.Test FOUND\0") as address:
        assert scanner.found(address, b"x" * 100_000) == "Win.Test"


@pytest.mark.case("UP-08")
def test_a_scanner_that_hangs_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(scanner, "_ANSWER_SECONDS", 0.2)
    with _answering(None) as address, pytest.raises(scanner.Away, match="TimeoutError"):
        scanner.found(address, b"x")


@contextmanager
def _answering(answer: bytes | None):
    """A server that hears a file to its end and says this; or nothing, and does not hang up either."""
    is_over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(20)
        thread = threading.Thread(target=_answer, args=(door, answer, is_over))
        thread.start()
        yield "tcp://{}:{}".format(*door.getsockname())
        is_over.set()
        thread.join()


def _answer(door: socket.socket, answer: bytes | None, is_over: threading.Event) -> None:
    caller, _address = door.accept()
    with caller, caller.makefile("rb") as heard:
        assert heard.read(10) == b"zINSTREAM\0"
        while length := struct.unpack("!I", heard.read(4))[0]:
            heard.read(length)
        if answer is None:
            is_over.wait(20)
        else:
            caller.sendall(answer)
