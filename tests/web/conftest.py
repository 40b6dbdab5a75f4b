"""A municipality and its site, for tests that open pages."""

import pytest

from tests.visitor import Site
from tests.world import municipality


@pytest.fixture
def halden(db):
    """A municipality to open pages in."""
    return municipality(db)


@pytest.fixture
def site(settings, connection, halden):
    """The application on the test's own transaction: ``site.visitor(person).get("/forslag")``."""
    return Site(settings, connection, halden)
