"""A store for limits that several machines share: a real Redis, for tests alone.

``python -m tests.counter`` says where it is, or what to install.
"""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.ports import reserved


class NotFoundHere(Exception):
    """This machine has neither Redis nor Valkey."""


@dataclass(frozen=True)
class Counter:
    """A running store."""

    process: "subprocess.Popen[bytes]"
    port: int

    @property
    def url(self) -> str:
        """As the settings name it."""
        return f"redis://127.0.0.1:{self.port}/0"

    def stops(self) -> None:
        """It goes away, as machines do."""
        self.process.terminate()
        self.process.wait(20)


def find() -> Path:
    """The program."""
    for name in ("valkey-server", "redis-server"):
        if place := shutil.which(name):
            return Path(place)
    raise NotFoundHere("Neither Redis nor Valkey is installed.")


@contextmanager
def served(folder: Path) -> Iterator[Counter]:
    """A store that keeps nothing when it stops."""
    port = reserved()
    command = [str(find()), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    if shutil.which("setpriv"):  # dies with the tests, also when they are killed
        command = ["setpriv", "--pdeathsig", "TERM", *command]
    with (folder / "redis.log").open("wb") as log:
        counter = Counter(subprocess.Popen(command, stdout=log, stderr=log), port)
    try:
        _wait(counter, folder / "redis.log")
        yield counter
    finally:
        counter.stops()


def _wait(counter: Counter, log: Path) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", counter.port), timeout=5).close()
        except OSError:
            if counter.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(log.read_text()) from None
            time.sleep(0.05)
        else:
            return


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{find()}\n")
    except NotFoundHere as missing:
        sys.exit(str(missing))
