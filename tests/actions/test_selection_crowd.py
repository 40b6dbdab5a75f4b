"""Many cases at once beside one of them alone: whoever comes second does nothing at all, and is told."""

import pytest

from samskaping.actions import moves, selection
from samskaping.actions.moves import Wish
from samskaping.context.doors import without_browser
from samskaping.db import transaction
from samskaping.errors import Clash
from samskaping.queries import selection as queries
from samskaping.queries.selection import Wanted
from samskaping.rules.pipeline import State
from samskaping.rules.selection import Doing
from tests.crowds import at_once, kinds
from tests.truths import broken
from tests.world import World, municipality


class Desk:
    """Two caseworkers: one with three cases in hand, one with the second of them alone."""

    def __init__(self, engine):
        self.engine = engine
        with transaction(engine) as db:
            world = municipality(db)
            self.here, self.now = world.here, world.now
            self.people = [world.caseworker("Kari").id, world.caseworker("Ivar").id]
            self.unit = world.unit().public_id
            self.writer = world.person()
            self.refs = [world.proposal(self.writer) for _ in range(3)]
            self.version = world.row(self.refs[1]).version
        self.wanted = Wanted(Doing.FLYTT, unit=self.unit, verb="vurder")
        self.wish = Wish("vurder", self.version, unit=self.unit)

    def look(self):
        with transaction(self.engine, self.here.id) as db:
            ctx = without_browser(db, self.here, self.people[0], self.now)
            found = queries.verdicts(ctx, queries.cases(ctx, self.refs), queries.order(ctx, self.wanted))
            return " ".join(one.mark for one in found)

    def many(self, ctx, seen):
        selection.do(ctx, self.refs, self.wanted, seen=seen, wish=self.wish, impartial=True)

    def one(self, ctx, _seen):
        moves.move(ctx, self.refs[1], self.wish, impartial=True)

    def both(self, *deeds):
        """What each got: None for done, or the kind of refusal."""
        seen = self.look()
        pairs = [
            (person, lambda ctx, deed=deed: deed(ctx, seen)) for person, deed in zip(self.people, deeds, strict=False)
        ]
        return kinds(at_once(self.engine, self.here, self.now, *pairs))

    def states(self):
        with transaction(self.engine, self.here.id) as db:
            world = World(db, self.here, self.now)
            assert broken(db) == []
            return [world.row(ref).state for ref in self.refs]


def whole(results, states):
    """Either all were moved together and the single move was refused, or only the single one was moved."""
    together = [State.VURDERES] * 3
    alone = [State.MOTTATT, State.VURDERES, State.MOTTATT]
    return (results, states) in (([None, Clash], together), ([Clash, None], alone))


def test_many_beside_one_is_all_or_nothing(own_engine, rounds):
    desk = Desk(own_engine)
    for _ in range(rounds):
        again(desk)
        results = desk.both(desk.many, desk.one)
        assert whole(results, desk.states()), (results, desk.states())


def again(desk):
    """Other cases for another round."""
    with transaction(desk.engine, desk.here.id) as db:
        world = World(db, desk.here, desk.now)
        writer = world.person()
        desk.refs = [world.proposal(writer) for _ in range(3)]


def test_two_selections_of_the_same_cases_wait_for_each_other(own_engine):
    desk = Desk(own_engine)
    results = desk.both(desk.many, desk.many)
    assert sorted(map(str, results)) == sorted(["None", str(Clash)])
    assert desk.states() == [State.VURDERES] * 3


def test_without_looking_at_what_was_shown_something_else_happens_than_was_told(own_engine, monkeypatch):
    """The twin: when the marks are not compared, the rest is moved although the preview named all three."""
    monkeypatch.setattr(selection, "is_as_shown", lambda _now, _seen: True)
    desk = Desk(own_engine)
    seen = desk.look()
    with transaction(own_engine, desk.here.id) as db:
        desk.one(without_browser(db, desk.here, desk.people[1], desk.now), seen)
    with transaction(own_engine, desk.here.id) as db:
        desk.many(without_browser(db, desk.here, desk.people[0], desk.now), seen)
    assert not whole([Clash, None], desk.states())


def test_what_was_shown_is_compared_row_by_row(own_engine):
    desk = Desk(own_engine)
    with pytest.raises(Clash), transaction(own_engine, desk.here.id) as db:
        desk.many(without_browser(db, desk.here, desk.people[0], desk.now), "")
