"""The security log is read along an index, whichever filter it has."""

import pytest

from samskaping.actions.record import log
from samskaping.queries import security_log
from samskaping.queries.security_log import Wanted
from samskaping.rules.roles import Role
from tests.queries.test_indexes import explained
from tests.world import municipality


@pytest.mark.parametrize(("wanted", "along"), [
    ({}, "ix_security_events_here"),
    ({"what": "hide"}, "ix_security_events_kind"),
    ({"person": True}, "ix_security_events_who"),
])  # fmt: skip
def test_a_page_of_the_log_is_read_along_its_index(db, wanted, along):
    world = municipality(db)
    boss = world.person("Sjefen", Role.ADMINISTRATOR)
    ctx = world.context(boss)
    for number in range(3):
        log(ctx, "hide", proposal=str(number))
    db.flush()
    filters = Wanted(**{**wanted, **({"person": boss.public_id} if "person" in wanted else {})})
    told = explained(world, lambda: security_log.listing(ctx, filters))
    assert along in told or "Scan Backward using ix_security_events_here" in told, told
    assert "TEMP B-TREE" not in told, told
    assert "Sort" not in told, told
