"""A worker killed at the worst moment: nothing is lost, and each letter comes at most once more, with the same name."""

import email
import os
import signal
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text, update

from samskaping import clock
from samskaping.actions import erasure, exports, support
from samskaping.actions.letters import post as post_letter
from samskaping.db import transaction
from samskaping.models import Erasure, Event, Export, Follow, Letter, Notification, Outbox
from samskaping.queries import exports as files
from samskaping.rules.events import What
from samskaping.rules.exports import ExportFormat, ExportList, ExportState
from samskaping.rules.kinds import LetterKind
from samskaping.rules.roles import Role
from tests.databases import command, environment, finish


class Killing:
    """Takes each mail, and kills the worker before it hears that the mail was taken, as often as it is told to."""

    def __init__(self, times: int) -> None:
        self.times, self.worker, self.ids = times, 0, []

    async def handle_DATA(self, server, session, envelope):
        self.ids.append(email.message_from_bytes(envelope.content)["Message-ID"])
        if self.times:
            self.times -= 1
            os.kill(self.worker, signal.SIGKILL)
        return "250 OK"


@pytest.fixture
def killing(mail_server):
    handler = Killing(times=2)
    handler.url = mail_server(handler)
    return handler


@pytest.mark.second_in_matrix
def test_killed_between_the_servers_yes_and_the_stamp(office, killing, tmp_path):
    world = office.world
    for number in range(4):
        post_letter(world.context(), LetterKind.SIGN_IN, person_id=world.person(f"Nr {number}").id)
    office.commit()
    ended = []
    for _turn in range(3):
        ended.append(_work(office, killing, tmp_path))
        with transaction(office.place.engine) as db:  # the lease runs out
            db.execute(update(Letter).where(Letter.sent_at.is_(None)).values(leased_until=None))
    assert ended == [-signal.SIGKILL, -signal.SIGKILL, 0]
    world.db.expire_all()
    assert world.db.scalar(select(func.count()).where(Letter.sent_at.is_(None))) == 0
    assert len(set(killing.ids)) == 4
    assert len(killing.ids) == 6  # one more for each kill, of the letter that was in the air


def test_killed_while_telling(office, killing, tmp_path):
    """The event is told in the transaction that takes it off the outbox, so a kill undoes both or neither."""
    world = office.world
    world.caseworker()
    for number in range(16):
        world.later(days=number).proposal(world.person(f"Nr {number}"))
    office.commit()
    assert _count(world, Outbox) == 32
    killing.times = 0
    for _turn in range(2):
        before = _count(world, Notification)
        process = command("work", **_environment(office, killing, tmp_path))
        while _count(world, Notification) == before and _count(world, Outbox) and process.poll() is None:
            time.sleep(0.02)
        process.kill()  # it has told the first, and tells on
        process.communicate()
        assert _count(world, Notification) > before or not _count(world, Outbox)
    _work(office, killing, tmp_path)
    assert _count(world, Outbox) == 0
    told = select(Notification.event_id, Notification.person_id).join(Event, Event.id == Notification.event_id)
    rows = world.db.execute(told.where(Event.what == What.PROPOSAL_SUBMITTED)).all()
    assert len(rows) == len(set(rows)) == 16


@pytest.mark.second_in_matrix
def test_killed_while_making_a_file_another_makes_it_and_a_third_process_hands_it_out(office, tmp_path):
    office.world = world = replace(office.world, now=clock.now())
    leader = world.person("Leder", Role.LEDER)
    world.proposal(title="Benker ved elva")
    key = exports.ask(world.context(leader), ExportList.FORSLAG, ExportFormat.CSV, {})
    office.commit()
    where = environment(office.place.engine.url.render_as_string(hide_password=False), tmp_path)
    has_locks = office.place.engine.dialect.name == "postgresql"
    with office.place.engine.connect() as gate:
        if has_locks:  # no row of the file can be read meanwhile; on SQLite the kill comes at any moment
            gate.exec_driver_sql("SET idle_in_transaction_session_timeout = 0")
            gate.exec_driver_sql("LOCK TABLE areas IN ACCESS EXCLUSIVE MODE")
        first = command("work", **where)
        while _file(world)[0] is ExportState.VENTER and first.poll() is None:
            time.sleep(0.02)
        first.kill()
        first.communicate()
    state, attempts = _file(world)
    assert attempts == 1
    assert state is ExportState.LAGES or not has_locks
    with transaction(office.place.engine) as db:  # the lease runs out
        silent = update(Export).values(leased_until=world.now - timedelta(minutes=1))
        db.execute(silent, execution_options={"every_municipality": True})
    finish(command("work", "--once", **where))
    assert _file(world)[0] is ExportState.FERDIG
    ctx = world.context(leader)
    handed = b"".join(files.pieces(ctx, key))
    assert len(handed) == files.ready(ctx, key).size
    assert "Benker ved elva" in handed.decode("utf-8-sig")
    world.db.commit()


@pytest.mark.second_in_matrix
def test_killed_while_erasing_an_account_it_is_begun_anew(office, tmp_path):
    """Nothing goes before all of it goes; another worker finds the account again."""
    office.world = world = replace(office.world, now=clock.now() - timedelta(minutes=5))
    liv = world.person("Liv Lønn")
    world.proposal(liv)
    support.follow(world.context(liv), "proposal", world.proposal(world.person("Ola Blid")))
    erasure.erase(world.context(liv))
    office.commit()
    where = environment(office.place.engine.url.render_as_string(hide_password=False), tmp_path)
    with office.place.engine.connect() as gate:
        if office.place.engine.dialect.name == "postgresql":  # one of the last tables that it comes to
            gate.exec_driver_sql("SET idle_in_transaction_session_timeout = 0")
            gate.exec_driver_sql("LOCK TABLE units IN ACCESS EXCLUSIVE MODE")
        first = command("work", **where)
        _until_held(gate, first)
        first.kill()
        first.communicate()
    left = (_count(world, Erasure), _count(world, Follow))
    assert left in ((1, 3), (0, 1))  # what Ola follows stays
    assert left == (1, 3) or office.place.engine.dialect.name == "sqlite"
    finish(command("work", "--once", **where))
    assert (_count(world, Erasure), _count(world, Follow)) == (0, 1)


def _until_held(gate, process) -> None:
    """Wait until the worker stands before the table that is locked; on SQLite the kill comes at any moment."""
    if gate.dialect.name != "postgresql":
        time.sleep(1)
        return
    held = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    while not gate.execute(held).scalar() and process.poll() is None:
        time.sleep(0.02)


def _count(world, table) -> int:
    count = world.db.scalar(select(func.count()).select_from(table))
    world.db.commit()
    return count or 0


def _file(world) -> tuple[ExportState, int]:
    row = world.db.execute(select(Export.state, Export.attempts)).one()
    world.db.commit()
    return row.state, row.attempts


def _environment(office, killing, tmp_path) -> dict[str, str]:
    url = office.place.engine.url.render_as_string(hide_password=False)
    return environment(url, tmp_path) | {"SAMSKAPING_MAIL_URL": killing.url}


def _work(office, killing, tmp_path) -> int:
    office.world.db.commit()
    process = command("work", "--once", **_environment(office, killing, tmp_path))
    killing.worker = process.pid
    process.communicate()
    return process.returncode
