"""Nights on which a calendar goes wrong, and weeks in which nobody is there: still nothing passes in silence."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from samskaping import clock
from samskaping.actions import absences, casework, planned, statements
from samskaping.actions.planned import When
from samskaping.actions.statements import Said
from samskaping.jobs import loop
from samskaping.jobs.deadlines import deadlines
from samskaping.jobs.publish import publish
from samskaping.jobs.tell import tell
from samskaping.models import Event, JobRun, Membership, Notification, Person
from samskaping.rules.events import What
from samskaping.rules.roles import Role
from samskaping.rules.speech import Decision
from tests.jobs.test_walk import happened, walk

pytestmark = pytest.mark.second_in_matrix


def oslo(*parts):
    """An instant told as clocks in Norway show it."""
    return datetime(*parts, tzinfo=clock.OSLO).astimezone(UTC)


#: When it came in by Norwegian clocks, the municipality's own answer time, and the last day, all written by hand.
NIGHTS = {
    "the night clocks go forward": (oslo(2026, 2, 28, 23, 59), 30, date(2026, 3, 28)),
    "due on the day clocks go forward": (oslo(2026, 3, 1, 0, 1), 28, date(2026, 3, 29)),
    "came in while clocks went forward": (oslo(2026, 3, 29, 3, 0), 30, date(2026, 4, 28)),
    "due on the day clocks go back": (oslo(2026, 9, 25, 0, 1), 30, date(2026, 10, 25)),
    "came in the first time it was half past two": (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 30, date(2026, 11, 24)),
    "came in the second time it was half past two": (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), 30, date(2026, 11, 24)),
    "the last minute of a year": (oslo(2026, 12, 31, 23, 59), 30, date(2027, 1, 30)),
    "the first minute of a year, in UTC the old one": (oslo(2027, 1, 1, 0, 1), 30, date(2027, 1, 31)),
    "due on the last day of a year": (oslo(2026, 12, 1, 12, 0), 30, date(2026, 12, 31)),
    "the next month is short": (oslo(2027, 1, 31, 12, 0), 30, date(2027, 2, 28)),
    "due on leap day": (oslo(2028, 1, 31, 12, 0), 30, date(2028, 2, 29)),
    "came in on leap day": (oslo(2028, 2, 29, 23, 59), 30, date(2028, 3, 29)),
    "a municipality that is quicker": (oslo(2026, 3, 2, 12, 0), 14, date(2026, 3, 16)),
    "a municipality that would be slower than the law": (oslo(2026, 3, 2, 12, 0), 60, date(2026, 4, 1)),
}


@pytest.mark.parametrize("night", NIGHTS, ids=lambda name: name.replace(" ", "-"))
def test_no_night_lets_the_last_day_pass_in_silence(office, night):
    """Whoever has nothing is told of by name; who has an interim reply is not, until its own day has passed."""
    received, days, last = NIGHTS[night]
    world = replace(office.world, now=received)
    world.here = replace(world.here, answer_days=days)
    kari, leader = world.caseworker(), world.person("Leder", Role.LEDER)
    silent, delayed, answered = (world.proposal(world.person(name)) for name in ("Ola", "Liv", "Per"))
    assert world.row(silent).answer_due == last
    new = last + timedelta(days=8)
    statements.interim(world.sure(kari, delayed), delayed, Said("Mer tid.", 1, due=new))
    statements.answer(world.sure(kari, answered), answered, Said("Ja.", 1, decision=Decision.JA))
    office.commit()
    walk(office, clock.midnight(last - timedelta(days=9)), (new - last).days + 12)
    told = {ref: happened(office, world, ref, What.DEADLINE_PASSED) for ref in (silent, delayed, answered)}
    assert [one.details["due"] for one in told[silent]] == [str(last)]
    assert [one.details["due"] for one in told[delayed]] == [str(new)]
    assert told[answered] == []
    assert clock.oslo_date(told[silent][0].happened_at) == last + timedelta(days=1)
    assert heard(office, What.DEADLINE_PASSED) >= {leader.name}
    assert everyone_heard(office)


def heard(office, what):
    """Who has been told of such events."""
    while tell(office.place):
        continue
    rows = select(Person.name).join(Notification).join(Event).where(Event.what == what)
    found = set(office.world.db.scalars(rows))
    office.world.db.commit()
    return found


def everyone_heard(office):
    """Whether each passed day, each reminder and each question reached somebody."""
    minded = (What.DEADLINE_PASSED, What.DEADLINE_NEAR, What.CASE_QUIET)
    told = select(Notification.id).where(Notification.event_id == Event.id).exists()
    unheard = office.world.db.scalar(select(func.count()).select_from(Event).where(Event.what.in_(minded), ~told))
    office.world.db.commit()
    return unheard == 0


@pytest.mark.parametrize("roles", [(Role.SAKSBEHANDLER,), (Role.ADMINISTRATOR,), (Role.SAKSBEHANDLER, Role.LEDER)])
def test_in_a_municipality_of_few_somebody_hears_all_the_same(office, roles):
    """Neither unit nor handler, and perhaps no leader: what nobody has is told to those who could have it."""
    for number, role in enumerate(roles):
        office.world.person(f"Ansatt {number}", role)
    office.world.proposal()
    office.commit()
    walk(office, office.world.now, 34)
    assert len(heard(office, What.DEADLINE_PASSED)) == len(roles)
    assert everyone_heard(office) or roles == (Role.ADMINISTRATOR,)


def test_a_handler_who_has_left_leaves_no_case_behind(office):
    world = office.world
    kari, ivar, ref = world.caseworker(), world.caseworker("Ivar"), world.proposal()
    casework.take(world.sure(kari, ref), ref)
    world.db.scalars(select(Membership).where(Membership.person_id == kari.id)).one().ended_at = world.now
    office.commit()
    walk(office, world.now, 34)
    assert heard(office, What.DEADLINE_NEAR) == {ivar.name}
    assert everyone_heard(office)


@pytest.mark.parametrize("away", ["handler", "leader"])
def test_whoever_stands_in_is_reminded_and_told(office, away):
    world = office.world
    kari, ivar, boss = world.caseworker(), world.caseworker("Ivar"), world.person("Leder", Role.LEDER)
    ref = world.proposal()
    world.move(ref, "vurder", kari, unit=world.unit(leader=boss).public_id)
    gone = kari if away == "handler" else boss
    days = {"from_on": world.in_days(0), "until_on": world.in_days(60)}
    absences.say(world.context(gone), person=gone.public_id, stand_in=ivar.public_id, **days)
    office.commit()
    walk(office, world.now, 34)
    assert ivar.name in heard(office, What.DEADLINE_PASSED)
    assert (ivar.name in heard(office, What.DEADLINE_NEAR)) is (away == "handler")


def test_a_worker_that_was_away_for_a_week_catches_up_and_tells_each_thing_once(office):
    world = office.world
    kari, early, passed, due = world.caseworker(), world.proposal(), world.proposal(), world.proposal()
    waits = Said("Ja.", 1, decision=Decision.JA)
    planned.plan(world.sure(kari, due), due, waits, When(at=world.now + timedelta(days=25)))
    statements.interim(world.sure(kari, early), early, Said("Mer tid.", 1, due=world.in_days(40)))
    office.commit()
    all_jobs(office, 21)
    all_jobs(office, 36)  # nobody was there for two weeks, and the answer's day was the 28th from the first
    near = [(one.details["days"], one.details["due"]) for one in happened(office, world, passed, What.DEADLINE_NEAR)]
    assert near == [(7, str(world.row(passed).answer_due))]
    assert len(happened(office, world, passed, What.DEADLINE_PASSED)) == 1
    assert [one.details["days"] for one in happened(office, world, early, What.DEADLINE_NEAR)] == [7]
    assert len(happened(office, world, due, What.ANSWER_PUBLISHED)) == 1
    assert happened(office, world, due, What.DEADLINE_PASSED) == []  # it was written in time, and is out now
    for day in (36, 37, 38):
        all_jobs(office, day)
    assert len(happened(office, world, passed, What.DEADLINE_PASSED)) == 1
    world.db.commit()


def all_jobs(office, day):
    place = office.at(days=day).place
    for _round in range(3):
        for job in loop.JOBS:
            job.run(place)


@pytest.mark.parametrize(
    ("day", "hour", "minute", "struck"),
    [
        (date(2026, 3, 29), 3, 0, datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        (date(2026, 10, 25), 3, 0, datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
        (date(2026, 12, 31), 23, 59, datetime(2026, 12, 31, 22, 59, tzinfo=UTC)),
    ],
)
def test_what_is_planned_for_such_a_night_comes_when_its_hour_strikes(office, day, hour, minute, struck):
    (moment,) = clock.wall(day, hour, minute)
    assert moment == struck
    world = replace(office.world, now=moment - timedelta(days=3))
    kari, ref = world.caseworker(), world.proposal()
    planned.plan(world.sure(kari, ref), ref, Said("Ja.", 1, decision=Decision.JA), When(at=moment))
    office.commit()
    for before, count in ((timedelta(minutes=1), 0), (timedelta(), 1)):
        assert publish(replace(office.place, now=lambda before=before: moment - before)) == count


def test_hours_that_never_strike_and_those_that_strike_twice_are_known():
    assert clock.wall(date(2026, 3, 29), 2, 30) == ()
    assert len(clock.wall(date(2026, 10, 25), 2, 30)) == 2


def test_a_round_of_the_worker_in_the_hour_that_comes_twice_is_one_round(office):
    """Turns are counted in UTC: that clocks are set back neither repeats nor holds up anything."""
    place = replace(office.place, is_once=False)
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    for minutes, turns in ((0, 1), (5, 1), (60, 2)):
        deadlines(replace(place, now=lambda minutes=minutes: first + timedelta(minutes=minutes)))
        ran = office.world.db.scalars(select(JobRun.ran_at).where(JobRun.name == "deadlines")).one()
        office.world.db.commit()
        assert ran == first + timedelta(minutes=60 * (turns - 1))


def test_a_case_that_was_ended_and_is_taken_up_again_after_its_day_is_told_of_at_once(office):
    world = office.world
    kari, ref = world.caseworker(), world.proposal()
    world.move(ref, "vurder", kari)
    other = world.proposal(world.person("Annen"))
    world.move(ref, "sla_sammen", kari, into=other)
    office.commit()
    walk(office, world.now, 40)
    assert happened(office, world, ref, What.DEADLINE_PASSED) == []
    later = office.at(days=40)
    later.world.move(ref, "ta_opp_igjen", kari)
    later.commit()
    walk(office, later.world.now, 2)
    assert len(happened(office, world, ref, What.DEADLINE_PASSED)) == 1
