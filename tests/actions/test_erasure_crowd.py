"""Of the last two administrators who erase their accounts at the same instant, one stays."""

from sqlalchemy import func, select

from samskaping.actions import erasure
from samskaping.db import transaction
from samskaping.errors import Unfit
from samskaping.models import Membership
from samskaping.rules.roles import Role
from tests.crowds import at_once, kinds
from tests.world import municipality


def test_the_last_two_administrators_do_not_both_go(own_engine):
    with transaction(own_engine) as db:
        world = municipality(db)
        two = [world.person(f"Admin {number}", Role.ADMINISTRATOR).id for number in range(2)]
        here, now = world.here, world.now
    results = kinds(at_once(own_engine, here, now, *((one, erasure.erase) for one in two)))
    assert sorted(results, key=lambda one: one is not None) == [None, Unfit]
    with transaction(own_engine, here.id) as db:
        left = select(func.count()).where(Membership.role == Role.ADMINISTRATOR, Membership.ended_at.is_(None))
        assert db.scalar(left.select_from(Membership)) == 1
