"""What has been kept long enough, from the shell."""

import click

from samskaping import config
from samskaping.db import make_engine
from samskaping.jobs import retain as job
from samskaping.jobs.place import Place


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say how many rows of each kind would go.")
def retain(dry_run: bool) -> None:
    """Delete what is too old by the table of retention, as the worker does every hour."""
    settings = config.load()
    place = Place(make_engine(settings.database_url), settings, "shell", is_once=True)
    if dry_run:
        for keep, count in job.would_go(place):
            click.echo(f"{keep.table}: {count} ({keep.what.nb})")
        click.echo("Ingenting er slettet.")
    else:
        click.echo(f"{job.retain(place)} rader er slettet.")
    place.engine.dispose()
