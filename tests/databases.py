"""Two migrated databases to copy from, one of each kind; made once a run, however many processes test.

The process that starts the run makes them; with xdist its workers are told where they are.
"""

import fcntl
import os
import pickle
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from select import select
from typing import TypeVar

from samskaping.config import FileStore, Settings
from tests import postgres

Found = TypeVar("Found")

KINDS = ("sqlite", "postgresql")
ROOT = Path(__file__).parent.parent
EMPTY = "empty"
#: The commands that load the demonstration.
DEMONSTRATION = (("municipalities", "load"), ("demo",))
# What every process of the product is told when tests start it.
ENVIRONMENT = {**os.environ, "SAMSKAPING_ENV": "development", "PYTHONWARNINGS": "error", "PYTHONUNBUFFERED": "1"}  # noqa: TID251


@dataclass(frozen=True)
class Templates:
    """Where the migrated databases lie. ``folder`` is the run's own, and goes with it."""

    folder: Path

    @property
    def server(self) -> postgres.Server:
        return postgres.Server(self.folder / "pg")

    def copy(self, kind: str, name: str, folder: Path, *, of: str = EMPTY) -> str:
        """A database of one's own, as it was when it was migrated (or as ``of`` is); answers its address.

        Files that somebody has attached come along, in the folder that ``environment`` names.
        """
        if of != EMPTY:
            shutil.copytree(self.folder / "files", folder / "files", dirs_exist_ok=True)
        if kind == "postgresql":
            return self.server.create(name, template=of)
        target = folder / f"{name}.db"
        for left in folder.glob(f"{name}.db*"):
            left.unlink()
        with closing(sqlite3.connect(self.folder / f"{of}.db")) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
        return f"sqlite:///{target}"

    def renew(self, kind: str, name: str, folder: Path) -> str:
        """A migrated database without rows at the address where the one before it stood."""
        if kind == "postgresql":
            return self.server.renew(name, template=EMPTY)
        return self.copy(kind, name, folder)

    def url(self, kind: str, name: str) -> str:
        return self.server.url(name) if kind == "postgresql" else f"sqlite:///{self.folder / f'{name}.db'}"

    def once(self, name: str, find: Callable[[], Found]) -> Found:
        """What ``find`` finds, found once in a run and kept for all its processes."""
        kept = self.folder / f"{name}.pickle"
        with (self.folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not kept.exists():
                kept.write_bytes(pickle.dumps(find()))
        found: Found = pickle.loads(kept.read_bytes())
        return found

    def demonstration(self, kind: str) -> str:
        """The name of a template with the demonstration; the first who asks waits for it.

        To PostgreSQL it comes as an installation's own rows do, by `samskaping db move`.
        """
        name, url = "demonstration", self.url(kind, "demonstration")
        if kind == "postgresql":
            self.demonstration("sqlite")
        with (self.folder / f"{name}-{kind}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            made = self.folder / f"{name}-{kind}.made"
            if not made.exists() and kind == "postgresql":
                source = environment(self.url("sqlite", name), self.folder)
                finish(command("db", "move", "--to", self.server.create(name), **source))
            elif not made.exists():
                self.copy(kind, name, self.folder)
                for words in DEMONSTRATION:
                    finish(command(*words, **environment(url, self.folder)))
            made.touch()
        return name


class Workshop:
    """Makes the templates when they are first asked for, and clears all away at the end."""

    def __init__(self) -> None:
        self._server: postgres.Started | None = None
        self._templates: Templates | None = None

    def templates(self) -> Templates:
        if self._templates is None:
            folder = Path(tempfile.mkdtemp(prefix="samskaping-"))
            folder.chmod(0o755)
            self._templates = Templates(folder)
            (folder / "pg").mkdir()
            self._server = postgres.start(folder / "pg")
            self._server.create(EMPTY)
            migrate([self._templates.url(kind, EMPTY) for kind in KINDS])
        return self._templates

    def close(self) -> None:
        if self._server:
            self._server.stop()
        if self._templates:
            shutil.rmtree(self._templates.folder, ignore_errors=True)


def command(*words: str, **environment: str) -> "subprocess.Popen[str]":
    """``python -m samskaping …`` in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "samskaping", *words],
        cwd=ROOT,
        env={**ENVIRONMENT, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish(process: "subprocess.Popen[str]") -> str:
    """What a command said; its words in the error when it failed."""
    said, _ = process.communicate(timeout=300)
    if process.returncode:
        raise RuntimeError(f"{process.args!r} ended with {process.returncode}:\n{said}")
    return said


def said_until(words: str, process: "subprocess.Popen[str]") -> str:
    """What a command has said when it has said these words; fails when it ends before, or is silent for long."""
    assert process.stdout is not None
    pipe, said = process.stdout.fileno(), b""
    while words.encode() not in said:
        more = os.read(pipe, 65_536) if select([pipe], [], [], 240)[0] else b""
        if not more:
            raise RuntimeError(f"{process.args!r} never said {words!r}:\n{said.decode(errors='replace')}")
        said += more
    return said.decode()


def migrate(urls: list[str]) -> None:
    """Bring databases up to date, side by side, with the command that a real installation uses."""
    running = [command("db", "upgrade", SAMSKAPING_DATABASE_URL=url) for url in urls]
    for process in running:
        finish(process)


def beside(settings: Settings, folder: Path) -> Settings:
    """The same settings, where people's files lie in this folder."""
    return replace(settings, files=FileStore(f"folder://{folder}/files"))


def environment(url: str, folder: Path) -> dict[str, str]:
    """What a served process of the product needs to know to stand on this database."""
    return {"SAMSKAPING_DATABASE_URL": url, "SAMSKAPING_DATA": str(folder)}
