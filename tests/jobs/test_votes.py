"""The days of a vote: midnight in Oslo, the nights when the clock is changed, and what is left when it is over."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from samskaping.actions import erasure
from samskaping.errors import Unfit
from samskaping.jobs.erasure import erasure as erase_closed
from samskaping.jobs.votes import votes
from samskaping.models import Ballot, Event, VoteItem
from samskaping.queries import tallied
from samskaping.rules.events import What
from samskaping.rules.votes import Standing, standing
from tests.votes import Asked, vote_for


@pytest.mark.parametrize(
    ("today", "found"),
    [
        (date(2026, 10, 23), Standing.VENTER),
        (date(2026, 10, 24), Standing.APEN),
        (date(2026, 10, 25), Standing.APEN),
        (date(2026, 10, 26), Standing.TELLES),
    ],
)
def test_both_days_are_included(today, found):
    days = (date(2026, 10, 24), date(2026, 10, 25))
    assert standing(*days, today, is_announced=True, is_closed=False) is found


@pytest.mark.parametrize(
    ("last", "still", "over"),
    [
        # An ordinary summer night: Oslo is two hours ahead.
        (date(2026, 6, 10), datetime(2026, 6, 10, 21, 59, tzinfo=UTC), datetime(2026, 6, 10, 22, 0, tzinfo=UTC)),
        # The day on which summer time ends has 25 hours, and ends an hour ahead.
        (date(2026, 10, 25), datetime(2026, 10, 25, 22, 59, tzinfo=UTC), datetime(2026, 10, 25, 23, 0, tzinfo=UTC)),
        # The day on which it begins has 23, and ends two hours ahead.
        (date(2026, 3, 29), datetime(2026, 3, 29, 21, 59, tzinfo=UTC), datetime(2026, 3, 29, 22, 0, tzinfo=UTC)),
    ],
)
def test_it_closes_at_midnight_in_oslo(office, last, still, over):
    world = office.world
    asked = Asked(world)
    eva = world.person("Eva")
    today = world.context().today
    asked.announced(opens_on=today, closes_on=last, decided_on=last + timedelta(days=30))
    office.commit()
    before = office.at(seconds=int((still - world.now).total_seconds()))
    after = office.at(seconds=int((over - world.now).total_seconds()))
    vote_for(before.world.context(eva), asked.challenge, 1)
    before.commit()
    assert votes(before.place) == 0
    with pytest.raises(Unfit):
        vote_for(after.world.context(eva), asked.challenge, 2)
    after.world.db.rollback()
    assert [votes(after.place), votes(after.place)] == [1, 0]


def test_at_close_nothing_leads_from_a_ballot_to_anybody(office):
    world = office.world
    asked = Asked(world).announced()
    for name, marks in (("Eva", (1,)), ("Per", (2, 3)), ("Siri", (1, 3)), ("Ola", (2, 3))):
        vote_for(world.context(world.person(name)), asked.challenge, *marks)
    office.commit()
    old = set(world.db.scalars(select(Ballot.id)))
    later = office.at(days=8)
    assert votes(later.place) == 1
    world.db.expire_all()
    rows = world.db.scalars(select(Ballot).order_by(Ballot.number)).all()
    assert [(one.number, one.marks) for one in rows] == [(1, [1]), (2, [1, 3]), (3, [2, 3]), (4, [2, 3])]
    assert all((one.person_id, one.mark, one.cast_at) == (None, None, None) for one in rows)
    assert len(old) == 4
    items = world.db.scalars(select(VoteItem).order_by(VoteItem.number)).all()
    assert [one.vote_count for one in items] == [2, 2, 3]
    told = world.db.scalars(select(Event.what).where(Event.what == What.VOTE_CLOSED)).all()
    assert told == [What.VOTE_CLOSED]
    assert tallied.again(later.world.context(None), asked.challenge).differences == ()


def test_a_recount_finds_what_was_changed(office):
    world = office.world
    asked = Asked(world).announced()
    vote_for(world.context(world.person("Eva")), asked.challenge, 1)
    office.commit()
    later = office.at(days=8)
    votes(later.place)
    world.db.expire_all()
    world.db.scalars(select(VoteItem)).first().vote_count += 1
    office.commit()
    assert len(tallied.again(later.world.context(None), asked.challenge).differences) == 1


def test_an_account_that_is_erased_takes_its_open_ballot_along_and_no_closed_one(office):
    world = office.world

    def left():
        world.db.expire_all()
        return world.db.scalars(select(Ballot).order_by(Ballot.id)).all()

    asked, eva, per = Asked(world).announced(), world.person("Eva"), world.person("Per")
    for one in (eva, per):
        vote_for(world.context(one), asked.challenge, 1)
    erasure.erase(world.context(eva))
    office.commit()
    erase_closed(office.at(minutes=2).place)
    assert [one.person_id for one in left()] == [per.id]
    assert votes(office.at(days=8).place) == 1
    erasure.erase(world.context(per))
    office.commit()
    erase_closed(office.at(days=9).place)
    assert [(one.number, one.marks) for one in left()] == [(1, [1])]
    assert tallied.again(world.context(None), asked.challenge).differences == ()
