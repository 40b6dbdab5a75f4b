"""What somebody gets who asks for all that is kept about them: theirs, whole, nobody else's, for a day."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from samskaping.actions import comments, notes, own_copies, support
from samskaping.actions.comments import Remark
from samskaping.db import Scoped
from samskaping.jobs import own_copy as job
from samskaping.jobs.place import context
from samskaping.jobs.retain import retain
from samskaping.models import OwnCopy, OwnCopyPiece, SecurityEvent
from samskaping.outside.own_copies import HTML_NAME, JSON_NAME
from samskaping.queries import own_copies as queries
from samskaping.queries import own_data
from samskaping.rules.own_data import PARTS


def fetched(office, person) -> tuple[dict, str]:
    """Both files, asked for, made by the worker, and handed out."""
    own_copies.ask(office.world.context(person))
    office.commit()
    assert job.own_copy(office.place) == 1
    with Scoped(office.place.engine, expire_on_commit=False) as db:
        ctx = context(office.place, db, None, person.id)
        copy = queries.mine(ctx)
        data = b"".join(queries.pieces(ctx, copy.public_id))
    assert copy.is_ready
    assert len(data) == copy.size
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return json.loads(packed.read(JSON_NAME)), packed.read(HTML_NAME).decode()


@pytest.fixture
def liv(office):
    return office.world.person("Liv Eigen <b>")


@pytest.fixture
def full(office, liv):
    """A case of Liv's where others have said and noted things, and one of Ola's where she has."""
    world = office.world
    kari, ola = world.caseworker("Kari Fremmed"), world.person("Ola Fremmed")
    own, other = world.proposal(liv, title="Mitt <i>forslag</i>"), world.proposal(ola, title="Ikke hennes tittel")
    world.move(own, "vurder", kari)
    notes.write(world.sure(kari, own), own, "Hemmelig merknad om Liv")
    comments.write(world.context(ola), own, Remark("Fremmede ord"))
    comments.write(world.context(liv), other, Remark("Mine ord her"))
    support.give(world.context(liv), other)
    return own, other


def test_it_holds_what_is_theirs_and_nothing_of_others(office, liv, full):
    _own, other = full
    data, page = fetched(office, liv)
    assert set(data) == {part.table for part in PARTS}
    assert data["people"][0]["email"] == liv.email
    assert [one["title"] for one in data["proposals"]] == ["Mitt <i>forslag</i>"]
    assert [(one["text"], one["proposal_id"]) for one in data["comments"]] == [("Mine ord her", other)]
    assert [one["proposal_id"] for one in data["supports"]] == [other]
    assert {one["municipality_id"] for one in data["proposals"] + data["supports"]} == {office.world.here.name}
    whole = json.dumps(data, ensure_ascii=False) + page
    for word in ("Hemmelig merknad", "Fremmede ord", "Fremmed", "Ikke hennes tittel", "password", "token_hash", "csrf"):
        assert word not in whole
    assert "Mine ord her" in page
    assert "Liv Eigen &lt;b&gt;" in page
    assert "Mitt &lt;i&gt;forslag" in page


def test_it_is_in_the_form_that_it_was_asked_for_in(office, liv):
    own_copies.ask(office.world.context(liv, language="nn"))
    office.commit()
    job.own_copy(office.place)
    with Scoped(office.place.engine) as db:
        data = b"".join(db.scalars(select(OwnCopyPiece.data).order_by(OwnCopyPiece.number)))
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        page = packed.read(HTML_NAME).decode()
    assert '<html lang="nn">' in page
    assert "Stader der du er logga inn" in page


def test_many_rows_are_read_in_steps_and_each_comes_once(office, liv, monkeypatch):
    monkeypatch.setattr(own_data, "STEP", 2)
    monkeypatch.setattr(job, "PIECE", 100)
    for number in range(5):
        office.world.draft(liv, title=f"Utkast {number}")
    data, _page = fetched(office, liv)
    assert [one["title"] for one in data["proposals"]] == [f"Utkast {number}" for number in range(5)]


def test_the_same_statements_make_the_file_however_many_rows_there_are(office, liv, statements):
    took = []
    for _round in range(2):
        office.world.draft(liv)
        own_copies.ask(office.world.context(liv))
        office.commit()
        statements.heard.clear()
        job.own_copy(office.place)
        took.append(len(statements.heard))
    assert took[0] == took[1]


def test_there_is_one_at_a_time_and_it_is_logged_and_gone_after_a_day(office, liv):
    ctx = office.world.context(liv)
    own_copies.ask(ctx)
    own_copies.ask(ctx)
    office.commit()
    count = select(func.count()).select_from(OwnCopy)
    logged = select(func.count()).where(SecurityEvent.what == "own_data.asked", SecurityEvent.person_id == liv.id)
    assert (office.world.db.scalar(count), office.world.db.scalar(logged)) == (1, 1)
    office.world.db.commit()
    job.own_copy(office.place)
    later = office.at(hours=25)
    assert queries.mine(later.world.context(liv)) is None
    later.commit()
    retain(later.place)
    assert office.world.db.scalar(count) == 0
    assert office.world.db.scalar(select(func.count()).select_from(OwnCopyPiece)) == 0


def test_nobody_elses_file_has_any_bytes(office, liv):
    own_copies.ask(office.world.context(liv))
    office.commit()
    job.own_copy(office.place)
    copy = queries.mine(office.world.context(liv))
    ola = office.world.context(office.world.person("Ola"))
    assert queries.mine(ola) is None
    assert list(queries.pieces(ola, copy.public_id)) == []


def test_a_worker_that_fell_silent_is_followed_by_another_and_its_own_file_is_not_kept(office, liv):
    own_copies.ask(office.world.context(liv))
    office.commit()
    db, now = office.world.db, office.world.now
    first = own_copies.claim(db, now)
    db.commit()
    db.expunge_all()
    assert own_copies.claim(db, now) is None
    assert own_copies.claim(db, now + timedelta(minutes=11)) is not None
    db.commit()
    first.attempts = 1
    assert not own_copies.settle(db, first, first.state, now)
    db.rollback()


def test_a_closed_account_gets_no_file(office, liv):
    own_copies.ask(office.world.context(liv))
    liv.blocked_at = office.world.now
    office.commit()
    job.own_copy(office.place)
    assert not queries.mine(office.world.context(liv)).is_ready
