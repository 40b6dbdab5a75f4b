"""Front pages: of a municipality, of one that has not joined, of the country."""

import pytest

from tests.visitor import Site
from tests.world import municipality


@pytest.fixture
def halden(db):
    return municipality(db)


@pytest.fixture
def site(settings, connection, halden):
    return Site(settings, connection, halden)


def test_an_empty_municipality_says_what_is_missing(site):
    visitor = site.visitor()
    visitor.get("/")
    assert "Ingen utfordringer er åpne akkurat nå" in visitor.text
    assert "Her kommer tall for hvor ofte vi holder fristen" in visitor.text
