"""Where a request comes from, as limits count it."""

import pytest

from samskaping.web import rates


@pytest.mark.case("BL-18")
@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
    ],
)
def test_of_ipv6_the_network_is_counted(site, one, other, is_one):
    """A household, or a hostile machine, has 2^64 addresses of its own (/64)."""
    seen = []
    for address in (one, other):
        with site.app.test_request_context("/", environ_base={"REMOTE_ADDR": address}):
            seen.append(rates.peer())
    assert (seen[0] == seen[1]) is is_one
