"""The database from the shell: bring it up to date, and see whether it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from samskaping import config
from samskaping.db import make_engine

MIGRATIONS = Path(__file__).parent.parent.parent / "migrations"


@click.group()
def db() -> None:
    """The database: upgrade it, check it."""


@db.command()
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the database up to date; safe to run from several machines at once."""
    migrate(config.load(), revision)
    click.echo("Databasen er oppdatert.")


@db.command()
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the database back to an earlier revision."""
    with _migrating(config.load()) as alembic:
        command.downgrade(alembic, revision)


@db.command()
def check() -> None:
    """Say whether the database is up to date; ends with 1 when it is not."""
    engine = make_engine(config.load().database_url)
    if not is_current(engine):
        raise click.ClickException("Databasen er ikke oppdatert. Kjør: python -m samskaping db upgrade")
    click.echo("Databasen er oppdatert.")


@db.command(hidden=True)
@click.argument("message")
@click.option("--number", required=True, help="The migration's number, such as 0004.")
def revision(message: str, number: str) -> None:
    """Write a new migration from the difference between tables and models."""
    with _migrating(config.load()) as alembic:
        command.revision(alembic, message, autogenerate=True, rev_id=number)


def migrate(settings: config.Settings, revision: str = "head") -> None:
    """Run the migrations that are missing, in one transaction."""
    with _migrating(settings) as alembic:
        command.upgrade(alembic, revision)


def is_current(engine: Engine) -> bool:
    """Whether the newest migration has been run."""
    newest = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest


@contextmanager
def _migrating(settings: config.Settings) -> Iterator[Config]:
    settings.data_folder.mkdir(parents=True, exist_ok=True)
    engine = make_engine(settings.database_url)
    with engine.connect() as connection:
        is_sqlite = engine.dialect.name == "sqlite"
        if is_sqlite:
            # Batch mode rebuilds tables; with foreign keys on, that deletes every row that points at the old one.
            _raw(connection, "PRAGMA foreign_keys=OFF")
        alembic = Config(attributes={"connection": connection})
        alembic.set_main_option("script_location", str(MIGRATIONS))
        alembic.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        yield alembic
        if is_sqlite and _raw(connection, "PRAGMA foreign_key_check"):
            raise click.ClickException("Migreringen etterlot rader som peker på noe som ikke finnes.")
    engine.dispose()


def _raw(connection: Connection, pragma: str) -> list[object]:
    # Past SQLAlchemy, which would begin a transaction; pragmas are silent inside one.
    driver = connection.connection.driver_connection
    assert driver is not None
    return list(driver.execute(pragma).fetchall())
