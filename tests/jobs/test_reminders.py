"""What has been told costs nothing more, and what has not is found however much there is."""

import pytest
from sqlalchemy import select

from samskaping.jobs import deadlines as job
from samskaping.jobs.deadlines import deadlines
from samskaping.models import Event
from samskaping.rules.events import What


@pytest.mark.parametrize(("day", "what"), [(24, What.DEADLINE_NEAR), (33, What.DEADLINE_PASSED)])
def test_a_turn_takes_as_many_statements_however_many_have_been_told(office, statements, day, what):
    """Six cases beside one: they are not read again, and no transaction is spent on them."""
    spent = []
    for number in (1, 5):
        for _ in range(number):
            office.world.proposal()
        office.commit()
        assert deadlines(office.at(days=day).place) == number
        before = len(statements.heard)
        assert deadlines(office.at(days=day, minutes=11).place) == 0
        spent.append(len(statements.heard) - before)
    assert spent[0] == spent[1]
    assert len(told(office, what)) == 6


def test_more_cases_than_one_batch_holds_are_each_told_of_once(office, monkeypatch):
    monkeypatch.setattr(job, "BATCH", 2)
    for _ in range(5):
        office.world.proposal()
    office.commit()
    for day, what in ((24, What.DEADLINE_NEAR), (33, What.DEADLINE_PASSED)):
        assert deadlines(office.at(days=day).place) == 5
        assert len(set(told(office, what))) == len(told(office, what)) == 5


def told(office, what) -> list[int]:
    found = list(office.world.db.scalars(select(Event.subject_id).where(Event.what == what)))
    office.world.db.commit()
    return found
