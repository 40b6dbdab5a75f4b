"""Phases turn at midnight in Norway, also on the nights when clocks are set: once, and none too early."""

import threading
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from samskaping import clock
from samskaping.actions import comments, drafts, support, ties
from samskaping.actions.comments import Remark
from samskaping.actions.drafts import Change
from samskaping.actions.needs import Told
from samskaping.errors import Unfit
from samskaping.jobs.close import close
from samskaping.jobs.phases import phases
from samskaping.jobs.tell import tell
from samskaping.models import Challenge, Event, Notification
from samskaping.rules.events import What
from samskaping.rules.phases import Opening
from samskaping.rules.roles import Role
from tests.challenges import published
from tests.phases import BEHOV, FORSLAG, VURDERING, phase, planned

pytestmark = pytest.mark.second_in_matrix

#: The last day of the first phase: an ordinary one, the nights when clocks go forward and back, and the year's last.
#: When the day after begins, written by hand.
NIGHTS = {
    date(2026, 3, 10): datetime(2026, 3, 10, 23, 0, tzinfo=UTC),
    date(2026, 3, 28): datetime(2026, 3, 28, 23, 0, tzinfo=UTC),
    date(2026, 3, 29): datetime(2026, 3, 29, 22, 0, tzinfo=UTC),
    date(2026, 10, 24): datetime(2026, 10, 24, 22, 0, tzinfo=UTC),
    date(2026, 10, 25): datetime(2026, 10, 25, 23, 0, tzinfo=UTC),
    date(2026, 12, 31): datetime(2026, 12, 31, 23, 0, tzinfo=UTC),
}


@pytest.fixture
def ingrid(office):
    return office.world.person("Ingrid Demo", Role.PUBLISIST)


def challenge(office, ingrid, *wanted):
    """A challenge that is promised answers late enough for any plan."""
    ahead = office.world.in_days(90)
    made = published(office.world, ingrid, closes_on=None, answers_on=ahead)
    planned(office.world, ingrid, made, *wanted)
    return made


def at(office, moment):
    return replace(office.place, now=lambda: moment)


def told(office, made):
    """What the history tells of the phases."""
    office.world.db.expire_all()
    office.world.context()
    row = office.world.db.scalars(select(Challenge).where(Challenge.public_id == made)).one()
    turns = (What.CHALLENGE_PHASE_BEGAN, What.CHALLENGE_PHASE_ENDED)
    found = select(Event.what, Event.details).where(Event.subject_id == row.id, Event.what.in_(turns))
    lines = [(what, details["phase"]) for what, details in office.world.db.execute(found.order_by(Event.id))]
    office.world.db.commit()
    return row.phase, lines


@pytest.mark.parametrize("last", NIGHTS, ids=str)
def test_a_phase_ends_with_its_last_day_and_the_next_begins(office, ingrid, last):
    """To the second, whatever the night; and what is open goes by the day, also while no worker looks."""
    began = NIGHTS[last]
    assert clock.midnight(last + timedelta(days=1)) == began
    office.world.now = clock.at(last - timedelta(days=2), 12)
    world = office.world
    made = challenge(office, ingrid, phase(world, BEHOV, 0, 2), phase(world, FORSLAG, 3, 30))
    office.commit()
    assert told(office, made) == (BEHOV, [(What.CHALLENGE_PHASE_BEGAN, "behov")])
    for moment, kind in ((began - timedelta(seconds=1), BEHOV), (began, FORSLAG)):
        now = replace(world, now=moment)
        if kind is BEHOV:
            with pytest.raises(Unfit, match="tar ikke imot forslag i fasen «Behov»"):
                now.draft(ingrid, challenge=made)
        else:
            now.draft(ingrid, challenge=made)  # the worker has not looked yet
        world.db.rollback()
        phases(at(office, moment))
        assert told(office, made)[0] is kind
    assert told(office, made)[1][1:] == [(What.CHALLENGE_PHASE_BEGAN, "forslag")]
    assert [phases(at(office, began + timedelta(minutes=minutes))) for minutes in (0, 1, 60)] == [0, 0, 0]


def test_a_pause_between_phases_and_the_end_of_the_last_are_told_of(office, ingrid):
    world = office.world
    wanted = (phase(world, BEHOV, 0, 1), phase(world, FORSLAG, 4, 5), phase(world, VURDERING, 6, 8))
    made = challenge(office, ingrid, *wanted)
    office.commit()
    for day in range(11):
        phases(office.at(days=day).place)
        close(office.at(days=day).place)
    began, ended = What.CHALLENGE_PHASE_BEGAN, What.CHALLENGE_PHASE_ENDED
    lines = [(began, "behov"), (ended, "behov"), (began, "forslag"), (began, "vurdering"), (ended, "vurdering")]
    assert told(office, made) == (None, lines)


def test_followers_hear_once_and_a_worker_that_was_away_tells_only_of_today(office, ingrid):
    world = office.world
    ola = world.person()
    wanted = (phase(world, BEHOV, 0, 1), phase(world, FORSLAG, 2, 5), phase(world, VURDERING, 6, None))
    made = challenge(office, ingrid, *wanted)
    support.follow(world.context(ola), "challenge", made)
    office.commit()
    late = office.at(days=9).place
    assert phases(late) == 1
    began = What.CHALLENGE_PHASE_BEGAN
    assert told(office, made) == (VURDERING, [(began, "behov"), (began, "vurdering")])
    while tell(late):
        continue
    heard = select(Event.details).join(Notification, Notification.event_id == Event.id)
    rows = world.db.scalars(
        heard.where(Notification.person_id == ola.id, Event.what == What.CHALLENGE_PHASE_BEGAN).order_by(Event.id)
    ).all()
    world.db.commit()
    assert rows[-1] == {"phase": "vurdering"}
    assert len(rows) == 2


def test_several_workers_turn_it_once(office, ingrid):
    world = office.world
    made = challenge(office, ingrid, phase(world, BEHOV, 0, 1), phase(world, FORSLAG, 2, None))
    office.commit()
    later, done = office.at(days=2).place, []
    crew = [threading.Thread(target=lambda: done.append(phases(later))) for _ in range(4)]
    for one in crew:
        one.start()
    for one in crew:
        one.join()
    assert sum(done) == 1
    assert len(told(office, made)[1]) == 2


def test_a_draft_turns_only_when_it_is_published(office, ingrid):
    world = office.world
    wanted = phase(world, FORSLAG, 0, 5)
    made = challenge(office, ingrid, wanted)
    row = world.db.scalars(select(Challenge).where(Challenge.public_id == made)).one()
    row.published_at, row.phase = None, None
    row.state = "utkast"
    office.commit()
    assert phases(office.place) == 0


def test_what_is_open_goes_by_the_day(office, ingrid):
    """Each of the four, the last second before it is shut and the first after."""
    world = office.world
    everything = phase(world, FORSLAG, 0, 3, opens=Opening)
    made = challenge(office, ingrid, everything, phase(world, VURDERING, 4, 30, opens=()))
    ola = world.person()
    ref = world.proposal(ola, challenge=made)
    office.commit()
    shut = clock.midnight(world.in_days(4))
    deeds = (
        lambda ctx: ties.tell(ctx, Told("Eg treng ein benk."), challenge=made),
        lambda ctx: drafts.save(ctx, drafts.start(ctx, challenge=made), Change(need="x")),
        lambda ctx: comments.write(ctx, ref, Remark("Godt tenkt.")),
        lambda ctx: support.give(ctx, ref),
    )
    liv = world.person("Liv")
    office.commit()
    for deed in deeds:
        for moment, is_open in ((shut - timedelta(seconds=1), True), (shut, False)):
            ctx = replace(world, now=moment).context(liv)
            with nullcontext() if is_open else pytest.raises(Unfit, match="i fasen «Vurdering»"):
                deed(ctx)
            world.db.rollback()
