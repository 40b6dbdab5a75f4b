"""How fast pages and posts are at 10,000 proposals, on both databases, each beside the floor it stands on.

Each page is measured twice: made anew for each request (kept pages turned off by their setting), and in service, where
a page that anyone may read is kept until something in it changes; nothing is written while pages are measured, so that
is what a page costs that has not changed since the last reader. The aims are judged on the page in service.

The product and the floor are served by gunicorn with the same workers, on the same database, in the same run;
the load comes from this process over loopback, so client and servers share the machine's cores. Run it on a quiet
machine: `make bench`, or `make bench ARGS="--seconds 10 --database postgresql"`.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent.parent), str(HERE)]

from samskaping.db import make_engine  # noqa: E402
from tests import postgres  # noqa: E402
from tests.databases import command, environment, finish, migrate  # noqa: E402
from tests.serving import Served, serve  # noqa: E402

import cases  # noqa: E402
import inbox  # noqa: E402
import load  # noqa: E402
from fill import fill  # noqa: E402
from rows import Filled  # noqa: E402

SECRET = "a secret that only the benchmark knows, and long enough"  # noqa: S105
SETTINGS = {"SAMSKAPING_ENV": "production", "SAMSKAPING_SECRET_KEY": SECRET, "SAMSKAPING_LOG_LEVEL": "WARNING"}
COLUMNS = f"{'req/s':>9}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'SQL':>5}{'bytes':>9}{'of floor':>10}{'aim':>7}"
ANEW = {"SAMSKAPING_KEPT_PAGES": "0"}
FLOORS = {"bare": "a bare Flask answer", "page": "floor page", "post": "floor post"}
SMALL = 100
#: Seconds that the same connections are loaded.
SPELL = 0.5


class Bench:
    """One run on one kind of database."""

    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self.options, self.folder = options, folder
        self.floors: dict[str, load.Outcome] = {}
        self.parts: dict[str, Callable[[str, Callable[[str], str]], bool]] = {
            "pages": self.run,
            "inbox": partial(inbox.run, self),
        }

    @contextmanager
    def serving(self, url: str, app: str = "wsgi:app", **more: str) -> Iterator[int]:
        """The port of a site on this database."""
        settings = {
            **SETTINGS,
            "SAMSKAPING_MAIL_URL": f"folder://{self.folder / 'mail'}",
            "PYTHONPATH": str(HERE),
            **more,
        }
        with serve(url, self.folder, workers=self.options.workers, app=app, **settings) as site:
            yield port_of(site)

    def register(self, url: str) -> None:
        """An empty, migrated database that holds the register."""
        migrate([url])
        finish(command("municipalities", "load", **environment(url, self.folder)))

    def prepare(self, url: str, proposals: int, comments: int) -> Filled:
        self.register(url)
        engine = make_engine(url)
        filled = fill(engine, proposals=proposals, comments=comments)
        engine.dispose()
        return filled

    def page(self, port: int, path: str) -> load.Outcome:
        """Loads of half a second, after one that is not counted, each with connections of its own.

        A connection stays with the process that took it, and few of them fall unevenly: one long load is fast or slow
        by how its connections happened to fall.
        """
        wire, connections = [load.request(path, port=port)], self.options.connections
        load.run(port, wire, connections=connections, seconds=1)
        loads = (
            load.run(port, wire, connections=connections, seconds=SPELL)
            for _ in range(round(self.options.seconds / SPELL))
        )
        return sum(loads, load.Outcome())

    def measure_floor(self, url: str, filled: Filled) -> None:
        """Half of it before the product is measured and half after, so that both meet the same machine."""
        with self.serving(url, "floor:app", FLOOR_MUNICIPALITY=str(filled.municipality)) as port:
            wire = [
                load.request("/post", port=port, body=b"text=" + b"Dette+er+et+godt+forslag." * 4)
            ] * self.options.posts
            found = {
                "bare": self.page(port, "/bare"),
                "page": self.page(port, "/page"),
                "post": load.run(port, wire, connections=self.options.connections),
            }
        for name, outcome in found.items():
            self.floors[name] = self.floors.get(name, load.Outcome()) + outcome

    def run(self, kind: str, make: Callable[[str], str]) -> bool:
        """Measure and print; answers whether every request was answered as it should."""
        options = self.options
        small, large = make("small"), make("large")
        self.prepare(small, SMALL, SMALL * 5)
        filled = self.prepare(large, options.proposals, options.comments)
        at_few = []
        for settings in (ANEW, {}):
            with self.serving(small, **settings) as port:
                self.page(port, cases.LIST)  # the second process may still be starting
                at_few.append(self.page(port, cases.LIST))
        self.measure_floor(large, filled)
        with self.serving(large, **ANEW) as port:
            paths = cases.pages(port, filled)
            found = {case.made_anew: self.page(port, path) for case, path in paths.items()}
        with self.serving(large) as port:
            found |= {case: self.page(port, path) for case, path in paths.items()}
            for case, wires in cases.posts(port, filled, SECRET, options.posts).items():
                found[case] = load.run(port, wires[1:], connections=options.connections)
        self.measure_floor(large, filled)
        self.show(kind, found, self.count(large, filled, paths))
        for few, case in zip(at_few, (cases.LIST_1.made_anew, cases.LIST_1), strict=True):
            slower = few.per_second / found[case].per_second
            print(f"{case.name}: {slower:.2f} times slower than at {SMALL} proposals (aim: at most 1.2)")
        return all(status < 400 for outcome in found.values() for status in outcome.statuses)

    def count(self, url: str, filled: Filled, paths: dict[cases.Case, str]) -> dict[cases.Case, int]:
        """Statements of each page and post, told by the product itself in a run of its own."""

        def told(wire: bytes) -> int:
            return int(load.once(port, wire).headers["x-statements"])

        with self.serving(url, "counted:app", **ANEW) as port:
            counts = {case.made_anew: told(load.request(path, port=port)) for case, path in paths.items()}
        with self.serving(url, "counted:app") as port:
            # Each process keeps its own pages, so it is asked until all of them have the page.
            wires = {case: load.request(path, port=port) for case, path in paths.items()}
            counts |= {case: min(told(wire) for _ in range(10)) for case, wire in wires.items()}
            # The first of each kind was kept from the load: a draft can be sent in only once.
            posts = cases.posts(port, filled, SECRET, self.options.posts)
            return counts | {case: told(sent[0]) for case, sent in posts.items()}

    def show(self, kind: str, found: dict[cases.Case, load.Outcome], counts: dict[cases.Case, int]) -> None:
        options = self.options
        found = dict(sorted(found.items(), key=lambda pair: cases.ORDER.index(pair[0].name.partition(",  ")[0])))
        print(
            f"\n{kind}: {options.proposals} proposals, {options.comments} comments, {options.workers} workers,", end=" "
        )
        print(f"{options.connections} connections, {options.seconds:g} s a page, {options.posts} posts of each kind")
        print("«made anew»: kept pages are turned off; the line below it is the same page as it is in service")
        print(f"{'':42}{COLUMNS}")
        for name, words in FLOORS.items():
            print(line(words, self.floors[name]))
        for case, outcome in found.items():
            share = outcome.per_second / self.floors[case.floor].per_second
            aim = "" if case.aim is None else f"{case.aim:7.2f} {'reached' if share >= case.aim else 'MISSED'}"
            print(f"{line(case.name, outcome, counts[case])}{share:10.2f}{aim}")
            if wrong := {status: count for status, count in outcome.statuses.items() if status >= 400}:
                print(f"    answered wrongly: {wrong}")


def line(name: str, outcome: load.Outcome, statements: int | None = None) -> str:
    times = "".join(f"{outcome.percentile(share):9.1f}" for share in (0.5, 0.95, 0.99))
    return (
        f"{name:42}{outcome.per_second:9.0f}{times}{'' if statements is None else statements:>5}{outcome.mean_bytes:>9}"
    )


def port_of(site: Served) -> int:
    return int(site.address.rpartition(":")[2])


@contextmanager
def databases(kind: str, folder: Path) -> Iterator[Callable[[str], str]]:
    """A function that makes a database of this kind, and answers its address."""
    if kind == "sqlite":
        yield lambda name: f"sqlite:///{folder / name}.db"
        return
    (folder / "pg").mkdir()
    # Durable, as a real installation is: SQLite waits for the disk too.
    server = postgres.start(folder / "pg", fsync="on", synchronous_commit="on", full_page_writes="on")
    try:
        yield server.create
    finally:
        server.stop()


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--proposals", type=int, default=10_000)
    parser.add_argument("--comments", type=int, default=50_000)
    parser.add_argument("--seconds", type=float, default=6.0, help="for each page")
    parser.add_argument("--posts", type=int, default=600, help="of each kind")
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--database", nargs="*", default=["sqlite", "postgresql"])
    inbox.options(parser)
    options, right = parser.parse_args(), True
    for kind in options.database:
        with tempfile.TemporaryDirectory(prefix="bench-") as name:
            folder = Path(name)
            folder.chmod(0o755)
            with databases(kind, folder) as make:
                bench = Bench(options, folder)
                kept = [run(kind, make) for part, run in bench.parts.items() if options.part in (part, "all")]
                right = right and all(kept)
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
