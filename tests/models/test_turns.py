"""Writers take turns on SQLite; whoever only asks keeps nobody waiting, and sees what is done."""

import threading

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from samskaping import sqlite
from samskaping.db import LIMITS, Scoped, Unavailable, make_engine
from samskaping.models import ReferenceCounter, Stamp

pytestmark = pytest.mark.one_database

HELD = select(func.count()).select_from(Stamp)


def put(place):
    return insert(Stamp).values(place=place, value=1)


@pytest.fixture
def writer(own_engine):
    """Somebody in the middle of a write."""
    with Session(own_engine) as session:
        session.execute(put(1_000_001))
        yield session


def test_asking_waits_for_nobody_and_sees_what_is_done(own_engine, writer):
    with Session(own_engine) as other:
        before = other.scalar(HELD)
        writer.commit()
        assert other.scalar(HELD) == before + 1


@pytest.mark.case("BL-15")
@pytest.mark.parametrize("deed", [put(1_000_002), select(ReferenceCounter).with_for_update()], ids=["write", "lock"])
def test_a_turn_is_waited_for(own_engine, writer, deed):
    taken = threading.Event()

    def other():
        with Session(own_engine) as session:
            session.execute(deed)
            taken.set()

    thread = threading.Thread(target=other)
    thread.start()
    assert not taken.wait(0.2)
    writer.commit()
    assert taken.wait(60)
    thread.join()


def test_patience_has_an_end(own_engine, writer, monkeypatch):
    monkeypatch.setattr(sqlite, "PATIENCE", 0)
    with Session(own_engine) as other, pytest.raises(Unavailable):
        other.execute(put(1_000_002))


def test_rows_that_two_write_together_at_once_get_keys_of_their_own(own_engine):
    failed, done = [], threading.Event()

    def write(session, place):
        session.add_all([Stamp(place=place, value=1), Stamp(place=place + 1, value=1)])
        session.flush()

    def other():
        try:
            with Scoped(own_engine) as session:
                write(session, 1_000_020)
                session.commit()
        except IntegrityError as error:
            failed.append(error)
        done.set()

    with Scoped(own_engine) as session:
        write(session, 1_000_010)
        thread = threading.Thread(target=other)
        thread.start()
        assert not done.wait(0.2)
        session.commit()
    thread.join()
    assert not failed
    with Session(own_engine) as session:
        keys = session.scalars(select(Stamp.id).where(Stamp.place.between(1_000_010, 1_000_021))).all()
    assert len(set(keys)) == 4


@pytest.mark.case("IN-13")
def test_a_statement_over_its_time_is_stopped_and_the_connection_goes_on(templates, worker, tmp_path, monkeypatch):
    """On PostgreSQL alone: SQLite has no such limit, and no other machine waits for what it does."""
    assert LIMITS.keys() >= {"statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"}
    monkeypatch.setitem(LIMITS, "statement_timeout", 200)
    engine = make_engine(templates.copy("postgresql", f"slow_{worker}", tmp_path))
    with engine.connect() as connection:
        with pytest.raises(Unavailable, match="statement timeout"):
            connection.execute(text("SELECT pg_sleep(20)"))
        connection.rollback()
        assert connection.scalar(text("SELECT 1")) == 1
    engine.dispose()
