"""Those who lead a challenge hear why another municipality says no or leaves: in the list, and by mail."""

import pytest
from sqlalchemy import update

from samskaping.actions import partners
from samskaping.jobs.loop import work_once
from samskaping.jobs.tell import tell
from samskaping.models import Membership
from samskaping.queries import notifications
from samskaping.rules.events import What
from samskaping.rules.kinds import MailChoice
from tests.shared import Both

pytestmark = pytest.mark.second_in_matrix

NO, LEFT = "Vi har ikkje folk til det.\n\nTakk for at de spurde.", "Vi må spare."


@pytest.fixture
def both(office):
    both = Both(office.world)
    both.ingrid.mail_choice = MailChoice.STRAKS
    both.invite()
    return both


def leave(both):
    partners.leave(both.voss.context(both.vera), both.challenge, LEFT)


def mailed(office, person, words):
    """The letters to a person that carry the words."""
    office.commit()
    work_once(office.place)
    return [one.text for one in office.mails if person.email in one.to and words in one.text.replace("\r", "")]


def said(both, what, person=None):
    """What the list says beside each notification of a kind: by whom, and their words."""
    rows = notifications.listing(both.halden.context(person or both.ingrid)).rows
    return [(row.said_by, row.said) for row in rows if row.what is what]


def test_a_no_and_its_reason_stand_in_the_letter_and_in_the_list(office, both):
    both.answer(accepts=False, words=NO)
    (letter,) = mailed(office, both.ingrid, NO)
    assert "Voss herad: Sa nei" in letter
    assert said(both, What.PARTNER_ANSWERED) == [("Voss herad: Sa nei", NO)]


def test_so_do_a_yes_and_why_one_leaves(office, both):
    both.accept("Gjerne.")
    assert mailed(office, both.ingrid, "Gjerne.")
    leave(both)
    (letter,) = mailed(office, both.ingrid, LEFT)
    assert "Voss herad: Gikk ut" in letter
    assert said(both, What.PARTNER_LEFT) == [("Voss herad: Gikk ut", LEFT)]
    assert said(both, What.PARTNER_ANSWERED) == [("", "")]  # the words of the yes are no more


def test_words_of_a_no_are_not_told_with_the_answer_to_a_later_invitation(office, both):
    both.answer(accepts=False, words=NO)
    both.invite()
    office.commit()
    tell(office.place)
    assert said(both, What.PARTNER_ANSWERED) == [("", "")]
    both.accept()
    assert not mailed(office, both.ingrid, NO)
    assert sorted(said(both, What.PARTNER_ANSWERED)) == [("", ""), ("Voss herad: Er med", "")]


def test_whoever_works_there_no_more_reads_the_words_no_more(office, both):
    both.answer(accepts=False, words=NO)
    office.commit()
    tell(office.place)
    both.halden.db.execute(ended(both.ingrid), execution_options={"every_municipality": True})
    assert said(both, What.PARTNER_ANSWERED) == [("", "")]
    assert not mailed(office, both.ingrid, NO)


def ended(person):
    """The person's roles are over."""
    return update(Membership).where(Membership.person_id == person.id).values(ended_at=Membership.granted_at)
