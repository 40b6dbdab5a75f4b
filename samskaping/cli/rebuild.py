"""Derived things from the shell: the search rows, and the stored HTML of what people wrote."""

import click

from samskaping import clock, config
from samskaping.actions import rebuilding
from samskaping.context.doors import from_shell
from samskaping.db import make_engine, transaction
from samskaping.models import Challenge, Need, Proposal


@click.group()
def search() -> None:
    """The search: make its rows anew."""


@search.command()
def rebuild() -> None:
    """Index every public proposal, challenge and need anew."""
    engine = make_engine(config.load().database_url)
    for table, name in ((Proposal, "forslag"), (Challenge, "utfordringer"), (Need, "behov")):
        total, after, size = 0, 0, 1
        while size:
            with transaction(engine) as db:
                size, after = rebuilding.index(from_shell(db, None, clock.now()), table, after)
            total += size
        click.echo(f"{total} {name} er indeksert.")
    engine.dispose()


@click.group()
def text() -> None:
    """What people wrote: render the stored HTML anew."""


@text.command()
def render() -> None:
    """Render all stored HTML anew, such as after a change of the renderer."""
    engine = make_engine(config.load().database_url)
    for which in rebuilding.RENDERED:
        total, changed, after, size = 0, 0, 0, 1
        while size:
            with transaction(engine) as db:
                size, new, after = rebuilding.render(from_shell(db, None, clock.now()), which, after)
            total, changed = total + size, changed + new
        click.echo(f"{which[0].__tablename__}.{which[1]}: {total} lest, {changed} endret.")
    engine.dispose()
