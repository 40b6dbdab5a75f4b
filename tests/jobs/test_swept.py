"""Nothing lies in the store that no row asks for, whatever became of whoever laid it there; and nothing else goes."""

import hashlib
import logging
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from samskaping import clock
from samskaping.actions.files import Change, Upload, put
from samskaping.config import FileStore
from samskaping.jobs.files import looked_through
from samskaping.jobs.swept import swept
from samskaping.models import File
from samskaping.outside.file_stores import store
from samskaping.rules.file_parents import FileState
from samskaping.rules.files import FileKind, new_key, stem, width_key
from tests import samples
from tests.databases import ROOT

#: Lays a file in the store and writes its row; and is killed before that is committed.
KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from sqlalchemy import select
from samskaping.config import FileStore
from samskaping.db import Scoped, make_engine
from samskaping.models import Proposal, File
from samskaping.outside.file_stores import store
from samskaping.rules.files import FileKind
engine = make_engine(sys.argv[1])
store(FileStore(sys.argv[2])).put(sys.argv[3], b"%PDF")
with Scoped(engine) as db:
    case = db.scalars(select(Proposal), execution_options={"every_municipality": True}).first()
    db.add(File(municipality_id=case.municipality_id, proposal_id=case.id, public_id="x", key=sys.argv[3], name="x",
                kind=FileKind.PDF, size=4, digest="", uploaded_at=datetime.now(UTC)))
    db.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


class Cellar:
    """What lies in the store of an office, and its worker at some hour."""

    def __init__(self, office, tmp_path):
        self.office, self.where = office, FileStore(f"folder://{tmp_path}/files")
        self.where_folder, self.store = tmp_path, store(self.where)
        self.settings = replace(office.place.settings, files=self.where)
        self.ola = office.world.person("Ola Nordmann")
        self.ref = office.world.proposal(self.ola)
        office.commit()

    def add(self, content=samples.PDF, kind=FileKind.PDF):
        """A file that has come, and its row."""
        key = new_key()
        self.store.put(key, content)
        upload = Upload("fil", kind, len(content), hashlib.sha256(content + key.encode()).hexdigest(), key)
        put(self.office.world.context(self.ola), "forslag", self.ref, Change([upload]))
        self.office.world.db.commit()
        return key

    def sweep(self, **later):
        """As a worker that came so much later would: bytes are as old as the disk says."""
        now = clock.now() + timedelta(**later)
        swept(replace(self.office.place, settings=self.settings, now=lambda: now, is_once=True))
        self.office.world.db.expire_all()
        return self.lying()

    def look(self):
        place = replace(self.office.place, settings=self.settings)
        while looked_through(place):
            pass

    def lying(self):
        return {lies.key for lies in self.store.keys()}  # noqa: SIM118


@pytest.fixture
def cellar(office, tmp_path):
    return Cellar(office, tmp_path)


@pytest.mark.case("UP-10")
def test_what_a_killed_process_laid_there_goes_after_a_day(cellar):
    kept, key, engine = cellar.add(), new_key(), cellar.office.place.engine
    address = engine.url.render_as_string(hide_password=False)
    done = subprocess.run([sys.executable, "-c", KILLED, address, cellar.where.url, key], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert cellar.sweep(hours=23) == {kept, key}
    assert cellar.sweep(hours=25) == {kept}


@pytest.mark.case("UP-10")
def test_what_was_never_written_or_went_with_its_case_goes(cellar):
    kept, gone = cellar.add(), cellar.add(samples.picture(size=(600, 400)), FileKind.JPEG)
    cellar.look()
    db = cellar.office.world.db
    db.delete(db.scalar(select(File).where(File.key == gone)))
    cellar.office.commit()
    never = [new_key() for _turn in range(120)]
    for key in never:
        cellar.store.put(key, b"x")
    assert {stem(key) for key in cellar.sweep(hours=23)} == {kept, gone, *never}
    assert cellar.sweep(hours=25) == {kept}


@pytest.mark.case("UP-07", "UP-10")
def test_what_a_picture_came_as_goes_an_hour_after_it_was_made_anew(cellar):
    waits, made = (cellar.add(samples.photograph(), FileKind.JPEG) for _turn in range(2))
    row = cellar.office.world.db.scalar(select(File).where(File.key == waits))
    row.leased_until = clock.now() + timedelta(days=9)
    cellar.office.commit()
    cellar.look()
    widths = {width_key(made, 480), width_key(made, 960)}
    assert cellar.sweep(minutes=50) == {waits, made, *widths}
    assert cellar.sweep(minutes=70) == {waits, *widths}
    assert cellar.sweep(days=400) == {waits, *widths}


def test_what_was_taken_away_goes_at_once_and_what_a_worker_still_made_of_it_later(cellar):
    kept, key = cellar.add(), cellar.add(samples.picture(size=(600, 400)), FileKind.JPEG)
    cellar.look()
    row = cellar.office.world.db.scalar(select(File).where(File.key == key))
    row.removed_at = clock.now()
    cellar.office.commit()
    assert cellar.sweep() == {kept}
    assert cellar.office.world.db.get(File, row.id).state is FileState.BORTE
    cellar.store.put(width_key(key, 480), b"x")
    assert cellar.sweep(hours=2) == {kept}


@pytest.mark.case("UP-08", "UP-10")
def test_what_is_refused_goes_at_once(cellar):
    key = cellar.add(b"\xff\xd8\xff ikke et bilde", FileKind.JPEG)
    cellar.look()
    assert cellar.office.world.db.scalar(select(File.state).where(File.key == key)) is FileState.AVVIST
    assert cellar.lying() == set()


@pytest.mark.one_database
def test_a_store_that_is_away_is_swept_later(cellar, caplog):
    cellar.settings = replace(cellar.settings, files=FileStore("http://127.0.0.1:1/filer", "navn", "hemmelig"))
    with caplog.at_level(logging.WARNING):
        cellar.sweep(days=2)
    assert "does not answer" in caplog.text
    assert "hemmelig" not in caplog.text
