"""Each file is looked through once, whatever becomes of the worker or the scanner; nobody gets one that is not."""

import os
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from samskaping import clock
from samskaping.actions import files as deeds
from samskaping.jobs import files as jobs
from samskaping.jobs.files import looked_through
from samskaping.models import File
from samskaping.outside import pictures
from samskaping.rules.file_parents import FileState, Refusal
from samskaping.rules.files import FileKind, width_key
from tests import clamd, samples
from tests.databases import ROOT, environment
from tests.jobs.test_swept import Cellar

#: A worker that is killed when it has made a picture anew, before it has said so.
KILLED = """
import os, signal
from samskaping import config
from samskaping.db import make_engine
from samskaping.jobs import files
from samskaping.jobs.place import Place
files._settle = lambda *_given: os.kill(os.getpid(), signal.SIGKILL)
settings = config.load()
files.looked_through(Place(make_engine(settings.database_url), settings))
"""


@pytest.fixture
def cellar(office, tmp_path):
    return Cellar(office, tmp_path)


@pytest.fixture(scope="module")
def scanner():
    with tempfile.TemporaryDirectory(prefix="clamd-") as folder, clamd.served(Path(folder)) as address:
        yield address


def look(cellar, *, scanner="", **later):
    """One worker looks through one file, so much later."""
    settings = replace(cellar.settings, scanner=scanner)
    now = clock.now() + timedelta(**later)
    done = looked_through(replace(cellar.office.place, settings=settings, now=lambda: now))
    cellar.office.world.db.expire_all()
    return done


def row(cellar, key):
    return cellar.office.world.db.scalars(select(File).where(File.key == key)).one()


@pytest.mark.case("UP-08")
def test_a_virus_is_refused_told_and_its_bytes_are_gone(cellar, scanner):
    key, clean = cellar.add(clamd.EICAR), cellar.add()
    assert [look(cellar, scanner=scanner) for _turn in range(3)] == [1, 1, 0]
    assert (row(cellar, key).state, row(cellar, key).refusal) == (FileState.AVVIST, Refusal.VIRUS)
    assert row(cellar, clean).state is FileState.KLAR
    assert cellar.lying() == {clean}


@pytest.mark.case("UP-08")
def test_while_the_scanner_is_away_a_file_waits_and_is_then_taken_up_again(cellar, scanner):
    key = cellar.add()
    for minutes in range(0, 60, 2):  # far more often than a file that ends the worker is tried
        assert look(cellar, scanner="unix:///tmp/ingen-skanner", minutes=minutes) == 0
        assert (row(cellar, key).state, row(cellar, key).attempts) == (FileState.VENTER, 0)
    assert look(cellar, scanner=scanner, minutes=58) == 0, "it waits a minute"
    assert look(cellar, scanner=scanner, minutes=62) == 1
    assert row(cellar, key).state is FileState.KLAR


@pytest.mark.case("UP-10")
def test_a_file_whose_worker_was_killed_is_taken_up_again_and_done_once(cellar):
    key = cellar.add(samples.picture(size=(600, 400)), FileKind.JPEG)
    address = cellar.office.place.engine.url.render_as_string(hide_password=False)
    told = {**os.environ, **environment(address, cellar.where_folder), "SAMSKAPING_ENV": "development"}  # noqa: TID251
    done = subprocess.run([sys.executable, "-c", KILLED], cwd=ROOT, env=told, check=False)
    assert done.returncode == -signal.SIGKILL
    assert row(cellar, key).state is FileState.VENTER
    assert look(cellar) == 0, "it is another's still"
    assert look(cellar, minutes=6) == 1
    assert look(cellar, minutes=20) == 0
    assert (row(cellar, key).state, row(cellar, key).sizes) == (FileState.KLAR, [[480, 480, 320], [960, 600, 400]])
    assert cellar.lying() == {key, width_key(key, 480), width_key(key, 960)}


def test_what_has_ended_the_worker_each_time_is_given_up(cellar):
    key = cellar.add(samples.picture(size=(600, 400)), FileKind.JPEG)
    row(cellar, key).attempts = deeds.TRIES
    cellar.office.commit()
    assert look(cellar) == 1
    assert (row(cellar, key).state, row(cellar, key).refusal) == (FileState.AVVIST, Refusal.ODELAGT)
    assert cellar.lying() == set()


@pytest.mark.case("UP-10")
def test_workers_at_once_take_each_file_once(cellar, monkeypatch):
    keys = [cellar.add() for _turn in range(8)]
    looked, look_at = [], jobs._look
    monkeypatch.setattr(jobs, "_look", lambda place, one: (looked.append(one.key), look_at(place, one))[1])
    place = replace(cellar.office.place, settings=cellar.settings, now=clock.now)

    def work(_number):
        while looked_through(place):
            continue

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(work, range(4)))
    cellar.office.world.db.expire_all()
    assert sorted(looked) == sorted(keys)
    assert {row(cellar, key).state for key in keys} == {FileState.KLAR}


def test_a_worker_that_was_too_slow_changes_nothing_of_what_another_found(cellar, monkeypatch):
    key, make = cellar.add(samples.picture(size=(600, 400)), FileKind.JPEG), pictures.make

    def slow(_content):
        monkeypatch.setattr(pictures, "make", make)
        assert look(cellar, minutes=6) == 1
        raise pictures.NotMade("too slow")

    monkeypatch.setattr(pictures, "make", slow)
    look(cellar)
    assert row(cellar, key).state is FileState.KLAR
    assert key in cellar.lying()


def test_what_was_taken_away_meanwhile_stays_away(cellar):
    key = cellar.add()
    row(cellar, key).removed_at = clock.now()
    cellar.office.commit()
    assert look(cellar) == 0
    assert cellar.sweep() == set()
