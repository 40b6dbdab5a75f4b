"""Tables' common ground: column types, engine, and the session that keeps municipalities apart."""

from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DataError, IntegrityError, OperationalError

from samskaping import sqlite
from samskaping.db.columns import Key as Key
from samskaping.db.columns import Moment as Moment
from samskaping.db.columns import Texts as Texts
from samskaping.db.columns import TextsColumn as TextsColumn
from samskaping.db.columns import constant as constant
from samskaping.db.keys import key_or_next as key_or_next
from samskaping.db.keys import keys_of as keys_of
from samskaping.db.keys import next_keys as next_keys
from samskaping.db.kinds import narrow as narrow
from samskaping.db.kinds import widen as widen
from samskaping.db.listed import Listed as Listed
from samskaping.db.sessions import Scoped as Scoped
from samskaping.db.sessions import apart as apart
from samskaping.db.sessions import dialect as dialect
from samskaping.db.sessions import held as held
from samskaping.db.sessions import transaction as transaction
from samskaping.db.sessions import upsert as upsert
from samskaping.db.tables import Base as Base
from samskaping.db.tables import Shown as Shown
from samskaping.db.tables import Tenanted as Tenanted
from samskaping.db.tables import plain as plain
from samskaping.db.tables import upsert_in as upsert_in

#: What the doors catch: the database is away or too slow; two deeds that one of the constraints tells apart; and a
#: value that it cannot be asked about, such as text with NUL on PostgreSQL.
Unavailable, Conflict, Unstorable = OperationalError, IntegrityError, DataError


#: For how many milliseconds PostgreSQL lets a statement run, wait for a row, and lets a transaction lie still.
LIMITS = {"statement_timeout": 5_000, "lock_timeout": 2_000, "idle_in_transaction_session_timeout": 10_000}


def make_engine(url: str) -> Engine:
    """An engine with the guards of its kind of database: WAL and foreign keys, or time limits."""
    if url.startswith("sqlite"):
        engine = create_engine(url)
        sqlite.dress(engine)
        return engine
    options = " ".join(f"-c {name}={value}" for name, value in {**LIMITS, "timezone": "UTC"}.items())
    return create_engine(url, pool_pre_ping=True, pool_size=8, max_overflow=8, connect_args={"options": options})
