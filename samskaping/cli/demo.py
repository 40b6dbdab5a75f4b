"""The demonstration: three municipalities with invented people and cases, played through the real deeds.

What they do together is played last, when all of them are there.

The stage (settings, people, units, areas, themes, organisations) is set first; then everything that happened
is played in order of time, with the clock of each deed in the past.
"""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session

from samskaping import clock, config
from samskaping.cli.demonstration import benefits, files, play, shared, stage
from samskaping.db import make_engine, transaction
from samskaping.jobs.files import looked_through
from samskaping.jobs.paces import paces
from samskaping.jobs.place import Place
from samskaping.jobs.tell import tell
from samskaping.models import Event, Letter, Municipality, Notification
from samskaping.rules.roles import ROLE_NAMES, Role

FILES = Path(__file__).parent.parent / "data" / "demo"
PASSWORD = "demonstrasjon-passord"  # noqa: S105  printed for whoever tries the demonstration
NAMES = ("halden", "voss", "asker")
#: What happened longer ago than this has been read by everybody.
READ_AFTER = timedelta(days=6)


@click.command()
def demo() -> None:
    """Load the demonstration; municipalities that are already there are left as they are."""
    settings = config.load()
    load(settings)
    for line in sign_ins(settings.base_url):
        click.echo(line)


def load(settings: config.Settings) -> int:
    """Play what is missing. Answers how many municipalities were loaded."""
    engine, now = make_engine(settings.database_url), clock.now()
    loaded = sum(_load_one(engine, settings, name, now) for name in NAMES)
    if loaded:
        with transaction(engine) as db:
            shared.play(db, {name: read(name) for name in NAMES}, read("felles"), now)
        place = Place(engine, settings)
        while tell(place, by_mail=False):
            continue
        paces(place)
        while looked_through(place):
            continue
        with transaction(engine) as db:
            _long_ago(db, now)
    engine.dispose()
    return loaded


def _load_one(engine: Engine, settings: config.Settings, name: str, now: datetime) -> bool:
    with transaction(engine) as db:
        row = db.scalar(select(Municipality).where(Municipality.slug == name))
        if row is None or row.activated_at is not None:
            return False
        click.echo(f"Laster demonstrasjonen av {row.name} …", err=True)
        script = read(name)
        files.lay(settings.files, name, script)
        play.play(stage.set_up(db, row, script, PASSWORD, now), script)
        return True


def read(name: str) -> dict[str, Any]:
    """One municipality's script."""
    with (FILES / f"{name}.toml").open("rb") as file:
        script = tomllib.load(file)
    return script | {"benefit": benefits.script(FILES / "gevinster.toml", name)}


def _long_ago(db: Session, now: datetime) -> None:
    """Nobody gets mail about what the script says has happened; it was told when it happened, the old is read."""
    db.execute(delete(Letter))
    happened = select(Event.happened_at).where(Event.id == Notification.event_id).scalar_subquery()
    db.execute(update(Notification).values(mail="", created_at=happened))
    db.execute(update(Notification).where(Notification.created_at < now - READ_AFTER).values(read_at=now))


def sign_ins(base_url: str) -> list[str]:
    """The demonstration's addresses and who can sign in, for the screen."""
    lines = ["", f"Demonstrasjonen. Alle logger inn med passordet  {PASSWORD}", ""]
    for name in NAMES:
        script = read(name)
        form = script["municipality"].get("default_form", "nb")
        lines.append(f"  {base_url}/{name}/{form}/")
        staff = [person for person in script["person"] if person.get("roles")]
        residents = [person for person in script["person"] if not person.get("roles")]
        lines += [
            f"    {_roles(person):<24} {person['email']:<32} {_speaks_for(script, person)}".rstrip()
            for person in staff + residents
        ]
        lines.append("")
    lines.append(f"  E-post som er sendt, leser du her:  {base_url}/_postkasse")
    return lines


def _speaks_for(script: dict[str, Any], person: dict[str, Any]) -> str:
    return ", ".join(one["name"] for one in script.get("organisation", []) if person["key"] in one.get("members", []))


def _roles(person: dict[str, Any]) -> str:
    held = [ROLE_NAMES[role].nb for role in Role if role in person.get("roles", [])]
    return ", ".join(held).capitalize() or "Innbygger"
