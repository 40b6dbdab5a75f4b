"""What a permission asks of the thing itself: whose it is, who ruled, who sits in the group."""

from dataclasses import dataclass, replace

import pytest

from samskaping.rules.policy import Actor, Can, allowed
from samskaping.rules.roles import Role
from tests.rules.test_policy import ACTORS, CONFIRMED, PEOPLE, CaseThing, Thing


@dataclass
class WorkerThing(Thing):
    """Somebody whose second factor is to be taken away, with rights elsewhere too or here alone."""

    is_wider: bool = False


def test_nobody_takes_a_factor_from_somebody_whose_rights_reach_further():
    boss = ACTORS["administrator"]
    assert allowed(boss, Can.SECOND_RESET, WorkerThing(writer_id=2))
    assert not allowed(boss, Can.SECOND_RESET, WorkerThing(writer_id=2, is_wider=True))
    assert not allowed(boss, Can.SECOND_RESET, WorkerThing(writer_id=1))


@dataclass
class AppealThing(Thing):
    """An appeal, that knows whose ruling it is against."""

    ruler_id: int | None = None


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.SAKSBEHANDLER, Role.LEDER, Role.ADMINISTRATOR])
def test_whoever_ruled_does_not_decide_the_appeal(role):
    somebody = Actor(1, "Kari", confirmed=True, roles=frozenset({role}))
    assert not allowed(somebody, Can.APPEAL_DECIDE, AppealThing(writer_id=2, ruler_id=1))
    assert allowed(somebody, Can.APPEAL_DECIDE, AppealThing(writer_id=2, ruler_id=3))


@dataclass
class GroupThing(CaseThing):
    """A working group, that knows whether whoever asks sits in it."""

    is_member: bool = True


@pytest.mark.parametrize("name", ACTORS)
def test_whoever_sits_in_a_group_reads_it_and_writes_once_confirmed_and_not_blocked(name):
    actor, group = ACTORS[name], GroupThing(writer_id=2)
    assert allowed(actor, Can.GROUP_READ, group) is (name in PEOPLE)
    assert allowed(actor, Can.GROUP_WRITE, group) is (name in CONFIRMED)
    blocked = replace(actor, roles=frozenset(), is_blocked=True)
    assert not allowed(blocked, Can.GROUP_WRITE, group)
    assert not allowed(blocked, Can.GROUP_LEAD, GroupThing(writer_id=1))
    assert not allowed(replace(actor, roles=frozenset()), Can.GROUP_LEAD, group)


@dataclass
class OfferThing(GroupThing):
    """An offer to a case, that knows whether its working group is open."""

    is_open: bool = True


@pytest.mark.parametrize("name", ACTORS)
def test_whoever_sits_in_an_open_group_answers_what_others_offer_to_the_case_and_signs_nothing(name):
    actor = replace(ACTORS[name], roles=frozenset())
    offer = OfferThing(writer_id=2)
    assert allowed(actor, Can.OFFER_ANSWER, offer) is (name in CONFIRMED)
    assert allowed(actor, Can.ASK_MAKE, offer) is (name in CONFIRMED)
    assert not allowed(actor, Can.OFFER_DECIDE, offer)
    for other in (
        OfferThing(writer_id=1), replace(offer, is_open=False), replace(offer, is_member=False),
        replace(offer, partial_ids=(1,)),
    ):  # fmt: skip
        assert not allowed(actor, Can.OFFER_ANSWER, other)
        assert allowed(actor, Can.ASK_MAKE, other) is (other.writer_id == 1 and name in CONFIRMED)
    for can in (Can.OFFER_ANSWER, Can.ASK_MAKE):
        assert not allowed(replace(actor, is_blocked=True), can, offer)
