"""Counting a vote of ours again, from its rows."""

import click

from samskaping import clock, config
from samskaping.context.doors import from_shell
from samskaping.db import make_engine, transaction
from samskaping.errors import Missing
from samskaping.queries import tallied


@click.command()
@click.argument("challenge")
def recount(challenge: str) -> None:
    """Count the closed vote of a challenge again, from its ballots; ends with 1 when what is stored differs.

    CHALLENGE is the last part of the address of its page.
    """
    engine = make_engine(config.load().database_url)
    try:
        with transaction(engine, reading=True) as db:
            found = tallied.again(from_shell(db, None, clock.now()), challenge)
    except Missing:
        raise click.ClickException(f"Utfordringen {challenge!r} har ingen avsluttet avstemning.") from None
    finally:
        engine.dispose()
    click.echo(f"{found.ballots} stemmesedler")
    for number, votes in found.result.votes.items():
        places = [str(rule.get(number, "-")) for rule in (found.result.greedy, found.result.shares)]
        click.echo(f"{number}: {votes} stemmer, flest stemmer først: {places[0]}, like deler: {places[1]}")
    for words in found.differences:
        click.echo(f"Avvik (lagret, talt nå): {words}")
    if found.differences:
        raise click.exceptions.Exit(1)
    click.echo("Alt stemmer.")
