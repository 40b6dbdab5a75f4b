"""The export of 200,000 cases, in a process of its own: what it holds, what it took, and what is left when it stops.

``python -m tests.long_export DATABASE FOLDER`` says on a line of JSON what it met.
"""

import json
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import select, text

from samskaping.actions import exports
from samskaping.config import load
from samskaping.db import Scoped, make_engine
from samskaping.jobs.export import export
from samskaping.jobs.place import Place
from samskaping.models import Export, Proposal
from samskaping.rules.exports import ExportFormat, ExportList
from samskaping.rules.roles import Role
from tests.visitor import Site
from tests.world import World, municipality

CASES = 200_000
_OWN = {"id": "CAST(? + x AS BIGINT)", "public_id": "'k' || x", "reference": "'2024-' || x"}


def multiply(db: Any, count: int) -> None:
    """So many copies of the one case that there is."""
    names = [column.name for column in Proposal.__table__.columns]
    last = db.scalar(select(Proposal.id))
    values = ", ".join(_OWN.get(name, f"p.{name}").replace("?", str(last)) for name in names)
    db.execute(
        text(
            f"INSERT INTO proposals ({', '.join(names)}) WITH RECURSIVE n(x) AS"  # noqa: S608  names of our own columns
            f" (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < {count - 1}) SELECT {values} FROM n, proposals AS p"
        )
    )


def _most_held() -> int:
    """The most megabytes that this process has held at once."""
    told = Path("/proc/self/status").read_text("ascii")
    return int(re.findall(r"VmHWM:\s+(\d+) kB", told)[0]) // 1024


def _half_way(site: Site, leader: Any, path: str) -> int:
    """A reader who leaves after the first piece; answers how long the file says that it is."""
    visitor = site.visitor(leader)
    visitor.get("/arbeid/filer")
    sent = {"csrf_token": visitor.token}
    answer = visitor.client.post(f"/halden/nb{path}", data=sent, base_url="http://localhost", buffered=False)
    next(answer.iter_encoded())
    answer.close()
    return int(answer.headers["Content-Length"])


def main(database: str, folder: str) -> None:
    settings = load({"SAMSKAPING_ENV": "development", "SAMSKAPING_DATA": folder, "SAMSKAPING_KEPT_PAGES": "0"})
    settings = replace(settings, base_url="http://localhost")
    engine = make_engine(database)
    with Scoped(engine, expire_on_commit=False) as db:
        world: World = municipality(db)
        leader = world.person("Leder", Role.LEDER)
        world.proposal()
        multiply(db, CASES)
        key = exports.ask(world.context(leader), ExportList.FORSLAG, ExportFormat.CSV, {})
        db.commit()
        place = Place(engine, settings, "prøve", lambda: world.now, is_once=True)
        export(place)
        db.expire_all()
        row = db.scalars(select(Export).where(Export.public_id == key)).one()
        told = {"state": row.state, "rows": row.rows_done, "size": row.size, "mb": _most_held()}
        db.commit()
        left = _half_way(Site(settings, engine, world), leader, f"/arbeid/filer/{key}")
        print(json.dumps({**told, "told": left, "held_after": _most_held()}), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
