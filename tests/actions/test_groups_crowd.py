"""Many at the same instant: a seat is offered and taken once, of two who save the draft one hears of the
other, and an offer is taken once.
"""

import pytest
from sqlalchemy import func, select

from samskaping.actions import group_drafts, groups, offer_decisions, offers
from samskaping.actions.groups import Invitation
from samskaping.actions.offers import Wish
from samskaping.errors import Clash, Missing, Unfit
from samskaping.models import Event, GroupMember, Offer, Verification, Version
from samskaping.rules.events import What
from samskaping.rules.groups import MemberRole
from samskaping.rules.offers import OfferKind
from tests.actions.test_groups import TEXT
from tests.actions.test_needs import organisation
from tests.crowds import AT_ONCE, Crowd


class Developing(Crowd):
    """A case that is developed together, two who act for one organisation, and somebody who is invited by mail."""

    def gather(self, world):
        ola, tone, liv, per = (world.person(name) for name in ("Ola", "Tone", "Liv", "Per"))
        boss = world.caseworker()
        self.lag = organisation(world, liv, per)
        world.db.add(Verification(
            organisation_id=self.lag.id, municipality_id=world.here.id, asked_at=world.now, verified_at=world.now,
        ))  # fmt: skip
        self.ref = world.proposal(ola)
        for verb in ("vurder", "utvikle"):
            world.move(self.ref, verb, boss)
        self.email, self.organisation = tone.email, self.lag.public_id
        self.ola, self.tone, self.members, self.boss = ola.id, tone.id, [liv.id, per.id], boss.id

    def seat(self, **of):
        found = select(GroupMember.public_id).filter_by(**of).where(GroupMember.joined_at.is_(None))
        return self.scalar(found)


@pytest.fixture
def crowd(own_engine):
    return Developing(own_engine)


def test_a_seat_is_offered_once_and_taken_once(crowd):
    ref, role = crowd.ref, MemberRole.MEDFORFATTER
    for to in ({"email": crowd.email}, {"organisation": crowd.organisation}):
        offer = Invitation(role, **to)
        found = crowd.each(lambda ctx, offer=offer: groups.invite(ctx, ref, offer), crowd.ola, crowd.boss)
        assert found == [None] + [Unfit] * (AT_ONCE - 1)
    assert crowd.scalar(select(func.count()).select_from(Event).where(Event.what == What.GROUP_INVITED)) == 2
    seat = crowd.seat(organisation_id=crowd.lag.id)
    found = crowd.each(lambda ctx: groups.answer(ctx, ref, seat, accepts=True), *crowd.members)
    assert found == [None] + [Missing] * (AT_ONCE - 1)
    assert crowd.scalar(select(func.count()).select_from(Event).where(Event.what == What.GROUP_JOINED)) == 1


@pytest.mark.case("BL-08")
def test_of_those_who_save_at_once_one_version_is_kept_and_the_rest_are_told(crowd):
    found = crowd.each(lambda ctx: group_drafts.save(ctx, crowd.ref, TEXT, version=0), crowd.ola, crowd.boss)
    assert found == [None] + [Clash] * (AT_ONCE - 1)
    kept = select(func.count()).select_from(Version).where(Version.subject_kind == "group_draft")
    assert crowd.scalar(kept) == 2  # the proposal as it was, and what was saved


def test_what_is_offered_to_the_case_is_taken_once_by_a_member_or_by_staff(crowd):
    given = Wish(OfferKind.TID, "Jeg kan snekre.")
    assert crowd.race((crowd.tone, lambda ctx: offers.make(ctx, "proposal", crowd.ref, given))) == [None]
    offer = crowd.scalar(select(Offer.public_id))
    found = crowd.each(lambda ctx: offer_decisions.accept(ctx, offer), crowd.ola, crowd.boss)
    assert found == [None] + [Unfit] * (AT_ONCE - 1)
    taken = Event.what.in_([What.OFFER_ACCEPTED, What.OFFER_ACCEPTED_BY_GROUP])
    assert crowd.scalar(select(func.count()).select_from(Event).where(taken)) == 1
