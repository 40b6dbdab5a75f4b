"""One challenge of several municipalities: invited, accepted or declined, left; what each may do and is told."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from samskaping.actions import challenges, drafts, partners, proposals
from samskaping.db import Texts
from samskaping.errors import Missing, Refused, Unfit
from samskaping.models import Challenge, ChallengePartner, Event, Notification, Person, Proposal
from samskaping.queries import partners as queries
from samskaping.rules.events import What
from samskaping.rules.partners import Standing
from samskaping.rules.roles import Role
from tests.challenges import content, published
from tests.shared import NYNORSK, Both


@pytest.fixture
def both(halden):
    return Both(halden)


def happened(both):
    rows = both.halden.db.scalars(select(Event.what).where(Event.subject_kind == "challenge").order_by(Event.number))
    return [what for what in rows if what.startswith("partner.")]


def told(both, what):
    """The names of those who heard of it."""
    both.halden.told()
    rows = select(Person.name).join(Notification, Notification.person_id == Person.id)
    return set(both.halden.db.scalars(rows.join(Event, Event.id == Notification.event_id).where(Event.what == what)))


def test_it_stands_there_only_once_it_is_accepted(both):
    both.invite()
    ctx = both.voss.context(both.vera)
    assert [one.id for one in queries.waiting(ctx)] == [both.challenge]
    assert ctx.me.invitations == 1
    assert both.voss.context(both.voss.caseworker()).me.invitations == 0
    with pytest.raises(Missing):
        drafts.start(both.voss.context(both.voss.person()), challenge=both.challenge)
    both.accept("Vi blir gjerne med.")
    assert both.standing() is Standing.MED
    assert happened(both) == [What.PARTNER_INVITED, What.PARTNER_ANSWERED, What.PARTNER_JOINED]
    ref = both.voss.proposal(challenge=both.challenge)
    assert both.voss.row(ref).municipality_id == both.voss.here.id
    assert both.voss.context(both.vera).me.invitations == 0


def test_those_who_answer_for_it_are_told_and_whoever_invited_hears_the_answer(both):
    both.invite()
    assert told(both, What.PARTNER_INVITED) == {"Vera"}
    both.answer(accepts=False, words="Vi har ikke folk til det.")
    assert told(both, What.PARTNER_ANSWERED) == {"Ingrid"}
    assert both.standing() is Standing.AVSLO
    assert both.partner().answer.nb == "Vi har ikke folk til det."


def test_a_no_says_why_and_a_caseworker_answers_for_nobody(both):
    both.invite()
    with pytest.raises(Unfit) as unfit:
        both.answer(accepts=False)
    assert set(unfit.value.fields) == {"words"}
    with pytest.raises(Refused):
        partners.answer(both.voss.context(both.voss.caseworker()), both.challenge, accepts=True)
    with pytest.raises(Missing):  # a third municipality was asked nothing
        partners.answer(both.third.context(both.tora), both.challenge, accepts=True)


def test_it_must_be_written_in_the_form_that_the_other_uses_and_stay_so(both):
    only_bokmaal = published(both.halden, both.ingrid)
    with pytest.raises(Unfit) as unfit:
        partners.invite(both.halden.context(both.ingrid), only_bokmaal, "voss")
    assert "nynorsk" in unfit.value.fields["municipality"]
    both.invite()
    both.accept()
    without = replace(content(both.halden, **NYNORSK), need=Texts(nb="Bare på bokmål."))
    with pytest.raises(Unfit) as unfit:
        challenges.change(both.halden.context(both.ingrid), both.challenge, without, version=1, why="Nytt.")
    assert set(unfit.value.fields) == {"need"}


def test_only_the_leading_one_invites_and_nobody_twice(both):
    both.invite()
    for place, person, slug in ((both.halden, both.ingrid, "voss"), (both.halden, both.ingrid, "halden")):
        with pytest.raises(Unfit):
            partners.invite(place.context(person), both.challenge, slug)
    both.accept()
    with pytest.raises(Missing):
        partners.invite(both.voss.context(both.vera), both.challenge, "asker")
    with pytest.raises(Missing):
        partners.name_archivist(both.voss.context(both.vera), both.challenge, "voss")
    with pytest.raises(Missing):
        challenges.close(both.voss.context(both.vera), both.challenge)


def test_an_invitation_that_is_taken_back_cannot_be_accepted(both):
    both.invite()
    partners.uninvite(both.halden.context(both.ingrid), both.challenge, "voss")
    with pytest.raises(Unfit):
        both.accept()
    assert both.standing() is Standing.TRUKKET
    both.invite()
    both.accept()
    with pytest.raises(Unfit):
        partners.uninvite(both.halden.context(both.ingrid), both.challenge, "voss")


def test_one_that_leaves_keeps_what_was_proposed_and_takes_no_more(both):
    both.invite()
    both.accept()
    writer = both.voss.person("Liv")
    ref, begun = both.voss.proposal(writer, challenge=both.challenge), both.voss.draft(writer, challenge=both.challenge)
    partners.name_archivist(both.halden.context(both.ingrid), both.challenge, "voss")
    assert [one.slug for one in both.seen() if one.is_archivist] == ["voss"]
    partners.leave(both.voss.context(both.vera), both.challenge, "Takk for oss.")
    assert [one.slug for one in both.seen() if one.is_archivist] == ["halden"]
    assert happened(both)[-1] is What.PARTNER_LEFT
    assert told(both, What.PARTNER_LEFT) == {"Ingrid"}
    row = both.voss.row(ref)
    assert (row.is_public, row.challenge_id) == (True, both.key)
    with pytest.raises(Unfit) as unfit:
        proposals.submit(both.voss.context(writer), begun)
    assert set(unfit.value.fields) == {"challenge"}
    with pytest.raises(Unfit):
        drafts.start(both.voss.context(writer), challenge=both.challenge)
    assert both.voss.db.scalar(select(Proposal.reference).where(Proposal.public_id == begun)) is None
    with pytest.raises(Unfit):
        partners.leave(both.voss.context(both.vera), both.challenge)
    both.invite()  # asked anew: what was read there is read there still
    assert both.voss.row(ref).challenge_id is not None
    found = both.voss.db.scalar(select(Challenge.id).where(Challenge.public_id == both.challenge))
    assert found == both.key


def test_the_leading_one_cannot_leave(both):
    with pytest.raises(Unfit):
        partners.leave(both.halden.context(both.ingrid), both.challenge)


def test_the_numbers_are_of_what_anyone_can_see_each_and_together(both):
    both.invite()
    both.accept()
    both.halden.proposal(challenge=both.challenge)
    both.voss.proposal(challenge=both.challenge)
    hidden = both.voss.row(both.voss.proposal(challenge=both.challenge))
    both.voss.draft(both.voss.person(), challenge=both.challenge)
    assert {one.slug: one.proposals for one in both.seen()} == {"halden": 1, "voss": 2}
    moderator = both.voss.person("Mons", Role.MODERATOR)
    both.hide(moderator, str(hidden.reference))
    assert {one.slug: one.proposals for one in both.seen()} == {"halden": 1, "voss": 1}
    count = both.halden.db.scalar(
        select(Challenge.proposal_count).where(Challenge.id == both.key), execution_options={"every_municipality": True}
    )
    assert count == 2


def test_a_partner_without_standing_is_the_leading_one(both):
    lead = both.halden.db.scalars(select(ChallengePartner)).one()
    assert (lead.standing, lead.is_archivist, lead.since) == (Standing.MED, True, None)
