"""Templates make addresses by a shorter way, and they are those that Flask makes."""

import pytest
from flask import url_for

from samskaping.web import filters

pytestmark = pytest.mark.second_in_matrix

ADDRESSES = [
    ("home.page", {}),
    ("proposals.page", {"ref": "2026-000123"}),
    ("proposals.page", {"ref": "2026-000123", "_anchor": "samtalen", "etter": "abcA"}),
    ("proposals.page", {"ref": "2026-000123", "_external": True}),
    ("proposals.page", {"ref": "2026-000123", "_scheme": "https", "_external": True}),
    ("proposals.page", {"ref": "a/b {ref} %7B"}),
    ("proposals.listing", {"sok": "æ ø & {sok}"}),
    ("proposals.listing", {"for": "abc", "sok": "zx0xz"}),
    ("comments.versions", {"ref": "2026-1", "comment": "ab2"}),
    ("people.sign_in", {"neste": "/a/b?c"}),
    ("moderation.decide", {"kind": "forslag", "name": "2026-000123"}),
]


@pytest.mark.parametrize("root", ["/halden/nb", "/nn"])
def test_a_pattern_gives_the_address_that_flask_gives(site, root):
    with site.app.test_request_context("/forslag", base_url=f"http://localhost{root}"):
        for endpoint, values in ADDRESSES * 2:
            assert filters.url(endpoint, **values) == url_for(endpoint, **values)
