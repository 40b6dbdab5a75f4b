"""Staff are reminded of what they asked about a phase: once, some days before its last, whatever the night."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from samskaping import clock
from samskaping.actions import reflections as deeds
from samskaping.actions.reflections import Thought
from samskaping.jobs.loop import work_once
from samskaping.jobs.reflections import reflections
from samskaping.jobs.tell import tell
from samskaping.models import Membership, Reflection
from samskaping.queries import notifications
from samskaping.rules.events import What
from samskaping.rules.kinds import MailChoice
from samskaping.rules.phases import REMIND_DAYS
from samskaping.rules.roles import Role
from tests.jobs.test_needs import heard
from tests.jobs.test_phases import NIGHTS, at, challenge
from tests.phases import BEHOV, FORSLAG, phase

pytestmark = pytest.mark.second_in_matrix


@pytest.fixture
def ingrid(office):
    return office.world.person("Ingrid Demo", Role.PUBLISIST)


def asked(office, person, made, kind=BEHOV):
    deeds.ask(office.world.context(person), made, kind, "Hvem har vi ikke hørt fra?")
    office.commit()


def planned(office, ingrid, last):
    """A challenge whose first phase has its last day so far on that the reminder is due the day after ``last``."""
    office.world.now = clock.at(last - timedelta(days=2), 12)
    world = office.world
    ends = 3 + REMIND_DAYS
    return challenge(office, ingrid, phase(world, BEHOV, 0, ends), phase(world, FORSLAG, ends + 1, 60))


@pytest.mark.parametrize("last", NIGHTS, ids=str)
def test_they_are_reminded_once_at_the_midnight_that_begins_the_day(office, ingrid, last):
    due = NIGHTS[last]
    office.world.person("Pia", Role.PUBLISIST)  # asked nothing
    asked(office, ingrid, planned(office, ingrid, last))
    assert reflections(at(office, due - timedelta(seconds=1))) == 0
    assert [reflections(at(office, due + timedelta(hours=hours))) for hours in (0, 0, 5, 30)] == [1, 0, 0, 0]
    tell(office.place)
    assert heard(office, What.REFLECTION_NEAR) == ["Ingrid Demo"]


def test_nobody_is_reminded_of_what_is_answered_or_was_asked_today_or_once_the_phase_is_over(office, ingrid):
    last = next(iter(NIGHTS))
    made, due = planned(office, ingrid, last), NIGHTS[last]
    asked(office, ingrid, made)
    one = office.world.db.scalars(select(Reflection.public_id)).one()
    deeds.answer(office.world.context(ingrid), one, Thought("De som bor alene."))
    office.commit()
    assert reflections(at(office, due)) == 0
    office.world.now = due + timedelta(hours=9)
    asked(office, ingrid, made)
    assert reflections(at(office, due + timedelta(hours=10))) == 0
    assert reflections(at(office, due + timedelta(days=REMIND_DAYS + 1))) == 0
    assert reflections(at(office, due + timedelta(days=1))) == 1


def test_where_whoever_asked_has_left_all_who_may_answer_hear_and_the_letter_leads_there(office, ingrid):
    last = next(iter(NIGHTS))
    made, due = planned(office, ingrid, last), NIGHTS[last]
    pia = office.world.person("Pia", Role.PUBLISIST)
    pia.mail_choice = MailChoice.STRAKS
    asked(office, ingrid, made)
    gone = update(Membership).where(Membership.person_id == ingrid.id).values(ended_at=Membership.granted_at)
    office.world.db.execute(gone, execution_options={"every_municipality": True})
    office.commit()
    office.world.now = due
    work_once(at(office, due))
    assert heard(office, What.REFLECTION_NEAR) == ["Pia"]
    (told,) = notifications.listing(office.world.context(pia)).rows
    assert told.path == f"/arbeid/utfordringer/{made}/refleksjon"
    assert told.sentence == "En fase er snart over, og spørsmål om den er ikke besvart: Behov"
    assert [one.text for one in office.mails if pia.email in one.to and told.path in one.text]
