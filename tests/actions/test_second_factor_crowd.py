"""One code in two browsers at the same instant: it opens one of them, and a code on paper is used by one."""

import pytest

from samskaping.actions import second_factor
from samskaping.errors import Unfit
from samskaping.models import RecoveryCode, SecondFactor
from samskaping.rules.roles import Role
from tests.crowds import AT_ONCE, Crowd


class Signing(Crowd):
    """Somebody who works here, with an app and one code on paper."""

    def gather(self, world):
        kari = world.person("Kari", Role.ADMINISTRATOR)
        row = SecondFactor(person_id=kari.id, secret="sealed", last_step=7, made_at=world.now, used_at=world.now)
        world.db.add_all([row, RecoveryCode(person_id=kari.id, mark="m" * 64, made_at=world.now)])
        self.kari = kari.id


@pytest.fixture
def crowd(own_engine):
    return Signing(own_engine)


@pytest.mark.case("AU-26")
def test_a_code_opens_once(crowd):
    came = crowd.race(*[(crowd.kari, lambda ctx: second_factor.give(ctx, 8))] * AT_ONCE)
    assert came == [None, *[Unfit] * (AT_ONCE - 1)]


@pytest.mark.case("AU-26")
def test_a_code_on_paper_opens_once(crowd):
    came = crowd.race(*[(crowd.kari, lambda ctx: second_factor.give_paper(ctx, "m" * 64))] * AT_ONCE)
    assert came == [None, *[Unfit] * (AT_ONCE - 1)]
