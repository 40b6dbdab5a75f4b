"""The day before a meeting: those who have a seat are reminded once; and a seat that went with an account is filled."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from samskaping.actions import gatherings as deeds
from samskaping.jobs.gatherings import gatherings
from samskaping.jobs.retain import retain
from samskaping.models import Seat
from samskaping.rules.events import What
from tests.gatherings import Planned, held_by, told


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def seconds(office, moment):
    return int((moment - office.world.now).total_seconds())


@pytest.fixture
def planned(office):
    return Planned(office.world)


@pytest.mark.parametrize(
    ("starts_at", "early", "due"),
    [
        # An ordinary summer evening; the morning before, at eight in Oslo.
        (utc(2026, 6, 11, 16), utc(2026, 6, 10, 5, 59), utc(2026, 6, 10, 6, 0)),
        # The evening before is in summer time, the meeting after it.
        (utc(2026, 10, 25, 17), utc(2026, 10, 24, 5, 59), utc(2026, 10, 24, 6, 0)),
        (utc(2026, 10, 26, 17), utc(2026, 10, 25, 6, 59), utc(2026, 10, 25, 7, 0)),
    ],
)
def test_those_who_have_a_seat_are_reminded_once(office, planned, starts_at, early, due):
    world = office.world
    planned.published(starts_at=starts_at)
    eva, per = world.person("Eva"), world.person("Per")
    planned.take(eva)
    planned.take(per)
    office.commit()
    assert gatherings(office.at(seconds=seconds(office, early)).place) == 0
    after = office.at(seconds=seconds(office, due))
    assert [gatherings(after.place), gatherings(after.place)] == [1, 0]
    world.db.expire_all()
    assert len(told(world, What.GATHERING_NEAR)) == 1


def test_nobody_is_reminded_of_what_is_cancelled(office, planned):
    world = office.world
    planned.published(starts_at=world.now + timedelta(days=7))
    planned.take(world.person("Eva"))
    deeds.cancel(world.context(planned.staff), planned.id, "Sykdom")
    office.commit()
    assert gatherings(office.at(seconds=6 * 86_400).place) == 0


def test_a_seat_that_went_with_an_account_is_filled(office, planned):
    world = office.world
    planned.published()
    eva, per = world.person("Eva"), world.person("Per")
    planned.take(eva)
    planned.take(per)
    world.db.delete(world.db.scalars(select(Seat).where(Seat.person_id == eva.id)).one())
    office.commit()
    assert gatherings(office.place) == 1
    assert held_by(world) == {per.id: False}


def test_who_signed_up_is_forgotten_thirty_days_after(office, planned):
    world = office.world
    planned.published()
    planned.take(world.person("Eva"), "Teleslynge")
    office.commit()
    ends_at = world.now + timedelta(days=7, hours=2)
    retain(office.at(seconds=seconds(office, ends_at + timedelta(days=29))).place)
    assert len(held_by(world)) == 1
    retain(office.at(seconds=seconds(office, ends_at + timedelta(days=30, hours=2))).place)
    assert held_by(world) == {}
