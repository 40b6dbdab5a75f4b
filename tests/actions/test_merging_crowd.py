"""Many at once around a joining: one way wins, and a support follows once."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from samskaping.actions import merging, moves, support
from samskaping.actions.moves import Wish
from samskaping.actions.proposals import locked
from samskaping.context.doors import without_browser
from samskaping.db import Unavailable, transaction
from samskaping.errors import Clash, Denied
from samskaping.models import Merge, Proposal, Support
from samskaping.rules.pipeline import State
from tests.crowds import at_once, kinds
from tests.truths import broken
from tests.world import World, municipality


class Scene:
    """Two cases, two caseworkers and a supporter of the first, each deed on a connection of its own."""

    def __init__(self, engine):
        self.engine = engine
        with transaction(engine) as db:
            world = municipality(db)
            self.here, self.now = world.here, world.now
            self.people = [world.caseworker(name).id for name in ("Kari", "Per")]
            self.unit = world.unit().public_id
            self.supporter = world.person("Liv").id
        self.renew()

    def renew(self):
        """Two other cases, an hour later: nobody may comment without end."""
        self.now += timedelta(hours=1)
        with transaction(self.engine, self.here.id) as db:
            world = World(db, self.here, self.now)
            self.refs = [world.proposal(world.person("En")), world.proposal(world.person("To"))]
            self.versions = [world.row(ref).version for ref in self.refs]
            support.give(without_browser(db, self.here, self.supporter, self.now), self.refs[0])

    def at_once(self, *deeds):
        """Each deed (a person and what they do) at the same instant; None for done, or the kind of refusal."""
        return kinds(at_once(self.engine, self.here, self.now, *deeds))

    def merging(self, source, target):
        wish = Wish("sla_sammen", self.versions[source], reason="De er like.", unit=self.unit, into=self.refs[target])
        return lambda ctx: moves.move(ctx, self.refs[source], wish, impartial=True)

    def both_ways(self):
        return self.at_once((self.people[0], self.merging(0, 1)), (self.people[1], self.merging(1, 0)))

    def merges(self):
        with transaction(self.engine, self.here.id) as db:
            return db.scalar(select(func.count()).select_from(Merge))


def test_of_two_that_would_join_each_other_one_wins(own_engine, rounds):
    scene = Scene(own_engine)
    for number in range(1, rounds + 1):
        results = scene.both_ways()
        assert results.count(None) == 1, results
        assert all(issubclass(result, Denied) for result in results if result), results
        assert scene.merges() == number
        with transaction(own_engine, scene.here.id) as db:
            states = [World(db, scene.here, scene.now).row(ref).state for ref in scene.refs]
            assert states.count(State.SLATT_SAMMEN) == 1
            assert broken(db) == []
        scene.renew()


def test_the_race_is_lost_when_only_ones_own_case_is_locked(own_engine, monkeypatch):
    """The twin: both see the other's case open, and the database must break the tie with an error in somebody's face.

    SQLite lets one write at a time: there the race is lost only when nobody looks whether the other case is open,
    and waits.
    """
    scene, meet = Scene(own_engine), threading.Barrier(2)
    if own_engine.dialect.name == "sqlite":
        anyone = select(Proposal)
        monkeypatch.setattr(
            moves, "_target", lambda ctx, _one, ref: ctx.db.scalar(anyone.where(Proposal.reference == ref))
        )
        monkeypatch.setattr(moves, "_waits_alone", lambda *_: False)
        assert scene.both_ways() == [None, None]
        return

    def alone(ctx, ref, into):
        found = locked(ctx, ref)
        meet.wait(60)
        return found, ctx.db.scalar(select(Proposal).where(Proposal.reference == into))

    monkeypatch.setattr(merging, "both", alone)
    assert Unavailable in scene.both_ways()


@pytest.mark.case("BL-12")
def test_a_joining_beside_a_decision_on_the_target(own_engine, rounds):
    scene = Scene(own_engine)
    for _ in range(rounds):
        decided = Wish("vurder", scene.versions[1], unit=scene.unit)
        results = scene.at_once(
            (scene.people[0], scene.merging(0, 1)),
            (scene.people[1], lambda ctx, wish=decided: moves.move(ctx, scene.refs[1], wish, impartial=True)),
        )
        assert results == [None, None]
        scene.renew()


@pytest.mark.case("BL-12")
def test_a_support_follows_once_however_often_it_is_said(own_engine, rounds):
    scene = Scene(own_engine)
    for _ in range(rounds):
        assert scene.at_once((scene.people[0], scene.merging(0, 1))) == [None]
        yes = (scene.supporter, lambda ctx: merging.answer(ctx, scene.refs[0], follows=True))
        gives = (scene.supporter, lambda ctx: support.give(ctx, scene.refs[1]))
        assert scene.at_once(yes, gives, yes, gives, yes, gives) == [None] * 6
        with transaction(own_engine, scene.here.id) as db:
            world = World(db, scene.here, scene.now)
            for ref, held in zip(scene.refs, (0, 1), strict=True):
                row = world.row(ref)
                real = db.scalar(select(func.count()).select_from(Support).where(Support.proposal_id == row.id))
                assert (row.support_count, real) == (held, held)
        scene.renew()


def test_of_two_who_undo_one_does(own_engine):
    scene = Scene(own_engine)
    assert scene.at_once((scene.people[0], scene.merging(0, 1))) == [None]
    with transaction(own_engine, scene.here.id) as db:
        version = World(db, scene.here, scene.now).row(scene.refs[0]).version
    undo = [(person, lambda ctx: merging.undo(ctx, scene.refs[0], version=version)) for person in scene.people]
    results = scene.at_once(*undo)
    assert results.count(None) == 1
    assert set(results) - {None} <= {Clash} | set(Denied.__subclasses__())
