"""How fast the caseworker's inbox is at 100,000 cases beside 1,000: each view, filters, and a page a thousand pages in.

Part of `make bench`; alone with `make bench ARGS=inbox`. Each page is asked for in turn on the small and on the large
database, so that both meet the same machine. What is compared is the mean of the fastest third of the answers of each;
beside it the same for the CPU time of web and database process alone, which a busy machine disturbs less.
"""

import argparse
import re
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select, text

from samskaping.clock import now, oslo_date
from samskaping.db import Texts, make_engine
from samskaping.models import Evaluation, Membership, Proposal, Staff, Task
from samskaping.queries import cursors
from samskaping.queries.inbox_views import QUEUES
from samskaping.rules.roles import Role

import load
from fill import SLUG, fill

INBOX = f"/{SLUG}/nb/arbeid"
FEW = 1_000
PAGE, PAGES_IN = 50, 1_000
AIM = 1.3
#: Further than any key that the filling gives.
STRIDE = 5_000
#: What is measured, and where it is; every view that there is among them.
VIEWS = {
    "first page": "",
    "a thousand pages in": "deep",
    **{f"view {name}": f"?ko={name}" for name in QUEUES},
    "one theme": "?tema=theme3",
    "one area": "?omrade=area2",
    "one challenge": "?utfordring=challenge2",
    "one unit": "?enhet=unit2",
    "one language form": "?malform=nn",
}
#: Open cases are dealt out over the views, so that each has more than a page at both sizes.
DEALT = (
    "UPDATE proposals SET handler_id = 1 WHERE shelf = 'apen' AND id % 7 = 0",
    "UPDATE proposals SET ball = 'forfatter' WHERE shelf = 'apen' AND id % 7 = 1",
    "UPDATE proposals SET open_tasks = 1 WHERE shelf = 'apen' AND id % 7 = 2",
    "UPDATE proposals SET open_evaluations = 1 WHERE shelf = 'apen' AND id % 7 = 3",
    "UPDATE proposals SET due_on = '{today}' WHERE shelf = 'apen' AND id % 7 = 4",
    "UPDATE proposals SET due_on = '{late}', answer_due = '{late}' WHERE shelf = 'apen' AND id % 7 = 5",
    "UPDATE proposals SET shelf = 'apen', state = 'avslatt', ball = 'kommune', due_on = '{today}'"
    " WHERE shelf = 'avsluttet' AND id % 4 = 2",
    "UPDATE proposals SET shelf = 'godkjenning', state = 'til_godkjenning', is_public = {false}"
    " WHERE shelf = 'avsluttet' AND id % 2 = 0",
)
#: Tables whose rows are copied with the cases, and the columns that lead to a case.
COPIED: tuple[tuple[Any, str], ...] = ((Proposal, "id"), (Evaluation, "proposal_id"), (Task, "proposal_id"))


def prepare(engine: Engine, cases: int) -> str:
    """Fill a database with so many cases and a caseworker; answers the address of the page a thousand pages in."""
    filled = fill(engine, proposals=FEW, comments=100)
    with engine.begin() as connection:
        _hurry_not(connection)
        _deal(connection, filled.municipality)
        for copy in range(1, cases // FEW):
            for table, _ in COPIED:
                connection.execute(text(_copied(connection, table, copy)))
        deep = _deep(connection, filled.municipality)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        _hurry_not(connection)
        connection.execute(text("VACUUM ANALYZE" if engine.dialect.name == "postgresql" else "ANALYZE"))
    return deep


def _hurry_not(connection: Connection) -> None:
    """Filling may take longer than a request may."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET statement_timeout = 0"))


def _deal(connection: Connection, here: int) -> None:
    """A caseworker, and cases for each of the views."""
    stood, moment = {"municipality_id": here, "person_id": 1}, now()
    granted, today = moment - timedelta(days=9), oslo_date(moment)
    connection.execute(insert(Membership).values(**stood, role=Role.SAKSBEHANDLER, granted_at=granted))
    connection.execute(insert(Staff).values(**stood, unit_id=1, title=Texts(nb="Rådgiver")))
    for statement in DEALT:
        said = statement.format(today=today, late=today - timedelta(days=120), false="false")
        connection.execute(text(said))
    asked = select(Proposal.id, Proposal.municipality_id).where(Proposal.shelf == "apen", Proposal.id <= FEW)
    for number, _ in connection.execute(asked.where(Proposal.id % 7 == 3)).all():
        connection.execute(
            insert(Evaluation).values(
                id=number, public_id=f"e{number}", municipality_id=here, proposal_id=number, evaluator_id=1,
                asked_by_id=2, asked_at=moment,
            )
        )  # fmt: skip
    for number, _ in connection.execute(asked.where(Proposal.id % 7 == 2)).all():
        connection.execute(
            insert(Task).values(
                id=number, public_id=f"t{number}", municipality_id=here, proposal_id=number, kind="oppgave", owner_id=1,
                text="Se på saken.", created_at=moment, created_by_id=2,
            )
        )  # fmt: skip


def _copied(connection: Connection, table: Any, copy: int) -> str:
    """The rows of the first thousand cases once more, with other keys and numbers, and due some days later."""
    step = copy * STRIDE
    later = f"due_on + {copy}" if connection.dialect.name == "postgresql" else f"date(due_on, '+{copy} days')"
    other: dict[str, str] = {
        "id": f"id + {step}",
        "proposal_id": f"proposal_id + {step}",
        "public_id": f"'c' || (id + {step})",
        "reference": f"substr(reference, 1, 5) || (100000 + id + {step})",
        # What one person is asked to do does not grow with the municipality.
        "evaluator_id": "2",
        "owner_id": "2",
        # What is late and what is due this week stay so.
        "due_on": f"CASE WHEN due_on > '9000-01-01' OR id % 7 IN (4, 5) THEN due_on ELSE {later} END",
    }
    names = [column.name for column in table.__table__.columns]
    chosen, into = ", ".join(other.get(name, name) for name in names), table.__tablename__
    return f"INSERT INTO {into} ({', '.join(names)}) SELECT {chosen} FROM {into} WHERE {dict(COPIED)[table]} <= {FEW}"  # noqa: S608


def _deep(connection: Connection, municipality: int) -> str:
    """The address of the page a thousand pages in, or of one near the end where there are fewer."""
    is_open = (Proposal.municipality_id == municipality, Proposal.shelf == "apen")
    count = connection.scalar(select(func.count()).select_from(Proposal).where(*is_open)) or 0
    order: Any = select(Proposal.due_on, Proposal.reference).where(*is_open)
    order = order.order_by(Proposal.due_on, Proposal.reference).offset(min(PAGES_IN * PAGE, count - 2 * PAGE)).limit(1)
    due, reference = connection.execute(order).one()
    return f"?etter={cursors.write(due, reference)}"


@dataclass
class Found:
    """What one page took at one size: milliseconds, milliseconds of CPU, and statements."""

    times: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    statements: set[int] = field(default_factory=set)
    database: float = 0.0

    @property
    def time(self) -> float:
        return fastest(self.times)

    @property
    def spent(self) -> float:
        return fastest(self.cpu) + self.database


def fastest(times: list[float]) -> float:
    """The mean of the fastest third."""
    third = max(1, len(times) // 3)
    return sum(sorted(times)[:third]) / third


def database_cpu(name: str) -> float:
    """Milliseconds that PostgreSQL's processes for a database have worked; 0 where nobody tells."""
    spent = 0.0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cmdline").read_bytes().startswith(f"postgres: samskaping {name} ".encode()):
                spent += int((process / "schedstat").read_text().split()[0]) / 1e6
        except OSError:
            continue
    return spent


def measure(ports: dict[int, int], paths: dict[int, str], seconds: float) -> dict[int, Found]:
    """A page at each size, asked for in turn; the first answers, of processes that have just begun, do not count."""
    found: dict[int, Found] = {}
    for most in (min(0.5, seconds), seconds):
        found = {size: Found(database=-database_cpu(name(size))) for size in ports}
        ends = time.monotonic() + most
        while time.monotonic() < ends or len(found[FEW].times) < 10 * most:
            for size, port in ports.items():
                _ask(port, paths[size], found[size])
    for size, one in found.items():
        one.database = (one.database + database_cpu(name(size))) / len(one.times)
    return found


def _ask(port: int, path: str, found: Found) -> None:
    wire, begun = load.request(INBOX + path, port=port, cookie="benchmark-1"), time.perf_counter()
    answer = load.once(port, wire)
    found.times.append((time.perf_counter() - begun) * 1000)
    if answer.status != 200 or len(re.findall(rb"data-ref=", answer.body)) != PAGE:
        raise SystemExit(f"{answer.status} at {path}, or no whole page there")
    found.cpu.append(float(answer.headers["x-cpu-ms"]))
    found.statements.add(int(answer.headers["x-statements"]))


def name(size: int) -> str:
    """What the database of a size is called."""
    return "few" if size == FEW else "many"


def run(bench: Any, kind: str, make: Callable[[str], str]) -> bool:
    """Measure and print one kind of database; answers whether every page keeps to the aim."""
    many = bench.options.cases
    urls, deep = {size: make(name(size)) for size in (FEW, many)}, {}
    for size, url in urls.items():
        bench.register(url)
        engine = make_engine(url)
        deep[size] = prepare(engine, size)
        engine.dispose()
    print(f"\n{kind}: the inbox at {many} cases beside {FEW}, milliseconds")
    print(f"{'':28}{FEW:>9}{many:>9}{'ratio':>8}{'aim':>6}{'CPU':>9}{'CPU':>9}{'ratio':>8}{'SQL':>5}")
    with ExitStack() as stack:
        ports = {size: stack.enter_context(bench.serving(url, "counted:app")) for size, url in urls.items()}
        kept = [show(page, _measured(bench, ports, deep, path)) for page, path in VIEWS.items()]
    return all(kept)


def _measured(bench: Any, ports: dict[int, int], deep: dict[int, str], path: str) -> dict[int, Found]:
    paths = {size: deep[size] if path == "deep" else path for size in ports}
    return measure(ports, paths, bench.options.seconds)


def show(page: str, found: dict[int, Found]) -> bool:
    """Print one page; answers whether it keeps to the aim."""
    few, many = (found[size] for size in sorted(found))
    ratio, same = many.time / few.time, min(few.statements) == min(many.statements)
    said = ("" if ratio <= AIM else " MISSED") + ("" if same else " NOT AS MANY STATEMENTS")
    print(f"{page:28}{few.time:9.1f}{many.time:9.1f}{ratio:8.2f}{AIM:6}", end="")
    print(f"{few.spent:9.1f}{many.spent:9.1f}{many.spent / few.spent:8.2f}{min(many.statements):5}{said}", flush=True)
    return ratio <= AIM and same


def options(parser: argparse.ArgumentParser) -> None:
    """What the command line says of this part."""
    parser.add_argument("--cases", type=int, default=100_000, help=f"in the larger inbox, in thousands from {2 * FEW}")
    parts = "all (without it), pages: what anyone reads and posts alone, inbox: the inbox alone"
    parser.add_argument("part", nargs="?", choices=["all", "pages", "inbox"], default="all", help=parts)
