"""Nobody gives themselves a role that a colleague could give."""

import pytest
from sqlalchemy import select

from samskaping.actions import staff
from samskaping.actions.staff import Post
from samskaping.errors import Unfit
from samskaping.models import SecurityEvent
from samskaping.rules.roles import Role
from tests.actions.test_staff import HANDLER, TITLE, held


@pytest.fixture
def boss(halden):
    return halden.person("Sjefen", Role.ADMINISTRATOR)


@pytest.mark.case("AC-20")
def test_nobody_gives_themselves_a_role_while_another_administrator_can(halden, boss):
    administers, more = frozenset({Role.ADMINISTRATOR}), frozenset({Role.ADMINISTRATOR, Role.LEDER})
    other = halden.person("Kollegaen", Role.ADMINISTRATOR)
    with pytest.raises(Unfit) as refused:
        staff.change(halden.context(boss), boss.public_id, Post(more), seen=administers)
    assert (set(refused.value.fields), held(halden, boss)) == ({"roles"}, administers)
    staff.change(halden.context(other), boss.public_id, Post(more), seen=administers)
    staff.change(halden.context(boss), boss.public_id, Post(administers, TITLE), seen=more)
    assert held(halden, boss) == administers


@pytest.mark.case("AC-20")
def test_a_lone_administrator_may_and_the_security_log_says_so(halden, boss):
    more = HANDLER | {Role.ADMINISTRATOR}
    staff.change(halden.context(boss), boss.public_id, Post(more), seen=frozenset({Role.ADMINISTRATOR}))
    logged = halden.db.scalar(select(SecurityEvent.details).where(SecurityEvent.what == "role.granted"))
    assert (held(halden, boss), logged["why"]) == (more, "alone")
