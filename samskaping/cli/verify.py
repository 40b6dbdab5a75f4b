"""Whether everything is as it should be."""

import click

from samskaping import clock, config
from samskaping.cli.backup_files import lacking
from samskaping.context.doors import from_shell
from samskaping.db import make_engine, transaction
from samskaping.outside.file_stores import store
from samskaping.queries import verifying, verifying_texts


@click.command()
def verify() -> None:
    """Recompute every chain, kept text and stored count, look for every file; ends with 1 when something differs."""
    settings = config.load()
    engine = make_engine(settings.database_url)
    with transaction(engine, reading=True) as db:
        ctx = from_shell(db, None, clock.now())
        texts = verifying_texts.look(ctx)
        found = [*verifying.differences(ctx, texts), *lacking(db, store(settings.files))]
    engine.dispose()
    for words in found:
        click.echo(words)
    if texts.unmarked:
        click.echo(f"{texts.unmarked} tekster er fra før historikken fikk merker av dem, og kan ikke sammenlignes.")
    if found:
        raise click.exceptions.Exit(1)
    click.echo("Alt stemmer.")
