"""Municipalities from the shell: load the register, activate one, name its first administrator."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import click
from sqlalchemy import select

from samskaping import clock, config
from samskaping.actions import municipalities as deeds
from samskaping.actions import staff
from samskaping.context import Context
from samskaping.context.doors import from_shell
from samskaping.db import make_engine, transaction
from samskaping.errors import Denied, Missing
from samskaping.models import Municipality
from samskaping.text import sort_key

REGISTER = Path(__file__).parent.parent / "data" / "municipalities.csv"


@click.group()
def municipalities() -> None:
    """Municipalities: load the register, activate one, give one another address."""


@municipalities.command()
def load() -> None:
    """Load the register of Norwegian municipalities; settings of those that are active stay as they are."""
    engine = make_engine(config.load().database_url)
    with transaction(engine) as db, REGISTER.open(encoding="utf-8", newline="") as rows:
        known = {row.number: row for row in db.scalars(select(Municipality))}
        for row in csv.DictReader(rows):
            municipality = known.get(row["number"]) or Municipality(number=row["number"], slug=row["slug"])
            _fill(municipality, row)
            db.add(municipality)
    click.echo("Kommuneregisteret er lastet.")


@municipalities.command()
@click.argument("slug")
@click.option("--administrator", "email", required=True, help="E-mail address of the first administrator.")
@click.option("--name", required=True, help="The administrator's full name; used when the address has no account.")
def activate(slug: str, email: str, name: str) -> None:
    """Let a municipality of the register join, and name its first administrator, who gets a letter."""
    with _shell(slug) as ctx:
        staff.first_administrator(deeds.activate(ctx, slug), email, name)
    click.echo(f"{slug} er med. {email} er administrator, og får et brev med veien videre.")


@municipalities.command()
@click.argument("old")
@click.argument("new")
def rename(old: str, new: str) -> None:
    """Give a municipality another address. Links to the old one lead to the new."""
    with _shell(old) as ctx:
        deeds.rename(ctx, old, new)
    click.echo(f"/{old}/ heter nå /{new}/. Gamle lenker virker fortsatt.")


@municipalities.command()
@click.argument("slug")
@click.argument("host", default="")
def host(slug: str, host: str) -> None:
    """Give a municipality a HOST of its own, such as samskaping.halden.kommune.no; without HOST it has none."""
    shared = (urlsplit(config.load().base_url).hostname or "").lower()
    if host and host.lower() == shared:
        raise click.ClickException(f"{host} er den felles adressen, og kan ikke være en kommunes egen.")
    with _shell(slug) as ctx:
        deeds.give_host(ctx, slug, host)
    click.echo(f"{slug} har adressen https://{host.lower()}/." if host else f"{slug} har adressen /{slug}/.")


@contextmanager
def _shell(slug: str) -> Iterator[Context]:
    """A context on the national side; refusals become words for whoever runs the command."""
    engine = make_engine(config.load().database_url)
    try:
        with transaction(engine) as db:
            yield from_shell(db, None, clock.now())
    except Missing:
        raise click.ClickException(f"Ingen kommune i registeret heter {slug}.") from None
    except Denied as denied:
        raise click.ClickException(denied.message) from None
    finally:
        engine.dispose()


def _fill(municipality: Municipality, row: dict[str, str]) -> None:
    for field in ("name", "official_name", "search_names", "county", "language_decision", "website"):
        setattr(municipality, field, row[field])
    municipality.sort_key = sort_key(row["name"])
    municipality.population = int(row["population"]) if row["population"] else None
    municipality.population_date = date.fromisoformat(row["population_date"]) if row["population_date"] else None
    municipality.latitude, municipality.longitude = float(row["lat"]), float(row["lon"])
    municipality.organisation_number = row["org_number"] or None
