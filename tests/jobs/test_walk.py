"""A clock walks proposals through every deadline: none passes one without a word, and none ends by age alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from samskaping import clock
from samskaping.actions import casework, impartiality, statements
from samskaping.actions.statements import Said
from samskaping.jobs import loop
from samskaping.jobs.close import close
from samskaping.jobs.deadlines import deadlines, quiet
from samskaping.jobs.retain import retain
from samskaping.jobs.tell import tell
from samskaping.models import Event, Notification, Person
from samskaping.rules.deadlines import legal_limit
from samskaping.rules.events import What
from samskaping.rules.pipeline import OPEN, Ball, State
from samskaping.rules.roles import Role

pytestmark = pytest.mark.second_in_matrix

#: Ways from «mottatt» to each open state.
WAYS = {
    State.MOTTATT: (),
    State.VURDERES: ("vurder",),
    State.UTVIKLES_SAMMEN: ("vurder", "utvikle"),
    State.BESLUTTES: ("vurder", "legg_fram_direkte"),
    State.PROVES_UT: ("vurder", "utvikle", "prov_ut_direkte"),
    State.INNFORES: ("vurder", "innfor_direkte"),
    State.GEVINST_MALES: ("vurder", "innfor_direkte", "gjennomfort"),
}
#: Received just before and after midnight in Norway, and around the nights when clocks are set forward and back.
RECEIVED = (
    datetime(2026, 2, 27, 22, 59, tzinfo=UTC),
    datetime(2026, 2, 27, 23, 1, tzinfo=UTC),
    datetime(2026, 9, 24, 21, 59, tzinfo=UTC),
    datetime(2026, 9, 24, 22, 1, tzinfo=UTC),
    datetime(2027, 1, 31, 12, 0, tzinfo=UTC),
)


def placed(office, received, *, approval=False):
    world = replace(office.world, now=received)
    world.here = replace(world.here, answer_days=30, approval=approval)
    return world


def walk(office, received, days):
    """The jobs that mind dates, at the first minutes of every Norwegian day."""
    day = clock.oslo_date(received)
    for number in range(1, days + 1):
        now = clock.midnight(day + timedelta(days=number)) + timedelta(minutes=1)
        place = replace(office.place, now=lambda now=now: now)
        for job in (close, deadlines, quiet, retain):
            job(place)


def happened(office, world, ref, *what):
    world.context()
    found = select(Event).where(Event.subject_kind == "proposal", Event.subject_id == world.row(ref).id)
    rows = office.world.db.scalars(found.where(Event.what.in_(what)).order_by(Event.number)).all()
    office.world.db.commit()
    return rows


def test_every_watched_state_has_a_way():
    assert set(WAYS) == OPEN


@pytest.mark.parametrize("received", RECEIVED, ids=lambda at: f"{at:%d%m-%H%M}")
def test_no_state_lets_the_legal_limit_pass_in_silence(office, received):
    world = placed(office, received)
    kari, refs = world.caseworker(), {}
    unit = world.unit(leader=world.person("Leder", Role.LEDER)).public_id
    for number, (state, verbs) in enumerate(WAYS.items()):
        refs[state] = world.proposal(world.person(f"Nr {number}"))
        for verb in verbs:
            world.move(refs[state], verb, kari, unit=unit, **_far(world, verb))
    waits = placed(office, received, approval=True)
    refs[State.TIL_GODKJENNING] = waits.proposal(world.person("Ny"))
    office.commit()
    walk(office, received, 34)
    limit = legal_limit(clock.oslo_date(received))
    for state, ref in refs.items():
        row = world.row(ref)
        assert row.state is state  # nothing has ended by age
        told = happened(office, world, ref, What.DEADLINE_PASSED)
        assert [one.details["due"] for one in told] == [str(limit)], state
        # Told within the first minutes of the day after the limit.
        assert clock.oslo_date(told[0].happened_at) == limit + timedelta(days=1)
        near = [one.details["days"] for one in happened(office, world, ref, What.DEADLINE_NEAR)]
        assert near == [7, 2], state


def _far(world, verb):
    """The next step is far ahead, so that it is the answer's day that is met first."""
    demands = {"utvikle", "legg_fram_direkte", "prov_ut_direkte", "innfor_direkte", "gjennomfort"}
    return {"next_on": world.in_days(300)} if verb in demands else {}


def test_joining_ending_and_a_partial_leader_let_no_limit_pass_in_silence(office):
    """A chain of joinings, an end by learning, and a case whose leader is partial: each author is minded in time."""
    world = replace(office.world, now=RECEIVED[2])
    world.here = replace(world.here, answer_days=30)
    kari, lead = world.caseworker(), world.person("Inhabil Leder", Role.LEDER)
    under, free = world.caseworker("Under Leder"), world.person("Fri Leder", Role.LEDER)
    unit = world.unit(leader=lead)
    world.context()
    world.joins(under, unit)
    days = [world, world.later(days=9), world.later(days=16)]
    one, two, three = (day.proposal(world.person(f"Nr {number}")) for number, day in enumerate(days))
    learnt, partial = world.proposal(world.person("Lærer")), world.proposal(world.person("Nabo"))
    world.move(learnt, "vurder", kari)
    casework.assign(world.sure(lead, partial), partial, person=under.public_id, unit=unit.public_id)
    impartiality.declare(world.context(lead), partial, partial=True)
    later = world.later(days=20)
    later.move(one, "sla_sammen", kari, into=two)
    later.move(two, "sla_sammen", kari, into=three)
    later.move(learnt, "avslutt_med_laering", kari)
    office.commit()
    limit = legal_limit(clock.oslo_date(world.now))
    walk(office, later.now, 14)
    for ref in (three, partial):
        told = happened(office, world, ref, What.DEADLINE_PASSED)
        assert [one.details["due"] for one in told] == [str(limit)]
        assert clock.oslo_date(told[0].happened_at) == limit + timedelta(days=1)
    answered = world.row(learnt).answered_at
    assert answered is not None
    assert clock.oslo_date(answered) <= limit
    world.db.commit()
    while tell(office.at(days=300).place):
        continue
    passed = (Event.what == What.DEADLINE_PASSED, Event.subject_id == world.row(partial).id)
    heard = set(world.db.scalars(select(Person.name).join(Notification).join(Event).where(*passed)))
    assert heard == {free.name, kari.name}
    world.db.commit()


def test_answer_and_interim_reply_keep_the_leader_out_of_it_until_the_new_date(office):
    world, received = office.world, office.world.now
    kari, answered, later = world.caseworker(), world.proposal(), world.proposal()
    new = world.in_days(50)
    statements.interim(world.sure(kari, later), later, Said("Mer tid.", 1, due=new))
    statements.answer(world.sure(kari, answered), answered, Said("Ja.", 1, decision="ja"))
    office.commit()
    walk(office, received, 60)
    assert happened(office, world, answered, What.DEADLINE_PASSED) == []
    assert [one.details["due"] for one in happened(office, world, later, What.DEADLINE_PASSED)] == [str(new)]


def test_the_leader_is_told_once_for_each_date_and_why(office):
    world, received = office.world, office.world.now
    kari, leader = world.caseworker(), world.person("Leder", Role.LEDER)
    other = world.person("Annen leder", Role.LEDER)
    ref = world.proposal()
    world.move(ref, "vurder", kari, unit=world.unit(leader=leader).public_id)
    world.move(ref, "utvikle", kari, unit=world.unit("Kultur", leader=leader).public_id, next_on=world.in_days(10))
    office.commit()
    walk(office, received, 40)
    told = [(one.details["due"], one.details["step"]) for one in happened(office, world, ref, What.DEADLINE_PASSED)]
    assert told == [(str(world.in_days(10)), "move"), (str(world.row(ref).answer_due), "answer")]
    world.db.commit()
    while tell(office.at(days=40).place):
        continue
    heard = select(Person.name).join(Notification).join(Event).where(Event.what == What.DEADLINE_PASSED)
    assert set(world.db.scalars(heard)) == {"Leder", kari.name}  # whoever moved it has it
    assert other.name not in set(world.db.scalars(heard))
    world.db.commit()


def test_a_silent_case_is_asked_about_again_and_again_and_never_ends(office):
    world, received = office.world, office.world.now
    kari, ref = world.caseworker(), world.proposal()
    statements.answer(world.sure(kari, ref), ref, Said("Ja.", 1, decision="ja"))
    office.commit()
    walk(office, received, 130)
    asked = happened(office, world, ref, What.CASE_QUIET)
    assert [one.details["days"] for one in asked] == [61, 91, 121]
    later = office.at(days=130)
    due = later.world.in_days(40)
    statements.check_in(later.world.context(kari), ref, Said("Vi venter på telen.", world.row(ref).version, due=due))
    later.commit()
    row = world.row(ref)
    assert (row.next_on, row.ball, row.ball_until, row.state) == (due, Ball.KOMMUNE, due, State.MOTTATT)
    world.db.commit()
    walk(office, later.world.now, 50)
    assert len(happened(office, world, ref, What.CASE_QUIET)) == 3
    assert [one.details["step"] for one in happened(office, world, ref, What.DEADLINE_PASSED)] == ["move"]


def test_no_job_ends_a_case_however_old(office):
    world = office.world
    kari = world.caseworker()
    refs = {}
    for number, (state, verbs) in enumerate(WAYS.items()):
        refs[state] = world.proposal(world.person(f"Nr {number}"))
        for verb in verbs:
            world.move(refs[state], verb, kari)
    office.commit()
    for years in (1, 3, 10):
        for job in loop.JOBS:
            job.run(office.at(days=366 * years).place)
    assert {state: world.row(ref).state for state, ref in refs.items()} == {state: state for state in refs}
    assert all(world.row(ref).is_public for ref in refs.values())
    world.db.commit()


def test_the_limit_is_the_same_date_next_month_or_thirty_days():
    assert legal_limit(date(2027, 1, 31)) == date(2027, 2, 28)
    assert legal_limit(date(2026, 9, 25)) == date(2026, 10, 25)  # the night when clocks are set back
