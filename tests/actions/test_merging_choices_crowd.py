"""Many at once after a joining: supporters who choose, somebody who undoes it, and somebody who speaks meanwhile."""

import pytest
from sqlalchemy import func, select

from samskaping.actions import comments, merging, support
from samskaping.actions.comments import Remark
from samskaping.context.doors import without_browser
from samskaping.db import transaction
from samskaping.errors import Denied, Unfit
from samskaping.models import AskedSupporter, Comment, Merge, Support
from samskaping.rules.pipeline import State
from tests.actions.test_merging_crowd import Scene
from tests.truths import broken
from tests.world import World

SAID = Remark("Vi trenger en benk til, helst i sola.")


class Choices(Scene):
    """The same two cases, joined, with five more who support the first."""

    def __init__(self, engine):
        super().__init__(engine)
        with transaction(engine) as db:
            world = World(db, self.here, self.now)
            self.supporters = [world.person(f"Støtte {number}").id for number in range(5)]

    def joined(self):
        with transaction(self.engine, self.here.id) as db:
            for person in self.supporters:
                support.give(without_browser(db, self.here, person, self.now), self.refs[0])
        assert self.at_once((self.people[0], self.merging(0, 1))) == [None]
        with transaction(self.engine, self.here.id) as db:
            self.version = World(db, self.here, self.now).row(self.refs[0]).version

    def choosing(self, *, follows):
        return lambda ctx: merging.answer(ctx, self.refs[0], follows=follows)

    def undoing(self, ctx):
        merging.undo(ctx, self.refs[0], version=self.version)

    def saying(self, number):
        return lambda ctx: comments.write(ctx, self.refs[number], SAID)

    def held(self, table, column):
        """The totals that the two cases store, after they were found to be what the rows say."""
        with transaction(self.engine, self.here.id) as db:
            world, found = World(db, self.here, self.now), []
            for ref in self.refs:
                row = world.row(ref)
                real = db.scalar(select(func.count()).select_from(table).where(table.proposal_id == row.id))
                assert getattr(row, column) == real, ref
                found.append(real)
            assert broken(db) == []
            return tuple(found)

    def state(self):
        with transaction(self.engine, self.here.id) as db:
            return World(db, self.here, self.now).row(self.refs[0]).state


def test_supporters_who_choose_at_the_same_instant_are_all_heard(own_engine, rounds):
    scene = Choices(own_engine)
    for _ in range(rounds):
        scene.joined()
        chosen = [(person, scene.choosing(follows=number < 3)) for number, person in enumerate(scene.supporters)]
        assert scene.at_once(*chosen) == [None] * 5
        assert scene.held(Support, "support_count") == (3, 3)  # two said no, and Liv has not answered
        scene.renew()


def test_choices_beside_the_undoing_end_where_they_began(own_engine, rounds):
    """Whoever comes first: every support is back where it was given, once, and whoever came too late is told."""
    scene = Choices(own_engine)
    for _ in range(rounds):
        scene.joined()
        chosen = [(person, scene.choosing(follows=True)) for person in scene.supporters]
        results = scene.at_once((scene.people[0], scene.undoing), *chosen)
        assert results[0] is None
        assert set(results[1:]) <= {None, Unfit}
        assert scene.held(Support, "support_count") == (6, 0)
        assert scene.state() is State.MOTTATT
        scene.renew()


@pytest.mark.case("BL-12")
def test_the_undoing_of_a_joining_beside_comments_in_both_cases(own_engine, rounds):
    """The one that is joined is shut until it is undone; what is said in the other stays there."""
    scene = Choices(own_engine)
    for _ in range(rounds):
        scene.joined()
        said = [(scene.supporters[number], scene.saying(number % 2)) for number in range(4)]
        results = scene.at_once((scene.people[0], scene.undoing), *said)
        assert (results[0], results[2], results[4]) == (None, None, None), results
        assert {results[1], results[3]} <= {None, Unfit}, results
        assert scene.held(Comment, "comment_count") == ([results[1], results[3]].count(None), 2)
        assert scene.state() is State.MOTTATT
        scene.renew()


def test_two_who_join_the_same_case_into_two_others_join_it_once(own_engine, rounds):
    scene = Choices(own_engine)
    for number in range(1, rounds + 1):
        with transaction(own_engine, scene.here.id) as db:
            world = World(db, scene.here, scene.now)
            scene.refs.append(world.proposal(world.person("Tre")))
        results = scene.at_once((scene.people[0], scene.merging(0, 1)), (scene.people[1], scene.merging(0, 2)))
        assert results.count(None) == 1, results
        assert all(issubclass(one, Denied) for one in results if one), results
        with transaction(own_engine, scene.here.id) as db:
            assert db.scalar(select(func.count()).select_from(Merge)) == number
            asked = select(AskedSupporter.merge_id, func.count()).group_by(AskedSupporter.merge_id)
            assert all(count == 1 for _merge, count in db.execute(asked))
            assert broken(db) == []
        scene.renew()
