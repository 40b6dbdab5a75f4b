"""Many at the same instant: one ballot a person, and none that comes in when the vote is closed."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from samskaping.actions import votes
from samskaping.context.doors import without_browser
from samskaping.db import transaction
from samskaping.models import Ballot, Event, Vote
from samskaping.rules.events import What
from tests.crowds import AT_ONCE, Crowd
from tests.votes import Asked, vote_for


class Voting(Crowd):
    """A vote that is open, Eva, and many others."""

    def gather(self, world):
        self.eva = world.person("Eva").id
        self.many = [world.person(f"Per {number}").id for number in range(AT_ONCE)]
        asked = Asked(world).announced()
        self.challenge, self.staff = asked.challenge, asked.staff.id

    def ballots(self):
        return self.scalar(select(func.count(Ballot.id)))


@pytest.fixture
def crowd(own_engine):
    return Voting(own_engine)


def test_one_person_has_one_ballot_however_often_the_button_is_pressed(crowd):
    assert crowd.each(lambda ctx: vote_for(ctx, crowd.challenge, 1), crowd.eva) == [None] * AT_ONCE
    assert crowd.ballots() == 1


def test_everybody_who_votes_has_one(crowd):
    assert crowd.each(lambda ctx: vote_for(ctx, crowd.challenge, 1, 2), *crowd.many) == [None] * AT_ONCE
    assert crowd.ballots() == AT_ONCE


def test_what_is_closed_at_the_same_instant_counts_whole(crowd):
    """Whatever came in before it closed is counted; nothing that is tied to anybody is left."""
    key = crowd.scalar(select(Vote.id))
    later = crowd.now + timedelta(days=8)

    def close(_ctx):
        with transaction(crowd.engine, crowd.here.id) as db:
            votes.close(without_browser(db, crowd.here, None, later), key)

    casting = [(one, lambda ctx: vote_for(ctx, crowd.challenge, 1)) for one in crowd.many[:4]]
    crowd.race(*casting, (None, close), (None, close))
    stored = crowd.scalar(select(Vote.ballot_count))
    assert crowd.ballots() == stored
    assert crowd.scalar(select(func.count(Event.id)).where(Event.what == What.VOTE_CLOSED)) == 1
    assert crowd.scalar(select(func.count(Ballot.id)).where(Ballot.person_id.is_not(None))) == 0


def test_what_is_taken_back_at_the_same_instant_leaves_no_ballot(crowd):
    casting = [(one, lambda ctx: vote_for(ctx, crowd.challenge, 1)) for one in crowd.many[:4]]
    taking = (crowd.staff, lambda ctx: votes.take_back(ctx, crowd.challenge, "Summen var feil."))
    crowd.race(*casting, taking, taking)
    assert crowd.ballots() == 0
    assert crowd.scalar(select(func.count(Event.id)).where(Event.what == What.VOTE_TAKEN_BACK)) == 1
