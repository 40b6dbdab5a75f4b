"""What tests of deeds stand on."""

import pytest


@pytest.fixture
def world(halden):
    """The municipality of the deed."""
    return halden
