"""What is too old goes some rows at a time, however much there is."""

from datetime import timedelta

from sqlalchemy import func, insert, select

from samskaping.jobs import retain as job
from samskaping.models import SignInAttempt


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
