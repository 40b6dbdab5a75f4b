"""What the clock does by itself: reminders, closing, retention; and the loop that does it all."""

import signal
import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from samskaping.actions import drafts, statements
from samskaping.actions.record import public_id
from samskaping.actions.statements import Said
from samskaping.db import Texts
from samskaping.jobs import loop
from samskaping.jobs.close import close
from samskaping.jobs.deadlines import deadlines
from samskaping.jobs.retain import RULES, retain
from samskaping.jobs.tell import tell
from samskaping.models import (
    Challenge,
    ChallengePartner,
    Event,
    JobRun,
    Letter,
    Notification,
    OneTimeToken,
    Outbox,
    Proposal,
    SignInAttempt,
    WebSession,
)
from samskaping.rules.events import What
from samskaping.rules.kinds import ChallengeState, LetterKind, Purpose
from samskaping.rules.retention import RETENTION
from samskaping.rules.speech import Decision
from tests.databases import command, environment


def reminders(office) -> list[tuple[int, str]]:
    found = office.world.db.scalars(select(Event).where(Event.what == What.DEADLINE_NEAR).order_by(Event.id)).all()
    office.world.db.commit()
    return [(one.details["days"], one.details["due"]) for one in found]


def test_reminders_come_seven_and_two_days_before_once_each(office):
    office.world.proposal()  # due on 30 March
    office.commit()
    done = [deadlines(office.at(days=day).place) for day in range(31)]
    assert reminders(office) == [(7, "2026-03-30"), (2, "2026-03-30")]
    assert [day for day, count in enumerate(done) if count] == [21, 26, 29]  # the last is told to the leader


def test_no_reminder_of_what_is_answered_and_a_new_one_for_a_new_date(office):
    world = office.world
    kari, answered, later = world.caseworker(), world.proposal(), world.proposal()
    said = Said("Vi trenger mer tid.", world.row(later).version, due=world.in_days(40))
    statements.interim(world.sure(kari, later), later, said)
    statements.answer(
        world.sure(kari, answered), answered, Said("Ja.", world.row(answered).version, decision=Decision.JA)
    )
    office.commit()
    for day in (22, 27, 34, 38):
        deadlines(office.at(days=day).place)
    assert reminders(office) == [(7, "2026-04-11"), (2, "2026-04-11")]


def test_worker_that_was_away_leaves_only_the_nearest_reminder(office):
    office.world.proposal()
    office.commit()
    deadlines(office.at(days=27).place)
    assert reminders(office) == [(2, "2026-03-30")]


def _challenge(office, **values) -> Challenge:
    world = office.world
    own = {"state": ChallengeState.APEN, "published_at": world.now, "created_at": world.now, **values}
    row = Challenge(municipality_id=world.here.id, public_id=public_id(), title=Texts(nb="Benker"), **own)
    world.db.add(row)
    world.db.flush()
    world.db.add(ChallengePartner(challenge_id=row.id, municipality_id=world.here.id, is_lead=True))
    office.commit()
    return row


def test_challenge_closes_at_midnight_in_norway_after_its_last_day(office):
    row = _challenge(office, closes_on=office.world.in_days(3))  # 5 March, at 23:00 in UTC
    _challenge(office)
    assert close(office.at(hours=83).place) == 0  # 22:00 in UTC
    assert close(office.at(hours=84).place) == 1
    office.world.db.expire_all()
    assert (row.state, row.closed_at) == (ChallengeState.LUKKET, office.at(hours=84).world.now)
    events = office.world.db.scalars(select(Event.what).where(Event.subject_kind == "challenge")).all()
    office.world.db.commit()
    assert events == [What.CHALLENGE_CLOSED]
    assert close(office.at(hours=85).place) == 0


def test_every_row_of_the_table_of_retention_has_a_rule_and_every_rule_a_row():
    assert {keep.table for keep in RETENTION if keep.age is not None} == set(RULES)


def test_what_is_too_old_goes_and_what_is_not_stays(office):
    world = office.world
    person, now = world.person(), world.now
    held = {"created_at": now, "seen_at": now, "data": {}}
    world.db.add(WebSession(token_hash="a", expires_at=now + timedelta(days=14), **held))
    world.db.add(WebSession(token_hash="b", expires_at=now + timedelta(days=500), **held))
    world.db.flush()
    guest, kept = world.draft(person), world.draft(person)
    first = world.db.scalars(select(WebSession.id).where(WebSession.token_hash == "a")).one()
    row = world.db.scalars(select(Proposal).where(Proposal.public_id == guest)).one()
    row.writer_id, row.session_id = None, first
    sent = world.proposal(person)
    token = {"purpose": Purpose.RESET, "created_at": now, "payload": {}}
    world.db.add(OneTimeToken(person_id=person.id, token_hash="c", expires_at=now, **token))
    world.db.add(SignInAttempt(account="x", kind="password", at=now))
    letter = {"person_id": person.id, "created_at": now, "due_at": now, "params": {}}
    world.db.add(Letter(kind=LetterKind.SIGN_IN, sent_at=now, **letter))
    world.db.flush()
    drafts.save(world.context(person), kept, drafts.Change(goals=(3,)))
    office.commit()
    left = {}
    for days in (0, 13, 15, 89, 91, 364, 366):
        retain(office.at(days=days).place)
        left[days] = _rows(office)
    assert left[0] == left[13] | {"token"}
    assert left[13] == {"guest", "kept", "sent", "letter", "a", "b", "attempt"}
    assert left[15] == {"kept", "sent", "letter", "b", "attempt"}
    assert left[89] == left[15] - {"attempt"}
    assert left[91] == {"kept", "sent", "b"}
    assert left[364] == left[91]
    assert left[366] == {"sent", "b"}
    assert sent


def _rows(office) -> set[str]:
    db = office.world.db
    db.info["municipality_id"] = office.world.here.id
    found = set(db.scalars(select(WebSession.token_hash)))
    found |= {"sent" if one.reference else "kept" if one.writer_id else "guest" for one in db.scalars(select(Proposal))}
    for name, table in (("letter", Letter), ("token", OneTimeToken), ("attempt", SignInAttempt)):
        wanted = select(func.count()).select_from(table)
        if name == "letter":
            wanted = wanted.where(Letter.kind == LetterKind.SIGN_IN)
        found |= {name} if db.scalar(wanted) else set()
    db.expire_all()
    db.commit()
    return found


def test_recurring_jobs_take_turns(office):
    place = replace(office.place, is_once=False)
    office.world.proposal()
    office.commit()
    assert deadlines(replace(place, now=office.at(days=21).place.now)) == 1
    runs = office.world.db.scalars(select(JobRun.ran_at)).all()
    office.world.db.commit()
    assert runs == [office.at(days=21).world.now]
    office.world.proposal()
    office.commit()
    soon = office.at(days=21, minutes=9).place.now
    assert deadlines(replace(place, now=soon)) == 0
    assert deadlines(replace(place, now=office.at(days=21, minutes=11).place.now)) == 1


def test_two_workers_at_once_tell_everything_once(office, kind):
    world = office.world
    world.caseworker()
    for number in range(12):
        world.proposal(world.person(f"Nr {number}"))
    office.commit()
    crew = [threading.Thread(target=lambda: [tell(office.place) for _ in range(3)]) for _ in range(3)]
    for one in crew:
        one.start()
    for one in crew:
        one.join()
    assert world.db.scalars(select(Outbox)).all() == []
    assert world.db.scalar(select(func.count()).select_from(Notification)) == 12


@pytest.mark.one_database
def test_failing_job_does_not_stop_the_others(office, monkeypatch, caplog):
    done = threading.Event()

    def broken(place):
        raise KeyError("x")

    def last(place):
        place.stopping.set()
        done.set()
        return 0

    monkeypatch.setattr(loop, "JOBS", (loop.Job("broken", 0, broken), loop.Job("last", 0, last)))
    loop.work(office.place)
    assert done.is_set()
    assert "job broken failed" in caplog.text


@pytest.mark.one_database
def test_worker_stops_when_told_and_has_told_what_waited(office, tmp_path):
    world = office.world
    world.caseworker()
    world.proposal()
    office.commit()
    url = office.place.engine.url.render_as_string(hide_password=False)
    process = command("work", **environment(url, tmp_path))
    while process.poll() is None:
        waiting = world.db.scalar(select(func.count()).select_from(Outbox))
        world.db.commit()
        if not waiting:
            break
        time.sleep(0.2)
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate()
    assert process.returncode == 0, said
    assert world.db.scalar(select(func.count()).select_from(Outbox)) == 0
