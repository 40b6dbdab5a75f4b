"""Many of one municipality who take over the same thing in the same instant make one draft of it."""

import pytest
from sqlalchemy import func, select

from samskaping.actions import adopting
from samskaping.db import transaction
from samskaping.models import Adoption, Challenge
from samskaping.queries.adoptions import Kind
from samskaping.rules.roles import Role
from tests.challenges import published
from tests.crowds import at_once
from tests.world import municipality

AT_ONCE = 6


@pytest.mark.parametrize("what", list(Kind))
def test_all_who_take_over_at_once_come_to_one_draft(own_engine, what):
    with transaction(own_engine) as db:
        halden = municipality(db, "halden")
        thing = published(halden, halden.person("Ingrid", Role.PUBLISIST))
        if what is Kind.FORSLAG:
            thing = halden.proposal()
    with transaction(own_engine) as db:
        voss = municipality(db, "voss")
        staff = [voss.person(f"Pia {number}", Role.PUBLISIST).id for number in range(AT_ONCE)]
    drafts = []
    results = at_once(
        own_engine,
        voss.here,
        voss.now,
        *((person, lambda ctx: drafts.append(adopting.adopt(ctx, "halden", what, thing))) for person in staff),
    )
    assert results == [None] * AT_ONCE
    assert len(set(drafts)) == 1
    with transaction(own_engine, voss.here.id) as db:
        assert db.scalar(select(func.count()).select_from(Adoption)) == 1
        own = select(func.count()).select_from(Challenge).where(Challenge.municipality_id == voss.here.id)
        assert db.scalar(own) == 1
