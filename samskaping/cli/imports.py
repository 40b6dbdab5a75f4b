"""Imports from the shell: public participation data of another service, into one municipality."""

import re
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import click

from samskaping import clock, config
from samskaping.actions import imports
from samskaping.actions.imports import Plan
from samskaping.context.doors import Door, find, from_shell
from samskaping.db import Texts, make_engine, transaction
from samskaping.errors import Denied, Missing
from samskaping.outside import participation_files
from samskaping.outside.participation_files import Broken
from samskaping.rules.participation import DEFAULT_STATES, SERVICE_NAMES, TARGETS, Participation
from samskaping.rules.pipeline import State

#: Problems that are listed before the rest is only counted.
LISTED = 50


@click.group("import")
def import_() -> None:
    """Bring in what was written in other services."""


class _Progress:
    """A bar on a terminal, and a counted line now and then where there is none."""

    STEP = 500

    def __init__(self, total: int) -> None:
        self.total, self.done, self.told = total, 0, 0
        self.bar = click.progressbar(length=total, label="Henter inn", show_pos=True) if sys.stdout.isatty() else None

    def __call__(self, rows: int) -> None:
        self.done += rows
        if self.bar:
            self.bar.update(rows)
        elif self.done - self.told >= self.STEP or self.done == self.total > self.told:
            self.told = self.done
            click.echo(f"{self.done} av {self.total} rader")


def _states(_ctx: click.Context, _option: click.Parameter, written: tuple[str, ...]) -> dict[str, State]:
    """``open=mottatt`` and so on, over the default."""
    states: dict[str, State] = dict(DEFAULT_STATES)
    for pair in written:
        status, _, state = pair.partition("=")
        if not status or state not in {target.value for target in TARGETS}:
            raise click.BadParameter(
                f"{pair}. Skriv status=tilstand; tilstanden er en av {', '.join(sorted(TARGETS))}."
            )
        states[status] = State(state)
    return states


def _tag(_ctx: click.Context, _option: click.Parameter, written: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}", written, re.ASCII):
        raise click.BadParameter("Skriv en språkkode, for eksempel es.")
    return written


def _source(_ctx: click.Context, _option: click.Parameter, written: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{0,39}", written, re.ASCII):
        raise click.BadParameter("Små bokstaver, tall, punktum og bindestrek, høyst 40 tegn.")
    return written


@import_.command("participation")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--municipality", "slug", required=True, help="The municipality's slug, such as halden.")
@click.option("--source", default="madrid", show_default=True, callback=_source, help="Names the service for ever.")
@click.option("--title", default="", help="The challenge's title in bokmål.")
@click.option("--title-nn", default="", help="The challenge's title in nynorsk.")
@click.option("--language", default="es", show_default=True, callback=_tag, help="The texts' language (BCP 47).")
@click.option("--numbers-checked", is_flag=True, help="What looks like a fødselsnummer has been read, and is none.")
@click.option("--state", "states", multiple=True, callback=_states, help="STATUS=STATE, as often as needed.")
def participation(
    folder: Path,
    slug: str,
    source: str,
    title: str,
    title_nn: str,
    language: str,
    states: dict[str, State],
    *,
    numbers_checked: bool,
) -> None:
    """Bring in FOLDER/proposals.csv and FOLDER/comments.csv as one closed challenge; all of it, or nothing."""
    data = _read(folder, states, vouched=numbers_checked)
    if data.private:
        click.echo("Alle kan lese dette. Er noe av det privat, kan en moderator sladde det:", err=True)
        _list(data.private)
    named = Texts(nb=title[:200], nn=title_nn[:200])
    plan = Plan(source, named or _title(source), states, language)
    now, engine = clock.now(), make_engine(config.load().database_url)
    progress = _Progress(len(data.proposals) + len(data.comments))
    try:
        with transaction(engine) as db, progress.bar or nullcontext():
            landed = imports.participation(from_shell(db, find(db, Door(slug)), now), data, plan, progress)
    except Missing:
        raise click.ClickException(f"Ingen kommune heter {slug}.") from None
    except Denied as denied:
        raise click.ClickException(denied.message) from None
    finally:
        engine.dispose()
    if landed.proposals or landed.comments:
        said = "kommentar" if landed.comments == 1 else "kommentarer"
        click.echo(f"Hentet inn: {landed.proposals} forslag og {landed.comments} {said}.")
    else:
        click.echo("Alt var hentet inn fra før. Ingenting er endret.")
    click.echo(f"De står under utfordringen /{slug}/nb/utfordring/{landed.challenge}")


def _title(source: str) -> Texts:
    service = SERVICE_NAMES.get(source, source)
    return Texts(nb=f"Forslag hentet inn fra {service}", nn=f"Forslag henta inn frå {service}")


def _list(lines: Sequence[object]) -> None:
    for line in lines[:LISTED]:
        click.echo(str(line), err=True)
    if len(lines) > LISTED:
        click.echo(f"… og {len(lines) - LISTED} til.", err=True)


def _read(folder: Path, states: dict[str, State], *, vouched: bool) -> Participation:
    try:
        return participation_files.read(
            folder / "proposals.csv",
            folder / "comments.csv",
            statuses=frozenset(states),
            today=clock.oslo_date(clock.now()),
            vouched=vouched,
        )
    except Broken as broken:
        _list(broken.problems)
        if any("fødselsnummer" in problem.words for problem in broken.problems):
            click.echo("Er det ikke fødselsnummer, hent inn på nytt med --numbers-checked.", err=True)
        raise click.ClickException("Filene kan ikke brukes. Ingenting er hentet inn.") from None
