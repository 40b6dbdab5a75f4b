"""Requests that are too large, too many-parted or too slow, at a real server: refused, at no cost, and nobody waits."""

import http.client
import os
import socket
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import create_engine, text

from samskaping.web import incoming
from tests.serving import serve

FORM = "application/x-www-form-urlencoded"
EDGE = "xxxxGRENSExxxx"
#: Somebody who comes with one is looked up, and is in the database from then on.
COOKIE = f"session={'x' * 43}"


@pytest.fixture(scope="module")
def site(kind, templates, worker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("store")
    with serve(templates.copy(kind, f"large_{worker}", folder), folder) as site:
        yield site


def post(site, body, kind=FORM, path="/nb/logg-inn", **headers):
    """The status of what was sent; a server that will hear no more may hang up on whoever goes on."""
    parts = urlsplit(site.address)
    with closing(http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)) as connection:
        try:
            connection.request("POST", path, body, {"Content-Type": kind, **headers}, encode_chunked=True)
        except (BrokenPipeError, ConnectionResetError):
            pass
        try:
            answer = connection.getresponse()
        except (ConnectionResetError, http.client.BadStatusLine):
            return 413
        text = answer.read().decode()
        assert "Traceback" not in text
        return answer.status


def parts(count: int, *, file: bool = False) -> bytes:
    named = '; filename="a.txt"' if file else ""
    one = f'--{EDGE}\r\nContent-Disposition: form-data; name="f{{}}"{named}\r\n\r\nx\r\n'
    return ("".join(one.format(number) for number in range(count)) + f"--{EDGE}--\r\n").encode()


MULTIPART = f"multipart/form-data; boundary={EDGE}"
TOO_MUCH = {
    "one byte too many": (b"a=" + b"x" * 999_999, FORM),
    "one field too long": (b"a=" + b"x" * 200_001, FORM),
    "1001 parts": (parts(1_001), MULTIPART),
    "201 parts": (parts(201), MULTIPART),
    "201 files": (parts(201, file=True), MULTIPART),
    "a part without an end": (parts(1)[:-30] + b"x" * 1_000_000, MULTIPART),
    "a head without an end": (f"--{EDGE}\r\nX: ".encode() + b"x" * 900_000, MULTIPART),
}


@pytest.mark.one_database
@pytest.mark.case("UP-04")
@pytest.mark.parametrize("name", TOO_MUCH)
def test_what_is_too_much_is_refused(site, name):
    assert post(site, *TOO_MUCH[name]) in (400, 413)


@pytest.mark.one_database
@pytest.mark.case("UP-04")
def test_nothing_is_a_form_with_nothing_in_it(site):
    assert post(site, b"") == 400
    assert post(site, b"", MULTIPART) == 400
    assert post(site, b"", "multipart/form-data") == 400


@pytest.mark.one_database
@pytest.mark.case("UP-04")
def test_two_gigabytes_without_a_length_stop_early_and_leave_nothing(site):
    before, sent = memory(site), 0
    temporary = set(Path("/tmp").iterdir())

    def drops():
        nonlocal sent
        yield f'--{EDGE}\r\nContent-Disposition: form-data; name="a"; filename="a.txt"\r\n\r\n'.encode()
        while sent < 2_000_000_000:
            sent += 65_536
            yield b"x" * 65_536

    assert post(site, drops(), MULTIPART, **{"Transfer-Encoding": "chunked"}) == 413
    assert sent < 100_000_000
    assert memory(site) - before < 100_000_000
    assert not {path for path in set(Path("/tmp").iterdir()) - temporary if path.name.startswith("tmp")}


@pytest.mark.one_database
@pytest.mark.case("UP-04")
@pytest.mark.parametrize(
    "pieces", [b"x", b"ikke et tall\r\n", b"-1\r\n", b"5\r\nab", b"2\r\nabcdef", b"ffffffffffffffffffff\r\n"]
)
def test_pieces_that_are_none_are_no_fault_of_ours(site, pieces):
    parts = urlsplit(site.address)
    head = (
        f"POST /nb/logg-inn HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: {FORM}\r\nTransfer-Encoding: chunked\r\n"
    )
    with socket.create_connection((parts.hostname, parts.port), timeout=30) as connection:
        connection.sendall(f"{head}\r\n".encode() + pieces)
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(100).startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 413 "))


def memory(site) -> int:
    """What all processes of the site hold."""
    pages = sum(
        int((child / "statm").read_text().split()[1])
        for child in Path("/proc").glob("[0-9]*")
        if str(site.folder) in environment(child)
    )
    return pages * os.sysconf("SC_PAGE_SIZE")


def environment(child: Path) -> str:
    try:
        return (child / "environ").read_text()
    except OSError:
        return ""


@pytest.mark.case("UP-04")
def test_whoever_sends_a_drop_a_second_keeps_nobody_waiting(site):
    """They have no place in the database until all has come."""
    slow = [dripping(site) for _one in range(4)]
    time.sleep(1)
    assert waiting_transactions(site) == 0
    begun = time.monotonic()
    assert post(site, b"a=b", Cookie=COOKIE) == 400
    assert time.monotonic() - begun < 5
    for one in slow:
        one.close()


def waiting_transactions(site) -> int:
    """Those that have asked something of the database and hold on to their connection; SQLite knows of none."""
    engine = create_engine(site.database)
    with engine.connect() as connection:
        asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'"
        found = connection.scalar(text(asked)) if engine.name == "postgresql" else 0
    engine.dispose()
    return found


@pytest.mark.one_database
@pytest.mark.case("UP-04")
def test_whoever_sends_a_drop_a_second_is_cut_off(site):
    length = 100
    with dripping(site, length) as slow:
        slow.settimeout(60)
        begun, heard = time.monotonic(), b""
        while not heard and time.monotonic() - begun < 60:
            slow.send(b"x")
            slow.settimeout(1)
            try:
                heard = slow.recv(200)
            except TimeoutError:
                continue
    assert heard.startswith(b"HTTP/1.1 408 ")
    assert time.monotonic() - begun < incoming.PATIENCE + length / incoming.BYTES_A_SECOND + 10


def dripping(site, length: int = 200_000) -> socket.socket:
    """A connection on which a form has begun to come."""
    parts = urlsplit(site.address)
    slow = socket.create_connection((parts.hostname, parts.port))
    head = f"POST /nb/logg-inn HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: {FORM}\r\n"
    head += f"Content-Length: {length}\r\nCookie: {COOKIE}\r\n"
    slow.sendall(f"{head}\r\na=".encode())
    return slow
