"""Whatever hypothesis draws for any form or address, as several visitors: no fault, and nothing that costs long.

How long, and from which draw on, is said by ``pytest --fuzz SECONDS --fuzz-seed NUMBER``, for each database in all.
"""

import time

import pytest

from tests.drawn import Fuzz

#: The doors are tried in so many parts, which run beside each other.
PARTS = 4


@pytest.mark.case("IN-19")
@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_that_is_drawn_is_a_fault(strangers, part, pytestconfig):
    begun = time.monotonic()
    fuzz = Fuzz(strangers, part, PARTS)
    fuzz.gather()
    fuzz.run(begun + pytestconfig.getoption("--fuzz") / PARTS, pytestconfig.getoption("--fuzz-seed"))
    assert fuzz.faults == {}, fuzz.sent
    assert fuzz.sent > 2 * len(fuzz.targets) > 40
