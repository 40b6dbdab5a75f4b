"""Many at the same instant: what is raised is answered once, and suggested words are put in once."""

import pytest
from sqlalchemy import func, select

from samskaping.actions import raised, raised_decisions, wording_decisions, wordings
from samskaping.actions.raised import Written
from samskaping.actions.wordings import Suggested
from samskaping.errors import Unfit
from samskaping.models import Challenge, Event, Raised, Wording
from samskaping.rules.events import What
from samskaping.rules.raised import RaisedState
from samskaping.rules.roles import Role
from tests.challenges import published
from tests.crowds import AT_ONCE, Crowd


class Raising(Crowd):
    """A challenge that Liv raised, words that she suggested for another, and two who answer."""

    def gather(self, world):
        liv = world.person("Liv")
        self.liv = liv.id
        staff = [world.person(name, Role.PUBLISIST) for name in ("Pia", "Per")]
        self.staff = [one.id for one in staff]
        ctx = world.context(liv)
        self.raised = raised.start(ctx, Written("Hva nå?", lived="Mørkt.", success="Lyst."))
        raised.send(ctx, self.raised)
        made = published(world, staff[0])
        self.wording = wordings.suggest(world.context(liv), made, Suggested("need", "nb", "Helt andre ord.", "Fordi."))


@pytest.fixture
def crowd(own_engine):
    return Raising(own_engine)


def test_what_is_raised_is_taken_up_once_or_withdrawn(crowd):
    taking_back = (crowd.liv, lambda ctx: raised.withdraw(ctx, crowd.raised))
    taking = [(one, lambda ctx: raised_decisions.take(ctx, crowd.raised)) for one in crowd.staff * 3]
    results = crowd.race(*taking, taking_back)
    assert results.count(None) == 1
    drafts = crowd.scalar(select(func.count(Challenge.id)).where(Challenge.published_at.is_(None)))
    was_taken = crowd.scalar(select(Raised.state)) is RaisedState.TATT_INN
    assert drafts == int(was_taken)
    assert crowd.scalar(select(func.count(Event.id)).where(Event.what == What.RAISED_TAKEN)) == int(was_taken)


def test_suggested_words_are_put_in_once(crowd):
    results = crowd.each(lambda ctx: wording_decisions.accept(ctx, crowd.wording, version=1), *crowd.staff)
    assert results == [None] + [Unfit] * (AT_ONCE - 1)
    assert crowd.scalar(select(Challenge.version).where(Challenge.published_at.is_not(None))) == 2
    assert crowd.scalar(select(func.count(Event.id)).where(Event.what == What.WORDING_TAKEN)) == 1
    assert crowd.scalar(select(Wording.decided_by_id)) in crowd.staff
