"""The security log as lines, for the system that keeps an eye on it."""

import json
from datetime import UTC, datetime
from typing import Any

import click

from samskaping import clock, config
from samskaping.context.doors import from_shell
from samskaping.db import make_engine, transaction
from samskaping.errors import Missing
from samskaping.queries import security_log
from samskaping.queries.security_log import Logged


@click.command()
@click.option("--since", help="From this instant on: 2026-11-01T00:00:00Z, or a day in UTC.")
@click.option("--after", "mark", default="", help="After the row with this id, the last one that was fetched before.")
def log(since: str | None, mark: str) -> None:
    """Write the security log as JSON lines, oldest first: all of it, or from a given point."""
    engine = make_engine(config.load().database_url)
    try:
        with transaction(engine, reading=True) as db:
            for row in security_log.after(from_shell(db, None, clock.now()), mark, _instant(since)):
                click.echo(line(row))
    except Missing:
        raise click.ClickException(f"Loggen har ingen rad med id {mark!r}.") from None
    finally:
        engine.dispose()


def line(row: Logged) -> str:
    """One row as one line of ASCII: whatever stands in it, it can neither end the line nor speak to a terminal."""
    whole: dict[str, Any] = {
        "id": row.mark,
        "at": row.happened_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "what": row.what,
        "person": row.person,
        "municipality": row.municipality,
        "details": row.details,
    }
    return json.dumps(whole, ensure_ascii=True).replace("\x7f", "\\u007f")


def _instant(written: str | None) -> datetime | None:
    if written is None:
        return None
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise click.ClickException("Skriv tidspunktet slik: 2026-11-01T00:00:00Z") from None
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
