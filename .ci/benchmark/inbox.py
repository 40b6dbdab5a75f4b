"""How fast the caseworker's inbox is at 100,000 cases beside 1,000: its first page, and one a thousand pages in.

Run it alone with `make bench ARGS=inbox`. Each page is asked for in turn on the small and on the large database, so
that both meet the same machine; what is compared is the mean of the fastest third of the answers of each.
"""

import argparse
import re
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select, text

from samskaping.clock import now
from samskaping.db import Texts, make_engine
from samskaping.models import Membership, Proposal, Staff
from samskaping.queries import cursors
from samskaping.rules.roles import Role

import load
from fill import SLUG, fill

INBOX = f"/{SLUG}/nb/arbeid"
FEW, MANY = 1_000, 100_000
PAGE, PAGES_IN = 50, 1_000
AIM = 1.3
#: Further than any key that the filling gives.
STRIDE = 5_000
VIEWS = {
    "first page, all open": "",
    "a thousand pages in": "deep",
    "new": "?ko=nye",
    "mine": "?ko=mine",
    "overdue": "?ko=frist",
    "waiting for the resident": "?ko=innbygger",
    "one theme": "?tema=theme3",
}


def prepare(engine: Engine, cases: int) -> str:
    """Fill a database with so many cases and a caseworker; answers the address of the page a thousand pages in."""
    filled = fill(engine, proposals=FEW, comments=100)
    with engine.begin() as connection:
        for copy in range(1, cases // FEW):
            connection.execute(text(_copied(connection, copy)))
        here, stood = filled.municipality, {"municipality_id": filled.municipality, "person_id": 1}
        granted = now() - timedelta(days=9)
        connection.execute(insert(Membership).values(**stood, role=Role.SAKSBEHANDLER, granted_at=granted))
        connection.execute(insert(Staff).values(**stood, unit_id=1, title=Texts(nb="Rådgiver")))
        # Every tenth case has a handler, every tenth waits for its writer: more than a page of each at both sizes.
        connection.execute(text("UPDATE proposals SET handler_id = 1 WHERE shelf = 'apen' AND id % 10 = 0"))
        connection.execute(text("UPDATE proposals SET ball = 'forfatter' WHERE shelf = 'apen' AND id % 10 = 1"))
        deep = _deep(connection, here)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE" if engine.dialect.name == "postgresql" else "ANALYZE"))
    return deep


def _copied(connection: Connection, copy: int) -> str:
    """The first thousand cases once more, some days later: other keys, numbers and days, everything else the same."""
    later = f"due_on + {copy}" if connection.dialect.name == "postgresql" else f"date(due_on, '+{copy} days')"
    other: dict[str, str] = {
        "id": f"id + {copy * STRIDE}",
        "public_id": f"'c' || (id + {copy * STRIDE})",
        "reference": f"substr(reference, 1, 5) || (100000 + id + {copy * STRIDE})",
        "due_on": f"CASE WHEN due_on > '9000-01-01' THEN due_on ELSE {later} END",
    }
    names = [column.name for column in Proposal.__table__.columns]
    chosen = ", ".join(other.get(name, name) for name in names)
    return f"INSERT INTO proposals ({', '.join(names)}) SELECT {chosen} FROM proposals WHERE id <= {FEW}"  # noqa: S608


def _deep(connection: Connection, municipality: int) -> str:
    """The address of the page a thousand pages in, or of one near the end where there are fewer."""
    is_open = (Proposal.municipality_id == municipality, Proposal.shelf == "apen")
    count = connection.scalar(select(func.count()).select_from(Proposal).where(*is_open)) or 0
    order: Any = select(Proposal.due_on, Proposal.reference).where(*is_open)
    order = order.order_by(Proposal.due_on, Proposal.reference).offset(min(PAGES_IN * PAGE, count - 2 * PAGE)).limit(1)
    due, reference = connection.execute(order).one()
    return f"?etter={cursors.write(due, reference)}"


def measure(ports: dict[int, int], token: str, paths: dict[int, str], seconds: float) -> dict[int, float]:
    """Milliseconds of a page at each size, asked for in turn."""
    taken: dict[int, list[float]] = {size: [] for size in ports}
    ends = time.monotonic() + seconds
    while time.monotonic() < ends or len(taken[FEW]) < 12:
        for size, port in ports.items():
            wire, begun = load.request(INBOX + paths[size], port=port, cookie=token), time.perf_counter()
            answer = load.once(port, wire)
            taken[size].append((time.perf_counter() - begun) * 1000)
            if answer.status != 200 or not re.search(rb"data-ref=", answer.body):
                raise SystemExit(f"{answer.status} at {paths[size]}, or no cases there")
    return {size: sum(sorted(times)[: len(times) // 3]) / (len(times) // 3) for size, times in taken.items()}


def run(bench: Any, kind: str, make: Callable[[str], str]) -> bool:
    """Measure and print one kind of database; answers whether every page keeps to the aim."""
    urls, deep = {FEW: make("few"), MANY: make("many")}, {}
    for size, url in urls.items():
        bench.register(url)
        engine = make_engine(url)
        deep[size] = prepare(engine, size)
        engine.dispose()
    print(f"\n{kind}: the inbox at {MANY} cases beside {FEW}\n{'':32}{FEW:>9} ms{MANY:>9} ms{'ratio':>8}{'aim':>7}")
    kept = True
    with ExitStack() as stack:
        ports = {size: stack.enter_context(bench.serving(url)) for size, url in urls.items()}
        for name, path in VIEWS.items():
            paths = {size: deep[size] if path == "deep" else path for size in urls}
            found = measure(ports, "benchmark-1", paths, bench.options.seconds)
            ratio = found[MANY] / found[FEW]
            kept = kept and ratio <= AIM
            said = "" if ratio <= AIM else "MISSED"
            print(f"{name:32}{found[FEW]:>12.1f}{found[MANY]:>12.1f}{ratio:>8.2f}{AIM:>7} {said}")
    return kept


def options(parser: argparse.ArgumentParser) -> None:
    """What the command line says of this part."""
    parser.add_argument("part", nargs="?", choices=["all", "inbox"], default="all", help="inbox: the inbox alone")
