"""What was planned is published exactly once when its hour comes, or held with a reason; whoever works or is killed."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from samskaping.actions import batches, casework, planned
from samskaping.actions.moves import Wish
from samskaping.actions.planned import When
from samskaping.actions.statements import Said
from samskaping.errors import Unfit
from samskaping.jobs.publish import publish
from samskaping.jobs.tell import tell
from samskaping.models import Event, Membership, Notification, Person, Planned, Statement
from samskaping.queries import notifications
from samskaping.rules.events import What
from samskaping.rules.planned import Obstacle, PlannedState
from samskaping.rules.speech import Decision, StatementKind
from tests.truths import broken

HOUR = timedelta(hours=1)


def said(world, ref, text="Ja."):
    return Said(text, world.row(ref).version, decision=Decision.JA, mail_text="Bare til deg.")


def plan(office, kari, ref, *, text="Ja.", batch=""):
    world = office.world
    when = When(batch=batch) if batch else When(world.now + HOUR)
    return planned.plan(world.sure(kari, ref), ref, said(world, ref, text), when)


def stands(office):
    office.world.context()
    rows = office.world.db.execute(select(Planned.state, Planned.obstacle).order_by(Planned.id)).all()
    office.world.db.commit()
    return [tuple(row) for row in rows]


def counted(office, table, *where):
    office.world.context()
    found = office.world.db.scalar(select(func.count()).select_from(table).where(*where))
    office.world.db.commit()
    return found


def more_time(world, ref, days):
    return Said("Vi venter på en pris.", world.row(ref).version, due=world.in_days(days))


def test_an_interim_reply_is_published_later_and_moves_the_date(office):
    world, kari = office.world, office.world.caseworker()
    ref = world.proposal()
    planned.plan(world.sure(kari, ref), ref, more_time(world, ref, 60), When(world.now + HOUR))
    office.commit()
    assert publish(office.at(hours=1).place) == 1
    row = world.row(ref)
    assert (row.answer_due, row.answered_at, row.waiting_since) == (world.in_days(60), None, world.now)
    assert world.db.scalars(select(Statement.kind)).one() is StatementKind.INTERIM


@pytest.mark.parametrize(("on_day", "is_held"), [(20, False), (39, False), (40, True), (50, True)])
def test_an_interim_replys_new_date_is_judged_on_the_day_it_is_published(office, on_day, is_held):
    world, kari = office.world, office.world.caseworker()
    ref = world.proposal()
    batch = batches.make(world.context(kari), "Mer tid")
    planned.plan(world.sure(kari, ref), ref, more_time(world, ref, 40), When(batch=batch))
    then = office.at(days=on_day)
    batches.schedule(then.world.context(kari), batch, None)
    office.commit()
    publish(office.at(days=on_day, hours=1).place)
    assert stands(office) == [(PlannedState.HOLDT, Obstacle.MANGLER) if is_held else (PlannedState.PUBLISERT, None)]
    assert (world.row(ref).answer_due == world.in_days(40)) is not is_held


@pytest.mark.parametrize(("at_day", "days", "field"), [(29, 60, "publish_on"), (20, 20, "due"), (1, 28, "due")])
def test_an_interim_reply_is_not_planned_past_the_promised_day(office, at_day, days, field):
    world, kari = office.world, office.world.caseworker()
    ref = world.proposal()
    assert world.row(ref).answer_due == world.in_days(28)
    with pytest.raises(Unfit) as refused:
        at = When(world.now + timedelta(days=at_day))
        planned.plan(world.sure(kari, ref), ref, more_time(world, ref, days), at)
    assert set(refused.value.fields) == {field}


def test_published_when_the_hour_strikes_and_not_before(office):
    world, kari = office.world, office.world.caseworker()
    ref = world.proposal()
    plan(office, kari, ref)
    office.commit()
    assert publish(office.at(minutes=59).place) == 0
    assert publish(office.at(hours=1).place) == 1
    assert publish(office.at(hours=2).place) == 0
    row = world.row(ref)
    assert row.answered_at == world.now + HOUR
    statement = world.db.scalars(select(Statement)).one()
    assert (statement.text, statement.mail_text) == ("Ja.", "Bare til deg.")
    assert broken(world.db) == []
    world.db.commit()
    assert stands(office) == [(PlannedState.PUBLISERT, None)]


def test_a_move_is_made_with_its_reason(office):
    world, kari = office.world, office.world.caseworker()
    ref, unit = world.proposal(), world.unit().public_id
    world.move(ref, "vurder", kari, unit=unit)
    wish = Wish("utvikle", world.row(ref).version, reason="Vi møtes.", unit=unit, next_on=world.in_days(9))
    planned.plan(world.sure(kari, ref), ref, wish, When(world.now + HOUR))
    office.commit()
    publish(office.at(hours=1).place)
    assert (world.row(ref).state, world.row(ref).next_on) == ("utvikles_sammen", world.in_days(9))
    world.db.commit()


def moved(office, kari, ref):
    world = office.world
    world.move(ref, "vurder", kari)


def right_lost(office, kari, _ref):
    world = office.world
    world.context()
    world.db.scalars(select(Membership).where(Membership.person_id == kari.id)).one().ended_at = world.now


def partial(office, kari, ref):
    office.world.row(ref).partial_ids = [kari.id]


def blocked(office, kari, _ref):
    office.world.db.get_one(Person, kari.id).blocked_at = office.world.now


@pytest.mark.parametrize(
    ("happens", "obstacle"),
    [
        (moved, Obstacle.ENDRET),
        (right_lost, Obstacle.RETTIGHET),
        (partial, Obstacle.RETTIGHET),
        (blocked, Obstacle.RETTIGHET),
    ],
)
def test_what_no_longer_holds_is_held_and_its_writer_told_why(office, happens, obstacle):
    world, kari = office.world, office.world.caseworker()
    ref = world.proposal()
    plan(office, kari, ref)
    happens(office, kari, ref)
    office.commit()
    assert publish(office.at(hours=1).place) == 1
    assert stands(office) == [(PlannedState.HOLDT, obstacle)]
    assert counted(office, Statement, Statement.text == "Ja.") == 0
    event = world.db.scalars(select(Event).where(Event.what == What.ANSWER_HELD)).one()
    assert (event.details["obstacle"], event.details["people"]) == (obstacle, [kari.public_id])
    assert broken(world.db) == []
    world.db.commit()


def test_the_writer_is_told_in_words(office):
    world, kari = office.world, office.world.caseworker()
    ref = world.proposal()
    plan(office, kari, ref)
    moved(office, kari, ref)
    office.commit()
    publish(office.at(hours=1).place)
    while tell(office.at(hours=1).place):
        continue
    told = [one for one in notifications.listing(world.context(kari)).rows if one.what is What.ANSWER_HELD]
    assert [one.sentence for one in told] == ["Svaret du planla, ble ikke publisert"]
    assert told[0].reason.startswith("Saken ble endret etter at du skrev.")
    world.db.commit()


def test_at_most_one_waits_in_a_case(office):
    world, kari = office.world, office.world.caseworker()
    ref = world.proposal()
    plan(office, kari, ref)
    with pytest.raises(Unfit, match="venter et planlagt svar"):
        plan(office, kari, ref)
    world.db.rollback()


def test_a_batch_is_published_together_and_one_that_is_held_holds_no_other(office):
    world, kari = office.world, office.world.caseworker()
    refs = [world.proposal(world.person(f"Nr {number}")) for number in range(3)]
    batch = batches.make(world.context(kari), "Svar før jul")
    for ref in refs:
        plan(office, kari, ref, batch=batch)
    office.commit()
    assert publish(office.at(days=30).place) == 0
    moved(office, kari, refs[1])
    assert batches.schedule(world.context(kari), batch, None) == 2  # one of the three cases has changed
    office.commit()
    assert publish(office.place) == 3
    assert [state for state, _why in stands(office)] == [
        PlannedState.PUBLISERT,
        PlannedState.HOLDT,
        PlannedState.PUBLISERT,
    ]
    assert [world.row(ref).answered_at is None for ref in refs] == [False, True, False]
    world.db.commit()


def test_taking_a_case_disturbs_nothing_that_is_planned(office):
    world, kari = office.world, office.world.caseworker()
    ref = world.proposal()
    plan(office, kari, ref)
    casework.take(world.sure(kari, ref), ref, before=kari.public_id)
    office.commit()
    publish(office.at(hours=1).place)
    assert stands(office) == [(PlannedState.PUBLISERT, None)]
    assert counted(office, Notification) == 0
