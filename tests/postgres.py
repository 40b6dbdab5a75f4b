"""A PostgreSQL server of the tests' own: found on this machine, started in a temporary folder, gone with the tests.

``python -m tests.postgres`` says where the server's programs are, or what to install.
"""

import os
import pwd
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

OLDEST = 15
OWNER = "samskaping"
# Nothing here outlives the run, so nothing waits for a disk. The zone is a trap: whoever forgets that
# instants are UTC and days are Oslo's is half an hour off.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "shared_buffers": "256MB",
    # It comes when it comes: the order of rows that nobody asked for, and how a statement is read, would hang on that.
    "autovacuum": "off",
    "timezone": "America/St_Johns",
    "log_timezone": "UTC",
}
# What tells whether the tables are those that the database was made with: every change to them writes here.
SHAPE = """
SELECT string_agg(concat(made.count, ' ', made.newest), ', ') FROM (
    SELECT count(*), max(xmin::text::bigint) AS newest FROM pg_attribute WHERE attrelid >= 16384
    UNION ALL SELECT count(*), max(xmin::text::bigint) FROM pg_constraint WHERE oid >= 16384
    UNION ALL SELECT count(*), max(xmin::text::bigint) FROM pg_trigger WHERE oid >= 16384
    UNION ALL SELECT count(*), max(xmin::text::bigint) FROM pg_proc WHERE oid >= 16384
    UNION ALL SELECT count(*), max(xmin::text::bigint) FROM alembic_version
) AS made
"""
CLEAR = """
DO $$
DECLARE one regclass;
BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend';
    SET LOCAL session_replication_role = replica;
    FOR one IN SELECT oid FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'
    LOOP
        EXECUTE format('DELETE FROM %s', one);
    END LOOP;
    PERFORM setval(oid::regclass, 1, false) FROM pg_class
        WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace;
END $$
"""


class NotFoundHere(Exception):
    """This machine has no PostgreSQL that is new enough."""


def find() -> Path:
    """The folder with the newest server's programs."""
    found: dict[int, Path] = {}
    on_path = shutil.which("postgres")
    places = [Path(on_path).resolve().parent] if on_path else []
    for pattern in ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin"):
        places += Path("/").glob(pattern.lstrip("/"))
    for place in places:
        if all((place / program).exists() for program in ("postgres", "initdb")):
            found[_version(place / "postgres")] = place
    if not found:
        raise NotFoundHere(f"PostgreSQL {OLDEST} or newer is not installed.")
    newest = max(found)
    if newest < OLDEST:
        raise NotFoundHere(f"PostgreSQL {OLDEST} or newer is needed; the newest here is {newest}.")
    return found[newest]


def _version(program: Path) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    number = re.search(r"\d+", said)
    return int(number[0]) if number else 0


def _user() -> str | None:
    """Whom the server runs as: it refuses root; anybody else is simply themselves."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


@dataclass(frozen=True)
class Server:
    """A running server, known by the folder that its socket lies in."""

    folder: Path

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{OWNER}@/{database}?host={self.folder}"

    def create(self, database: str, *, template: str = "template0") -> str:
        """A new database, a copy of the template in whole; answers its address. One that is there goes first."""
        with psycopg.connect(host=str(self.folder), user=OWNER, dbname="postgres", autocommit=True) as connection:
            name, origin = sql.Identifier(database), sql.Identifier(template)
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(name, origin))
        return self.url(database)

    def renew(self, database: str, *, template: str) -> str:
        """A database as ``create`` makes it; one that only holds rows is emptied: making its 700 files takes longer."""
        try:
            with self._inside(database) as connection:
                known = connection.execute(
                    "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [database]
                ).fetchone()
                if known == connection.execute(SHAPE).fetchone():
                    connection.execute(CLEAR)
                    return self.url(database)
        except psycopg.Error:
            pass  # It is not there, or a test has taken it apart.
        url = self.create(database, template=template)
        with self._inside(database) as connection:
            (shape,) = connection.execute(SHAPE).fetchone() or ("",)
            connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(database), shape))
        return url

    def _inside(self, database: str) -> "psycopg.Connection[tuple[str, ...]]":
        return psycopg.connect(host=str(self.folder), user=OWNER, dbname=database, autocommit=True)


@dataclass(frozen=True)
class Started(Server):
    """A server that this process started, and stops."""

    process: "subprocess.Popen[bytes]"

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def start(folder: Path, **overrides: str) -> Started:
    """Make a cluster in an empty folder (its path short: a socket's path holds 107 bytes) and serve it."""
    programs, user = find(), _user()
    if user:
        shutil.chown(folder, user)
    data, log = folder / "data", folder / "log"
    become = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=folder,
        **become,  # type: ignore[call-overload]
    )
    settings = [f"--{name}={value}" for name, value in {**SETTINGS, **overrides}.items()]
    command = [programs / "postgres", "-D", data, "-k", folder, *settings]
    if shutil.which("setpriv"):  # dies with the tests, also when they are killed
        command = ["setpriv", "--pdeathsig", "INT", *command]
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, cwd=folder, **become)  # type: ignore[call-overload]
    server = Started(folder, process)
    _wait(server, log)
    return server


def _wait(server: Started, log: Path) -> None:
    while True:
        try:
            psycopg.connect(host=str(server.folder), user=OWNER, dbname="postgres").close()
        except psycopg.OperationalError:
            if server.process.poll() is not None:
                raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}") from None
            time.sleep(0.05)
        else:
            return


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{find()}\n")
    except NotFoundHere as missing:
        sys.exit(str(missing))
