"""Copies of the whole database and of the files beside it, and putting one back."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click
from sqlalchemy import update
from sqlalchemy.engine import URL, make_url
from sqlalchemy.orm import Session

from samskaping import clock, config
from samskaping.cli.backup_files import is_packed, pack, unpack
from samskaping.cli.db import is_current
from samskaping.db import make_engine, transaction
from samskaping.jobs.post import forget_waiting
from samskaping.models import Notification
from samskaping.outside.file_stores import store

#: Takes away what stands in the database before a copy is put back, also tables that the copy knows nothing of.
_EMPTY = """
DO $$
DECLARE name text;
BEGIN
    FOR name IN SELECT 'TABLE ' || oid::regclass FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
        UNION ALL SELECT 'FUNCTION ' || oid::regprocedure FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
    LOOP EXECUTE 'DROP ' || name || ' CASCADE'; END LOOP;
END $$
"""


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Copy all to FILE while it is in use: the database, and people's files when they lie in a folder."""
    settings = config.load()
    url = make_url(settings.database_url)
    with _whole(file) as part:
        count = pack(part, lambda dumped: _dump(url, dumped), store(settings.files))
    click.echo(f"Kopien er lagret i {file}, med {count} filer.")
    if not settings.files.url.startswith("folder:"):
        click.echo("Filene ligger i bøtta som SAMSKAPING_FILES peker på. Ta kopi av den for seg.")


def _dump(url: URL, part: Path) -> None:
    """SQLite's own copy, or pg_dump's custom format."""
    if url.get_backend_name() == "sqlite":
        _check_sqlite(Path(str(url.database)))
        _copy(Path(str(url.database)), part)
    else:
        _tool(url, "pg_dump", "--format=custom", "--no-owner", "--file", str(part), "--dbname", _plain(url))


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--yes", is_flag=True, help="Do not ask first.")
@click.option("--send-waiting", is_flag=True, help="Also send the mail that waited when the copy was made.")
def restore(file: Path, yes: bool, send_waiting: bool) -> None:
    """Replace the whole database with the copy in FILE, and lay its files in the store. Stop web and worker first."""
    settings = config.load()
    url = make_url(settings.database_url)
    if not yes:
        click.confirm("Alt i databasen blir erstattet med kopien. Fortsette?", abort=True)
    with tempfile.TemporaryDirectory(prefix="samskaping-") as folder:
        # Files first: a row never stands there without its own, and a file without a row goes by itself.
        database, count = unpack(file, Path(folder), store(settings.files)) if is_packed(file) else (file, 0)
        _put_back(url, database)
    engine = make_engine(settings.database_url)
    if not send_waiting:
        with transaction(engine) as db:
            silence(db)
    is_of_this_release = is_current(engine)
    engine.dispose()
    click.echo(f"Databasen er hentet tilbake, og {count} filer.")
    if not is_of_this_release:
        click.echo("Kopien er fra en annen utgave. Kjør: python -m samskaping db upgrade")


def _put_back(url: URL, database: Path) -> None:
    if url.get_backend_name() == "sqlite":
        _check_sqlite(database)
        _copy(database, Path(str(url.database)))
    else:
        _restore_postgresql(url, database)


def silence(db: Session) -> None:
    """Mail that waited when the copy was made was sent long ago, or comes too late now."""
    forget_waiting(db, clock.now())
    db.execute(update(Notification).where(Notification.mail != "").values(mail=""))


@contextmanager
def _whole(file: Path) -> Iterator[Path]:
    """A file beside it to write in, readable by us alone; it gets the name when it is whole, and no half copy does."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    os.close(handle)
    part = Path(name)
    try:
        yield part
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(source)) as origin, closing(sqlite3.connect(target)) as copy:
        origin.backup(copy)


def _check_sqlite(file: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError:
        raise click.ClickException(f"{file} er ikke en kopi av denne databasen.") from None


def _restore_postgresql(url: URL, file: Path) -> None:
    """Empty the database and fill it from the copy, in one transaction: when the copy is broken, all is as it was."""
    with tempfile.TemporaryDirectory(prefix="samskaping-") as folder:
        script = Path(folder) / "copy.sql"
        _tool(url, "pg_restore", "--no-owner", "--file", str(script), str(file))
        _tool(
            url,
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--single-transaction",
            "--set=ON_ERROR_STOP=1",
            f"--command={_EMPTY}",
            "--file",
            str(script),
            "--dbname",
            _plain(url),
        )


def _plain(url: URL) -> str:
    """The address without password, for a command line that others on the machine can read."""
    return url.set(drivername="postgresql", password=None).render_as_string()


def _tool(url: URL, program: str, *words: str) -> None:
    if shutil.which(program) is None:
        raise click.ClickException(
            f"{program} mangler. Installer PostgreSQL-klienten, for eksempel: apt install postgresql-client"
        )
    secret = {"PGPASSWORD": str(url.password)} if url.password else {}
    done = subprocess.run(  # noqa: S603  PostgreSQL's own tools
        [program, *words],
        env={**os.environ, **secret},  # noqa: TID251  the tool finds its own settings there
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise click.ClickException(f"{program}: {done.stderr.strip()}")
