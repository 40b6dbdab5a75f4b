"""Municipalities from the shell: load the register, activate one, name its first administrator."""

import csv
from datetime import date
from pathlib import Path

import click
from sqlalchemy import select

from samskaping import config
from samskaping.db import make_engine, transaction
from samskaping.models import Municipality
from samskaping.text import sort_key

REGISTER = Path(__file__).parent.parent / "data" / "municipalities.csv"


@click.group()
def municipalities() -> None:
    """Municipalities: load the register, activate one."""


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


def _fill(municipality: Municipality, row: dict[str, str]) -> None:
    for field in ("name", "official_name", "search_names", "county", "language_decision", "website"):
        setattr(municipality, field, row[field])
    municipality.sort_key = sort_key(row["name"])
    municipality.population = int(row["population"]) if row["population"] else None
    municipality.population_date = date.fromisoformat(row["population_date"]) if row["population_date"] else None
    municipality.latitude, municipality.longitude = float(row["lat"]), float(row["lon"])
    municipality.organisation_number = row["org_number"] or None
