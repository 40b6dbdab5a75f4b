"""A virus scanner of the tests' own: a real clamd that knows one virus, the one that everybody tests with.

``python -m tests.clamd`` says where it is, or what to install.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: In two parts, so that no scanner takes this file for what it names.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + rb"ANTIVIRUS-TEST-FILE!$H+H*"
_KNOWN = "44d88612fea8a8f36de82e1278abb02f:68:Eicar-Test\n"
#: Bytes of a file that it takes.
MOST = 1_000_000


class NotFoundHere(Exception):
    """This machine has no clamd."""


def find() -> Path:
    """The program."""
    for place in (shutil.which("clamd"), "/usr/sbin/clamd", "/usr/local/sbin/clamd", "/opt/homebrew/sbin/clamd"):
        if place and Path(place).exists():
            return Path(place)
    raise NotFoundHere("The virus scanner clamd (ClamAV) is not installed.")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A running scanner, as the settings name it. The folder's path is short: a socket's path holds 107 bytes."""
    rules, settings, socket = folder / "rules", folder / "clamd.conf", folder / "s"
    rules.mkdir()
    (rules / "eicar.hdb").write_text(_KNOWN)
    said = {
        "Foreground": "yes",
        "DatabaseDirectory": rules,
        "LocalSocket": socket,
        "TemporaryDirectory": folder,
        "StreamMaxLength": MOST,
        "MaxThreads": 2,
        "SelfCheck": 0,
        "ConcurrentDatabaseReload": "no",
        "OfficialDatabaseOnly": "no",
        **({"User": "root"} if os.geteuid() == 0 else {}),
    }
    settings.write_text("".join(f"{name} {value}\n" for name, value in said.items()))
    command = [find(), f"--config-file={settings}"]
    if shutil.which("setpriv"):  # dies with the tests, also when they are killed
        command = ["setpriv", "--pdeathsig", "TERM", *command]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        _wait(process, socket, folder / "log")
        yield f"unix://{socket}"
    finally:
        process.terminate()
        process.wait(20)


def _wait(process: "subprocess.Popen[bytes]", socket: Path, log: Path) -> None:
    until = time.monotonic() + 60
    while not socket.exists():
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(log.read_text())
        time.sleep(0.05)


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{find()}\n")
    except NotFoundHere as missing:
        sys.exit(str(missing))
