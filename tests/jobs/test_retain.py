"""What is too old goes some rows at a time, however much there is."""

from datetime import timedelta

from sqlalchemy import func, insert, select

from samskaping.actions import organisations, reports
from samskaping.actions.organisations import Wish
from samskaping.actions.record import public_id
from samskaping.actions.reports import Complaint
from samskaping.jobs import retain as job
from samskaping.models import Barrier, Event, Invitation, Notification, Report, SignInAttempt
from samskaping.rules.retention import RETENTION
from samskaping.rules.speech import OrganisationKind, ReportReason


def test_more_than_one_transaction_holds_goes_in_several(office, monkeypatch, statements):
    monkeypatch.setattr(job, "BATCH", 2)
    world = office.world
    old = world.now - timedelta(days=400)
    rows = [{"account": f"s{number}", "at": old, "kind": "email"} for number in range(5)]
    world.db.execute(insert(SignInAttempt), rows)
    office.commit()
    job.retain(office.place)
    assert world.db.scalar(select(func.count()).select_from(SignInAttempt)) == 0
    assert sum("DELETE FROM sign_in_attempts" in one for one in statements.heard) == 3
    world.db.commit()


def test_a_dry_run_counts_what_would_go_and_changes_nothing(office, statements):
    world = office.world
    for days in (400, 400, 0):
        at = world.now - timedelta(days=days)
        world.db.add(SignInAttempt(account="s", at=at, kind="email"))
    world.draft(world.person())
    office.commit()
    later = office.at(days=366)
    statements.heard.clear()
    found = {keep.table: count for keep, count in job.would_go(later.place)}
    assert [one for one in statements.heard if not one.lstrip().startswith("SELECT")] == []
    assert (found["sign_in_attempts"], found["letters"]) == (3, 0)
    assert found["proposals (utkast)"] == 1
    assert set(found) == {keep.table for keep in RETENTION if keep.age is not None}
    assert world.db.scalar(select(func.count()).select_from(SignInAttempt)) == 3
    world.db.commit()
    assert sum(found.values()) == job.retain(later.place)


def test_what_is_settled_goes_in_time_and_what_still_waits_stays(office):
    """Reports, barriers, notifications and invitations that nobody took."""
    world = office.world
    person, ref = world.person(), world.proposal()
    for _turn in range(2):
        reports.report(world.context(world.person()), ref, Complaint(ReportReason.SPAM))
        common = {"text": "Får ikke lest", "email": "ola@example.no", "reported_at": world.now}
        world.db.add(Barrier(public_id=public_id(), municipality_id=world.here.id, **common))
    world.db.flush()
    for table in (Barrier, Report):
        world.db.scalars(select(table).order_by(table.id)).first().closed_at = world.now
    event = world.db.scalar(select(Event.id).order_by(Event.id).limit(1))
    world.db.add(Notification(event_id=event, person_id=person.id, created_at=world.now))
    made = organisations.register(world.context(person), Wish("Os strikkeklubb", OrganisationKind.UFORMELL))
    organisations.invite(world.context(person), made, "ny@example.no")
    office.commit()
    left = {}
    for days in (7, 9, 364, 366, 729, 731):
        job.retain(office.at(days=days).place)
        left[days] = tuple(
            world.db.scalar(select(func.count()).select_from(table), execution_options={"every_municipality": True})
            for table in (Invitation, Notification, Barrier, Report)
        )
        world.db.commit()
    assert left == {
        7: (1, 1, 2, 2), 9: (0, 1, 2, 2), 364: (0, 1, 2, 2), 366: (0, 0, 2, 2), 729: (0, 0, 2, 2), 731: (0, 0, 1, 1),
    }  # fmt: skip
