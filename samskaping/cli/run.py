"""Everything at once, for trying and developing: migrate, load, serve, work, until Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from threading import Event, Thread

import click
from sqlalchemy import select

from samskaping import config
from samskaping.cli import db, demo, municipalities
from samskaping.db import make_engine, transaction
from samskaping.models import Municipality

HOST = "127.0.0.1"
_PATIENCE = 30


@click.command()
@click.option("--port", default=8000, show_default=True, help="The port to serve on.")
@click.option("--demo/--no-demo", "with_demo", default=True, help="Load the demonstration when there is nothing yet.")
@click.option("--workers", default=2, show_default=True, help="Web processes.")
@click.pass_context
def run(context: click.Context, port: int, with_demo: bool, workers: int) -> None:
    """Migrate, load what is missing, and run web and worker together."""
    os.environ.setdefault("SAMSKAPING_BASE_URL", f"http://{HOST}:{port}")  # noqa: TID251  for our own children too
    os.environ.setdefault("SAMSKAPING_LOG_LEVEL", "WARNING")  # noqa: TID251
    settings = config.load()
    _must_be_free(port)
    _prepare(context, settings, with_demo=with_demo)
    stopping = Event()
    for stop in (signal.SIGTERM, signal.SIGINT):
        # In a thread of its own: the signal may come while this one holds the event's lock to wait for it.
        signal.signal(stop, lambda *_frame: Thread(target=stopping.set).start())
    children = {"web": _start(*_web(port, workers)), "worker": _start("samskaping", "work")}
    try:
        if _answers(port, children, stopping):
            for line in _addresses(settings):
                click.echo(line)
            click.echo("\nCtrl-C stopper begge.")
        died = _watch(children, stopping)
    finally:
        _stop(children)
    if died:
        raise click.ClickException(f"{died} stoppet av seg selv. Se meldingene over.")


def _must_be_free(port: int) -> None:
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((HOST, port))
        except OSError:
            raise click.ClickException(f"Port {port} er opptatt. Velg en annen: PORT=9000 make run") from None


def _prepare(context: click.Context, settings: config.Settings, *, with_demo: bool) -> None:
    db.migrate(settings)
    context.invoke(municipalities.load)
    if with_demo and _active(settings) <= set(demo.NAMES):
        demo.load(settings)


def _active(settings: config.Settings) -> set[str]:
    """The slugs of the municipalities that have joined."""
    engine = make_engine(settings.database_url)
    with transaction(engine, reading=True) as session:
        slugs = set(session.scalars(select(Municipality.slug).where(Municipality.activated_at.is_not(None))))
    engine.dispose()
    return slugs


def _addresses(settings: config.Settings) -> list[str]:
    if set(demo.NAMES) <= _active(settings):
        return demo.sign_ins(settings.base_url)
    return [f"  {settings.base_url}/", f"  E-post som er sendt, leser du her:  {settings.base_url}/_postkasse"]


def _web(port: int, workers: int) -> list[str]:
    memory = ["--worker-tmp-dir", "/dev/shm"] if Path("/dev/shm").is_dir() else []  # noqa: S108  gunicorn's heartbeat
    return [
        "gunicorn", "wsgi:app", "--bind", f"{HOST}:{port}", "--worker-class", "gthread", "--workers", str(workers),
        "--threads", "8", "--no-control-socket", "--log-level", "warning",
        "--logger-class", "samskaping.logs.Gunicorn", *memory,
    ]  # fmt: skip


def _start(module: str, *words: str) -> "subprocess.Popen[bytes]":
    # A group of its own: Ctrl-C reaches us alone, and we stop both in order.
    return subprocess.Popen(  # noqa: S603  our own programs
        [sys.executable, "-m", module, *words], cwd=config.ROOT, stdin=subprocess.DEVNULL, start_new_session=True
    )


def _answers(port: int, children: "dict[str, subprocess.Popen[bytes]]", stopping: Event) -> bool:
    """Whether the site has begun to answer; waited for until it does, dies, or somebody stops us."""
    while not stopping.is_set() and not _dead(children):
        try:
            urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=10).close()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            stopping.wait(0.1)
        else:
            return True
    return False


def _watch(children: "dict[str, subprocess.Popen[bytes]]", stopping: Event) -> str:
    """The name of the one that died; nothing when somebody stopped us."""
    while not stopping.is_set():
        if name := _dead(children):
            return name
        stopping.wait(0.5)
    return ""


def _dead(children: "dict[str, subprocess.Popen[bytes]]") -> str:
    return next((name for name, child in children.items() if child.poll() is not None), "")


def _stop(children: "dict[str, subprocess.Popen[bytes]]") -> None:
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    for child in children.values():
        try:
            child.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
