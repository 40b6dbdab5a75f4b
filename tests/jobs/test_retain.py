"""What is too old goes some rows at a time, however much there is."""

from datetime import timedelta

from sqlalchemy import func, insert, select

from samskaping.jobs import retain as job
from samskaping.models import SignInAttempt
from samskaping.rules.retention import RETENTION


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
