"""Whether everything is as it should be."""

import click

from samskaping import clock, config
from samskaping.context.doors import from_shell
from samskaping.db import make_engine, transaction
from samskaping.queries import verifying


@click.command()
def verify() -> None:
    """Recompute every chain of history and every stored count; ends with 1 when something differs."""
    engine = make_engine(config.load().database_url)
    with transaction(engine, reading=True) as db:
        found = list(verifying.differences(from_shell(db, None, clock.now())))
    engine.dispose()
    for words in found:
        click.echo(words)
    if found:
        raise click.exceptions.Exit(1)
    click.echo("Alt stemmer.")
