"""Many at the same instant: one seat for each person, no more than there are, and nobody is passed in the queue."""

import pytest
from sqlalchemy import func, select

from samskaping.actions import seats
from samskaping.models import Event, Seat
from samskaping.rules.events import What
from tests.crowds import AT_ONCE, Crowd
from tests.gatherings import Planned


class Gathered(Crowd):
    """A meeting with one place left, and many who want it."""

    def gather(self, world):
        self.eva = world.person("Eva").id
        self.many = [world.person(f"Per {number}").id for number in range(AT_ONCE)]
        self.id = Planned(world).published(capacity=1).id

    def take(self, ctx):
        seats.take(ctx, self.id)

    def leave(self, ctx):
        seats.leave(ctx, self.id)

    def count(self, *conditions):
        return self.scalar(select(func.count(Seat.id)).where(*conditions))


@pytest.fixture
def crowd(own_engine):
    return Gathered(own_engine)


def test_the_last_seat_is_one_persons(crowd):
    assert crowd.each(crowd.take, *crowd.many) == [None] * AT_ONCE
    assert [crowd.count(~Seat.is_waiting), crowd.count(Seat.is_waiting)] == [1, AT_ONCE - 1]
    first = crowd.scalar(select(Seat.is_waiting).order_by(Seat.id).limit(1))
    assert first is False


def test_one_person_has_one_seat_however_often_the_button_is_pressed(crowd):
    assert crowd.each(crowd.take, crowd.eva) == [None] * AT_ONCE
    assert crowd.count() == 1


def test_a_seat_that_is_given_up_twice_lets_one_in(crowd):
    crowd.race((crowd.eva, crowd.take))
    for one in crowd.many[:4]:
        crowd.race((one, crowd.take))
    assert crowd.each(crowd.leave, crowd.eva) == [None] * AT_ONCE
    assert [crowd.count(~Seat.is_waiting), crowd.count(Seat.is_waiting)] == [1, 3]
    assert crowd.scalar(select(func.count(Event.id)).where(Event.what == What.GATHERING_SEATED)) == 1


def test_those_who_come_and_go_at_once_fill_the_seat(crowd):
    """Whoever ends up there: the seat is taken as long as somebody wants it, and by one."""
    crowd.race((crowd.eva, crowd.take))
    coming = [(one, crowd.take) for one in crowd.many[:6]]
    assert crowd.race((crowd.eva, crowd.leave), *coming) == [None] * 7
    assert [crowd.count(~Seat.is_waiting), crowd.count(Seat.is_waiting)] == [1, 5]
