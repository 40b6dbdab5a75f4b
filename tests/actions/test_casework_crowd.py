"""Many caseworkers at once: exactly one gets through, and the history stays whole."""

import pytest
from sqlalchemy import func, select

from samskaping.actions import casework, moves, statements
from samskaping.actions.casework import Place
from samskaping.actions.moves import Wish
from samskaping.actions.proposals import in_case, locked
from samskaping.actions.record import public_id
from samskaping.actions.statements import Said
from samskaping.db import transaction
from samskaping.errors import Clash
from samskaping.models import Event
from samskaping.rules.events import What
from samskaping.rules.moves import BY_VERB
from samskaping.rules.speech import Decision
from tests.crowds import at_once, kinds
from tests.truths import broken
from tests.world import World, municipality


class Crowd:
    """Caseworkers who do one thing each at the same instant, each on a connection of their own."""

    def __init__(self, engine, count):
        self.engine = engine
        with transaction(engine) as db:
            world = municipality(db)
            self.here = world.here
            self.people = [world.caseworker(f"Person {number}").id for number in range(count)]
            self.unit = world.unit().public_id
            self.now = world.now
        self.renew()

    def renew(self):
        """Another case to be at once in."""
        with transaction(self.engine, self.here.id) as db:
            world = World(db, self.here, self.now)
            self.ref = world.proposal(world.person(f"Skriver {public_id()}"))
            self.version = world.row(self.ref).version

    def do(self, deed):
        """What each got: None for done, or the kind of refusal."""
        deeds = [(person, lambda ctx, at=at: deed(ctx, at)) for at, person in enumerate(self.people)]
        return kinds(at_once(self.engine, self.here, self.now, *deeds))

    def events(self, what):
        with transaction(self.engine, self.here.id) as db:
            return db.scalar(select(func.count()).select_from(Event).where(Event.what == what))


def moving(crowd):
    def deed(ctx, _number):
        moves.move(ctx, crowd.ref, Wish("vurder", crowd.version, unit=crowd.unit), impartial=True)

    return deed


@pytest.mark.case("BL-06")
def test_of_many_who_move_a_case_exactly_one_succeeds(own_engine, rounds):
    crowd = Crowd(own_engine, 8)
    for number in range(1, rounds + 1):
        results = crowd.do(moving(crowd))
        assert sorted(map(str, results)) == sorted([str(Clash)] * 7 + ["None"])
        assert crowd.events(What.PROPOSAL_MOVED) == number
        crowd.renew()


@pytest.mark.case("BL-06")
def test_the_race_is_lost_when_the_version_is_not_the_one_that_was_shown(own_engine, monkeypatch):
    """The twin: with the version as it is when sent, and no look at the state, all get through, and it is seen."""
    monkeypatch.setattr(moves, "find", lambda _state, verb: BY_VERB[verb])
    crowd = Crowd(own_engine, 4)

    def deed(ctx, _number):
        version = locked(ctx, crowd.ref).version
        moves.move(ctx, crowd.ref, Wish("vurder", version, unit=crowd.unit), impartial=True)

    assert crowd.do(deed) == [None] * 4
    assert crowd.events(What.PROPOSAL_MOVED) == 4


def test_of_many_who_take_a_case_exactly_one_has_it(own_engine):
    crowd = Crowd(own_engine, 8)
    results = crowd.do(lambda ctx, _number: casework.take(ctx, crowd.ref, impartial=True))
    assert sorted(map(str, results)) == sorted([str(Clash)] * 7 + ["None"])
    assert crowd.events(What.PROPOSAL_ASSIGNED) == 1


def test_the_race_is_lost_when_nobody_looks_who_has_the_case(own_engine, monkeypatch):
    """The twin: a deed to which every case is nobody's lets all take it, and each believes that they have it."""

    def blind(ctx, ref):
        found = in_case(ctx, ref)
        found.handler_id = None
        return found

    monkeypatch.setattr(casework, "in_case", blind)
    crowd = Crowd(own_engine, 4)
    assert crowd.do(lambda ctx, _number: casework.take(ctx, crowd.ref, impartial=True)) == [None] * 4
    assert crowd.events(What.PROPOSAL_ASSIGNED) == 4


@pytest.mark.parametrize("deed", ["classify", "update"])
def test_of_many_who_put_a_case_in_its_place_or_tell_news_one_does_and_the_rest_hear_of_it(own_engine, deed):
    crowd = Crowd(own_engine, 6)
    deeds = {
        "classify": lambda ctx, number: casework.classify(
            ctx, crowd.ref, Place(goals=(number + 1,)), version=crowd.version
        ),
        "update": lambda ctx, number: statements.update(ctx, crowd.ref, Said(f"Nytt {number}", crowd.version)),
    }
    results = crowd.do(deeds[deed])
    assert sorted(map(str, results)) == sorted([str(Clash)] * 5 + ["None"])
    assert crowd.events(What.PROPOSAL_CLASSIFIED if deed == "classify" else What.UPDATE_PUBLISHED) == 1


def test_of_a_mover_and_an_answerer_one_clashes_and_the_chain_holds(own_engine, rounds):
    crowd = Crowd(own_engine, 6)

    def deed(ctx, number):
        if number % 2:
            moving(crowd)(ctx, number)
        else:
            statements.answer(ctx, crowd.ref, Said("Ja.", crowd.version, decision=Decision.JA), impartial=True)

    for _ in range(rounds):
        results = crowd.do(deed)
        assert results.count(None) == 1
        assert set(results) == {None, Clash}
        with transaction(own_engine, crowd.here.id) as db:
            assert broken(db) == []
        crowd.renew()
