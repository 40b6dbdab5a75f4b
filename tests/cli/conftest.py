"""A small municipality, and the product's commands on its database."""

import pytest

from samskaping.db import Scoped
from tests.shell import Shell
from tests.world import municipality


@pytest.fixture
def shell(own_engine, tmp_path):
    with Scoped(own_engine, expire_on_commit=False) as db:
        world = municipality(db)
        kari = world.caseworker()
        for number in range(3):
            world.proposal(title=f"Benker nummer {number}", theme=world.theme().public_id)
        world.move("2026-000001", "vurder", kari)
        db.commit()
    return Shell(own_engine, tmp_path)
