"""Each sort of needs alone, and each filter with the default sort, is read along an index on both databases."""

import pytest

from samskaping.actions import ties
from samskaping.actions.needs import Told
from samskaping.queries import needs
from samskaping.queries.needs import Filters
from tests.queries.test_indexes import explained
from tests.world import municipality


@pytest.mark.parametrize(("wanted", "along"), [
    ({}, "ix_needs_newest"),
    ({"sort": "gjelder"}, "ix_needs_concerning"),
    ({"area": True}, "ix_needs_area"),
    ({"lacks": "forslag"}, "ix_needs_newest"),
    ({"lacks": "utfordring"}, "ix_needs_newest"),
])  # fmt: skip
def test_a_page_of_needs_is_read_along_its_index(db, wanted, along):
    world = municipality(db)
    area = world.area().public_id
    for number in range(3):
        ties.tell(world.context(world.person()), Told(f"Behov {number}", area=area))
    filters = Filters(**{**wanted, **({"area": area} if "area" in wanted else {})})
    told = explained(world, lambda: needs.listing(world.context(), filters))
    assert along in told or "Scan Backward using ix_needs_newest" in told, told
    assert "TEMP B-TREE" not in told, told
    assert "Sort" not in told, told
