"""A meeting from draft to cancelled: who is told, what cannot be, and who comes in when a seat is free."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from samskaping.actions import gatherings, seats
from samskaping.db import Texts
from samskaping.errors import Clash, Missing, Refused, Unfit
from samskaping.models import Event, Seat
from samskaping.queries import audiences
from samskaping.queries import gatherings as readings
from samskaping.rules.events import What
from samskaping.rules.roles import Role
from tests.gatherings import Planned, held_by, row, told

pytestmark = pytest.mark.second_in_matrix


@pytest.fixture
def planned(world):
    return Planned(world)


def people(world, *names):
    return [world.person(name) for name in names]


def hearers(world, event):
    return set(audiences.hearers(world.context(), event))


def test_a_draft_is_nobodys_and_leaves_no_history(world, planned):
    planned.draft()
    assert told(world, What.GATHERING_PUBLISHED) == []
    (eva,) = people(world, "Eva")
    with pytest.raises(Missing):
        planned.take(eva)
    with pytest.raises(Missing):
        readings.page(world.context(eva), planned.id)


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("about_nn", {"about": Texts(nb="Bare her.")}),
        ("access_nb", {"access": Texts(nn="Berre her.")}),
        ("place", {"place": " "}),
        ("link", {"link": "javascript:alert(1)"}),
        ("link", {"link": 'https://a.no/"><script>'}),
        ("capacity", {"capacity": 0}),
        ("responsible", {"responsible": "ukjent"}),
    ],
)
def test_what_is_lacking_is_said_beside_the_field(planned, field, change):
    with pytest.raises(Unfit) as refused:
        planned.draft(**change)
    assert field in dict(refused.value.fields)


def test_it_is_planned_ahead_and_has_an_end(world, planned):
    with pytest.raises(Unfit) as refused:
        planned.draft(starts_at=world.now - timedelta(hours=1))
    assert "starts_on" in dict(refused.value.fields)
    late = world.now + timedelta(days=7)
    with pytest.raises(Unfit) as refused:
        planned.draft(starts_at=late, ends_at=late, sign_up_until=(late + timedelta(days=1)).date())
    assert {"ends_at", "sign_up_until"} <= set(dict(refused.value.fields))


def test_only_those_who_publish_plan(world, planned):
    planned.draft()
    reader = world.context(world.person("Ola", Role.INNSYN))
    with pytest.raises(Refused):
        gatherings.plan(reader, planned.challenge, planned.plan())
    for deed in (
        lambda: gatherings.publish(reader, planned.id, version=1),
        lambda: gatherings.change(reader, planned.id, planned.plan(), version=1),
        lambda: gatherings.cancel(reader, planned.id, "Sykdom"),
    ):
        with pytest.raises(Refused):
            deed()


def test_two_who_write_at_once(world, planned):
    planned.published()
    ctx = world.context(planned.staff)
    gatherings.change(ctx, planned.id, planned.plan(place="Torget"), version=1)
    with pytest.raises(Clash):
        gatherings.change(ctx, planned.id, planned.plan(place="Kaia"), version=1)


def test_the_queue_goes_in_order(world, planned):
    eva, per, siri = people(world, "Eva", "Per", "Siri")
    planned.published()
    assert [planned.take(eva), planned.take(per), planned.take(siri)] == [True, False, False]
    assert seats.leave(world.context(eva), planned.id)
    assert held_by(world) == {per.id: False, siri.id: True}
    (event,) = told(world, What.GATHERING_SEATED)
    assert event.actor_id is None
    assert hearers(world, event) == {per.id}
    assert not seats.leave(world.context(eva), planned.id)


def test_one_who_waits_and_leaves_gives_nobody_a_seat(world, planned):
    eva, per, siri = people(world, "Eva", "Per", "Siri")
    planned.published()
    for one in (eva, per, siri):
        planned.take(one)
    seats.leave(world.context(per), planned.id)
    assert held_by(world) == {eva.id: False, siri.id: True}
    assert told(world, What.GATHERING_SEATED) == []


def test_more_places_let_in_as_many(world, planned):
    eva, per, siri, ola = people(world, "Eva", "Per", "Siri", "Ola")
    planned.published()
    for one in (eva, per, siri, ola):
        planned.take(one)
    planned.change(capacity=3)
    assert list(held_by(world).values()) == [False, False, False, True]
    assert len(told(world, What.GATHERING_SEATED)) == 2
    with pytest.raises(Unfit) as refused:
        planned.change(capacity=2)
    assert "capacity" in dict(refused.value.fields)
    planned.change(capacity=None)
    assert not any(held_by(world).values())


def test_nobody_comes_before_those_who_wait(world, planned):
    """A seat that is free for a moment is not the next one's who presses."""
    eva, per, siri = people(world, "Eva", "Per", "Siri")
    planned.published()
    planned.take(eva)
    planned.take(per)
    world.db.delete(world.db.scalars(select(Seat).where(Seat.person_id == eva.id)).one())
    world.db.flush()
    assert planned.take(siri) is False
    assert seats.fill(world.context(), row(world, planned.id).id) == 1
    assert held_by(world) == {per.id: False, siri.id: True}


def test_signing_up_again_changes_what_one_needs_and_nothing_else(world, planned):
    eva, per = people(world, "Eva", "Per")
    planned.published()
    planned.take(eva)
    planned.take(per, "Teleslynge")
    assert planned.take(per, "Tolk") is False
    assert [one.needs for one in world.db.scalars(select(Seat).order_by(Seat.id))] == ["", "Tolk"]


def test_a_change_is_told_to_those_who_signed_up_and_grows_in_calendars(world, planned):
    eva, per, other = people(world, "Eva", "Per", "Følger")
    planned.published()
    planned.take(eva)
    planned.take(per)
    planned.change(place="Torget")
    (event,) = told(world, What.GATHERING_CHANGED)
    assert hearers(world, event) == {eva.id, per.id}
    assert other.id not in hearers(world, event)
    assert row(world, planned.id).sequence == 1


def test_a_cancelled_one_stays_and_is_told(world, planned):
    eva, per = people(world, "Eva", "Per")
    planned.published()
    planned.take(eva)
    ctx = world.context(planned.staff)
    with pytest.raises(Unfit):
        gatherings.cancel(ctx, planned.id, "  ")
    gatherings.cancel(ctx, planned.id, "Den som skulle lede, er syk.")
    (event,) = told(world, What.GATHERING_CANCELLED)
    assert hearers(world, event) == {eva.id}
    for deed in (
        lambda: planned.take(per),
        lambda: planned.change(place="Torget"),
        lambda: gatherings.cancel(ctx, planned.id, "Igjen"),
    ):
        with pytest.raises(Unfit):
            deed()
    assert readings.page(world.context(), planned.id).cancelled_why == "Den som skulle lede, er syk."


def test_who_has_not_confirmed_their_address_takes_no_seat(world, planned):
    planned.published()
    new = world.person("Ny", confirmed=False)
    with pytest.raises(Refused):
        planned.take(new)


def test_what_people_need_is_for_the_responsible_alone(world, planned):
    (eva,) = people(world, "Eva")
    planned.published()
    planned.take(eva, "Plass til rullestol")
    other = world.person("Kari", Role.PUBLISIST)

    def needs(person):
        ctx = world.context(person)
        return [one.needs for one in readings.attendees(ctx, readings.page(ctx, planned.id)).rows]

    assert needs(planned.staff) == ["Plass til rullestol"]
    assert needs(other) == [""]


def test_nothing_of_who_signs_up_is_in_the_history(world, planned):
    eva, per = people(world, "Eva", "Per")
    planned.published()
    planned.take(eva)
    planned.take(per)
    seats.leave(world.context(eva), planned.id)
    assert not {eva.id, per.id} & set(world.db.scalars(select(Event.actor_id)))
