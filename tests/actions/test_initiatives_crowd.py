"""Many at the same instant: one signature a person, and the number is the number of them."""

import pytest
from sqlalchemy import func, select

from samskaping.actions import initiative_decisions, initiatives, signatures
from samskaping.errors import Unfit
from samskaping.models import Event, Initiative, Signature
from samskaping.rules.events import What
from samskaping.rules.roles import Role
from tests.crowds import AT_ONCE, Crowd
from tests.initiatives import collecting, decision, paper, sent, sign


class Signing(Crowd):
    """One that Eva put forward, many who sign it, and two who handle it."""

    def gather(self, world):
        self.eva = world.person("Eva").id
        self.many = [world.person(f"Per {number}").id for number in range(AT_ONCE)]
        self.staff = [world.person(name, Role.SAKSBEHANDLER).id for name in ("Ine", "Ola")]
        self.made = collecting(world, world.person("Eva Egen"))
        self.decided = sent(world, world.person("Siri Sender"))
        self.decision = decision(world)

    def counted(self):
        """How many are stored, and how many there are."""
        stored = self.scalar(select(Initiative.signature_count).where(Initiative.public_id == self.made))
        mine = select(Initiative.id).where(Initiative.public_id == self.made)
        return stored, self.scalar(select(func.count(Signature.id)).where(Signature.initiative_id.in_(mine)))


@pytest.fixture
def crowd(own_engine):
    return Signing(own_engine)


def test_one_person_signs_once_however_often_the_button_is_pressed(crowd):
    crowd.each(lambda ctx: sign(ctx, crowd.made), crowd.eva)
    assert crowd.counted() == (1, 1)


def test_all_who_sign_are_counted(crowd):
    results = crowd.each(lambda ctx: sign(ctx, crowd.made), *crowd.many)
    assert results == [None] * AT_ONCE
    assert crowd.counted() == (AT_ONCE, AT_ONCE)


def test_signing_and_taking_back_leaves_one_or_none(crowd):
    signing = (crowd.eva, lambda ctx: sign(ctx, crowd.made))
    taking = (crowd.eva, lambda ctx: signatures.take_back(ctx, crowd.made))
    crowd.race(*[signing, taking] * (AT_ONCE // 2))
    stored, there = crowd.counted()
    assert stored == there
    assert there in (0, 1)


def test_one_from_a_list_of_paper_is_entered_once(crowd):
    results = crowd.each(lambda ctx: paper(ctx, crowd.made), *crowd.staff)
    assert results == [None] + [Unfit] * (AT_ONCE - 1)
    assert crowd.counted() == (1, 1)


def test_the_text_is_written_on_or_signed_and_never_both_unseen(crowd):
    """Whoever signs has signed what stands: an edit that comes after the first signature is refused."""
    owner = crowd.scalar(select(Initiative.writer_id).where(Initiative.public_id == crowd.made))
    edits = [(owner, lambda ctx: initiatives.save(ctx, crowd.made, initiatives.Written("Ny", "Nytt.")))] * 3
    crowd.race(*edits, *((one, lambda ctx: sign(ctx, crowd.made)) for one in crowd.many[:3]))
    before = crowd.scalar(select(Initiative.edited_at).where(Initiative.public_id == crowd.made))
    assert crowd.race(*edits) == [Unfit] * 3
    assert crowd.scalar(select(Initiative.edited_at).where(Initiative.public_id == crowd.made)) == before


def test_a_decision_is_told_once_and_then_corrected(crowd):
    crowd.each(lambda ctx: initiative_decisions.decide(ctx, crowd.decided, crowd.decision), *crowd.staff)
    told = select(func.count(Event.id)).where(Event.what == What.INITIATIVE_DECIDED)
    assert crowd.scalar(told) == 1
