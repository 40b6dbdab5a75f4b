"""Many at the same instant about one need: it concerns each person once, is confirmed once, and is tied once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from samskaping.actions import concerns, needs, ties
from samskaping.actions.needs import Told
from samskaping.context.doors import without_browser
from samskaping.db import transaction
from samskaping.errors import Denied
from samskaping.models import ChallengeNeed, Event, Need, NeedConcern
from samskaping.rules.events import What
from samskaping.rules.roles import Role
from tests.actions.test_needs import SECRET, WORDS, challenge
from tests.world import municipality

AT_ONCE = 12


class Crowd:
    """A need, a challenge and some persons, and a deed that all do in the same instant, each in its own transaction."""

    def __init__(self, engine, persons=1):
        self.engine = engine
        with transaction(engine) as db:
            world = municipality(db, "halden")
            self.here, self.now = world.here, world.now
            people = [world.person(f"P{number}") for number in range(persons)]
            self.challenge = challenge(world, world.person("Pia", Role.PUBLISIST))
            self.ref = ties.tell(world.context(world.person("Ola")), Told(WORDS)).reference
            self.ids = [person.id for person in people]

    def press(self, deed):
        """What each got: the deed's answer, or the name of what refused it."""
        start = Barrier(AT_ONCE)

        def one(number):
            start.wait()
            try:
                with transaction(self.engine, self.here.id) as db:
                    return deed(without_browser(db, self.here, self.ids[number % len(self.ids)], self.now))
            except Denied as denied:
                return type(denied).__name__

        with ThreadPoolExecutor(AT_ONCE) as pool:
            return [future.result() for future in [pool.submit(one, number) for number in range(AT_ONCE)]]

    def scalar(self, statement):
        with transaction(self.engine, self.here.id) as db:
            return db.scalar(statement)

    @property
    def concern_count(self):
        """(rows, stored count)"""
        stored = select(Need.concern_count).where(Need.reference == self.ref)
        return self.scalar(select(func.count()).select_from(NeedConcern)), self.scalar(stored)


@pytest.mark.parametrize("persons", [1, AT_ONCE])
def test_it_concerns_each_person_once_however_many_press_at_once(own_engine, rounds, persons):
    crowd = Crowd(own_engine, persons)
    for _round in range(rounds):
        assert sorted(crowd.press(lambda ctx: concerns.say(ctx, crowd.ref))) == sorted(
            [True] * persons + [False] * (AT_ONCE - persons)
        )
        assert crowd.concern_count == (persons, persons)
        crowd.press(lambda ctx: concerns.take_back(ctx, crowd.ref))
        assert crowd.concern_count == (0, 0)


def test_a_link_that_is_used_many_times_at_once_confirms_once(own_engine):
    crowd = Crowd(own_engine)
    with transaction(own_engine, crowd.here.id) as db:
        ctx = without_browser(db, crowd.here, None, crowd.now)
        waiting = needs.tell(ctx, Told("Et annet behov.", email="kari@example.no"))
        needs.keep_link(ctx, waiting.public_id, SECRET)
    answers = crowd.press(lambda ctx: needs.confirm(ctx, SECRET))
    assert sorted(answers) == ["2026-000002"] + ["Missing"] * (AT_ONCE - 1)
    published = select(func.count()).select_from(Event).where(Event.what == What.NEED_PUBLISHED)
    assert crowd.scalar(published) == 2  # this one, and the crowd's


def test_a_need_is_tied_to_a_challenge_once(own_engine):
    crowd = Crowd(own_engine, AT_ONCE)
    assert crowd.press(lambda ctx: ties.tie(ctx, crowd.ref, crowd.challenge)) == [None] * AT_ONCE
    assert crowd.scalar(select(func.count()).select_from(ChallengeNeed)) == 1
