"""Whether everything is as it should be."""

import click

from samskaping import clock, config
from samskaping.cli.backup_files import lacking
from samskaping.context.doors import from_shell
from samskaping.db import make_engine, transaction
from samskaping.outside.file_stores import store
from samskaping.queries import verifying


@click.command()
def verify() -> None:
    """Recompute every chain of history and stored count, look for every file; ends with 1 when something differs."""
    settings = config.load()
    engine = make_engine(settings.database_url)
    with transaction(engine, reading=True) as db:
        found = [*verifying.differences(from_shell(db, None, clock.now())), *lacking(db, store(settings.files))]
    engine.dispose()
    for words in found:
        click.echo(words)
    if found:
        raise click.exceptions.Exit(1)
    click.echo("Alt stemmer.")
