"""The worker from the shell."""

import os
import signal
import socket
from threading import Thread

import click

from samskaping import config, logs
from samskaping.db import make_engine
from samskaping.jobs.loop import work as work_on
from samskaping.jobs.loop import work_once
from samskaping.jobs.place import Place


@click.command()
@click.option("--once", is_flag=True, help="Do all that waits, and end.")
def work(once: bool) -> None:
    """Tell, mail, remind, close and clear, until stopped. Several at once on PostgreSQL; one on SQLite."""
    settings = config.load()
    logs.begin(settings.log_level, with_words=settings.development)
    name = f"{socket.gethostname()}:{os.getpid()}"[:60]
    place = Place(make_engine(settings.database_url), settings, name, is_once=once)
    for stop in (signal.SIGTERM, signal.SIGINT):
        # In a thread of its own: the signal may come while this one holds the event's lock to wait for it.
        signal.signal(stop, lambda *_frame: Thread(target=place.stopping.set).start())
    if once:
        click.echo(f"{work_once(place)}")
    else:
        work_on(place)
    place.engine.dispose()
