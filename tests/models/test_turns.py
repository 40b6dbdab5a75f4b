"""Writers take turns on SQLite; whoever only asks keeps nobody waiting, and sees what is done."""

import threading

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from samskaping import sqlite
from samskaping.db import Unavailable
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
    assert taken.wait(2)
    thread.join()


def test_patience_has_an_end(own_engine, writer, monkeypatch):
    monkeypatch.setattr(sqlite, "PATIENCE", 0)
    with Session(own_engine) as other, pytest.raises(Unavailable):
        other.execute(put(1_000_002))
