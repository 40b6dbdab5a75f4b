"""The product's commands on one database, and what the database holds in all."""

import hashlib
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from sqlalchemy import Engine, MetaData, inspect, select

from samskaping.cli import main
from samskaping.db import Base, transaction
from tests.databases import environment

#: Kept by migrations, and by each kind of database for its own search.
_NOT_OURS = ("alembic_", "search_index")


class Shell:
    """Runs the product's commands on one database, in this process: starting one takes longer than most commands."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine, self.folder = engine, folder

    @property
    def url(self) -> str:
        return self.engine.url.render_as_string(hide_password=False)

    @property
    def environment(self) -> dict[str, str]:
        return {"SAMSKAPING_ENV": "development", **environment(self.url, self.folder)}

    def call(self, *words: str) -> Result:
        """What a command said and ended with."""
        return CliRunner().invoke(main, words, env=self.environment)

    def run(self, *words: str) -> str:
        return self._said(0, *words)

    def fails(self, *words: str) -> str:
        return self._said(1, *words)

    def _said(self, code: int, *words: str) -> str:
        done = self.call(*words)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == code, done.output
        return done.output

    def read(self, statement: Any) -> Any:
        with transaction(self.engine, reading=True) as db:
            return db.scalars(statement, execution_options={"every_municipality": True}).all()


def tables(engine: Engine) -> list[str]:
    """Every table that stands in the database itself, whatever the models know of."""
    return sorted(name for name in inspect(engine).get_table_names() if not name.startswith(_NOT_OURS))


def contents(engine: Engine) -> dict[str, tuple[int, str]]:
    """Each table of the database: its number of rows, and a digest of all that is in them, alike on both kinds.

    Values are read as our own column types; a table that no model knows is read as the database describes it.
    """
    known, found = Base.metadata.tables, {}
    with engine.connect() as connection:
        unknown = MetaData()
        for name in tables(engine):
            if name not in known:
                unknown.reflect(connection, only=[name])
            table = known[name] if name in known else unknown.tables[name]
            rows = sorted(repr(tuple(row)) for row in connection.execute(select(table)))
            found[name] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
    return found
