"""People from the shell: a municipality's first administrator, roles, and whoever looks after the platform."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from samskaping import clock, config
from samskaping.actions import ending, second_factor, staff
from samskaping.actions import platform as platform_deeds
from samskaping.context import Context
from samskaping.context.doors import Door, find, from_shell
from samskaping.db import make_engine, transaction
from samskaping.errors import Denied, Missing
from samskaping.rules.roles import MUNICIPAL_ROLES, Role
from samskaping.rules.second_factor import ResetReason

_EMAIL = click.option("--email", required=True, help="The person's address; an account is made when there is none.")
_NAME = click.option("--name", required=True, help="Full name; used when the address has no account.")
_PLACE = click.option("--municipality", "slug", required=True, help="The municipality's part of the address: halden.")


@click.group()
def people() -> None:
    """People: name administrators, give roles."""


@people.command()
@_PLACE
@_EMAIL
@_NAME
def administrator(slug: str, email: str, name: str) -> None:
    """Make somebody an administrator of an active municipality. They get a letter."""
    with _shell(slug) as ctx:
        staff.first_administrator(ctx, email, name)
    click.echo(f"{email} er administrator i {slug}, og får et brev med veien videre.")


@people.command()
@_PLACE
@_EMAIL
@_NAME
@click.option("--role", type=click.Choice([role.value for role in MUNICIPAL_ROLES]), required=True)
def grant(slug: str, email: str, name: str, role: str) -> None:
    """Give somebody one more role in an active municipality."""
    with _shell(slug) as ctx:
        staff.grant(ctx, email, name, Role(role))
    click.echo(f"{email} er {role} i {slug}.")


@people.command()
@_EMAIL
@_NAME
def platform(email: str, name: str) -> None:
    """Name somebody who may let municipalities join in the browser."""
    with _shell(None) as ctx:
        changed = platform_deeds.appoint(ctx, email, name)
    click.echo(f"{email} er plattformansvarlig." if changed else f"{email} var plattformansvarlig fra før.")


@people.command("sign-out")
@click.option("--email", required=True, help="The person's address.")
def sign_out(email: str) -> None:
    """End every session of anybody, everywhere."""
    with _shell(None) as ctx:
        ended = ending.end_sessions_of(ctx, email)
    click.echo(f"{email} er logget ut: {ended} økter avsluttet.")


@people.command("second-factor-reset")
@click.option("--email", required=True, help="The person's address.")
@click.option("--reason", type=click.Choice([reason.value for reason in ResetReason]), required=True)
def second_factor_reset(email: str, reason: str) -> None:
    """Take away anybody's second factor, when app and codes are lost. They are signed out and told by mail."""
    with _shell(None) as ctx:
        second_factor.reset_of(ctx, email, ResetReason(reason))
    click.echo(f"{email} setter opp to-trinns innlogging på nytt ved neste innlogging.")


@contextmanager
def _shell(slug: str | None) -> Iterator[Context]:
    engine = make_engine(config.load().database_url)
    try:
        with transaction(engine) as db:
            here = find(db, Door(slug)) if slug else None
            if here is not None and not here.is_active:
                raise click.ClickException(f"{here.name} er ikke med ennå. Kjør: municipalities activate {slug}")
            yield from_shell(db, here, clock.now())
    except Missing:
        raise click.ClickException(f"Ingen kommune i registeret heter {slug}.") from None
    except Denied as denied:
        raise click.ClickException(denied.message) from None
    finally:
        engine.dispose()
