"""The product served by gunicorn on a port of its own, as a municipality would run it, for a browser to visit."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text

from samskaping.config import load
from samskaping.db import make_engine
from samskaping.jobs.loop import work_once
from samskaping.jobs.place import Place
from tests.databases import ENVIRONMENT, ROOT, command, environment, finish

GUNICORN = (
    "gunicorn",
    "--worker-class",
    "gthread",
    "--threads",
    "8",
    "--no-control-socket",
    "--log-level",
    "warning",
    "--logger-class",
    "samskaping.logs.Gunicorn",
)
# Every warning is an error, but gunicorn leaves the socket it was handed to the collector.
WARNINGS = "error,ignore::ResourceWarning"


@dataclass(frozen=True)
class Served:
    """A running site: its address, the database it stands on, and the folder that its mail lands in."""

    address: str
    database: str
    folder: Path

    def work(self) -> None:
        """Let a worker do what waits, and come back when it is done: here, and not in a process of its own."""
        settings = load({**ENVIRONMENT, **self.environment})
        place = Place(make_engine(settings.database_url), settings, "tests", is_once=True)
        work_once(place)
        place.engine.dispose()

    def tell(self, *words: str) -> str:
        """Run a command of the product on this site's database."""
        return finish(command(*words, **self.environment))

    def people(self) -> list[str]:
        """What everyone with an account here is called."""
        engine = create_engine(self.database)
        with engine.connect() as connection:
            names = connection.scalars(text("SELECT name FROM people WHERE name LIKE '% %'")).all()
        engine.dispose()
        return list(names)

    def reference(self, title: str) -> str:
        """The number of the case with this title: it follows from the day on which the demonstration was made."""
        engine = create_engine(self.database)
        with engine.connect() as connection:
            found = connection.scalar(text("SELECT reference FROM proposals WHERE title = :title"), {"title": title})
        engine.dispose()
        return str(found)

    @property
    def environment(self) -> dict[str, str]:
        return {**environment(self.database, self.folder), "SAMSKAPING_BASE_URL": self.address}


@contextmanager
def serve(database: str, folder: Path, *, workers: int = 1, app: str = "wsgi:app", **settings: str) -> Iterator[Served]:
    """Serve this database until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as door, (folder / "web.log").open("wb") as log:
        site = Served(f"http://127.0.0.1:{door.getsockname()[1]}", database, folder)
        process = subprocess.Popen(
            [sys.executable, "-m", *GUNICORN, app, "--workers", str(workers), "--bind", f"fd://{door.fileno()}"],
            cwd=ROOT,
            env={**ENVIRONMENT, "PYTHONWARNINGS": WARNINGS, **site.environment, **settings},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=(door.fileno(),),
        )
        try:
            _wait(site, process)
            yield site
        finally:
            process.terminate()
            process.wait()  # gunicorn itself waits 30 seconds for whoever is still being answered


def _wait(site: Served, process: "subprocess.Popen[bytes]") -> None:
    while True:
        try:
            urllib.request.urlopen(f"{site.address}/healthz", timeout=60).close()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if process.poll() is not None:
                raise RuntimeError(f"the site did not start:\n{(site.folder / 'web.log').read_text()}") from None
            time.sleep(0.1)
        else:
            return
