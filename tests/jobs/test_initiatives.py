"""The days of innbyggerforslag: a drive that ends, the council's months, and the names that go."""

import pytest
from sqlalchemy import func, select

from samskaping.actions import initiative_decisions, initiatives
from samskaping.jobs.initiatives import drives
from samskaping.jobs.retain import retain
from samskaping.models import Signature
from samskaping.queries import verifying
from samskaping.rules.events import What
from samskaping.rules.initiatives import InitiativeState
from samskaping.rules.roles import Role
from tests.initiatives import collecting, decision, heard, row, sent, sign, small

S = InitiativeState


@pytest.fixture
def eva(office):
    """Who puts one forward."""
    return office.world.person("Eva Egen")


@pytest.fixture
def ine(office):
    """Who handles cases."""
    return office.world.person("Ine", Role.SAKSBEHANDLER)


def test_the_drive_ends_without_enough_and_waits_with(office, eva):
    world = office.world
    small(world, 50)
    few, enough = collecting(world, eva, days=5), collecting(world, eva, days=5)
    sign(world.context(eva), enough)
    office.commit()
    assert drives(office.at(days=5).place) == 0
    later = office.at(days=6)
    assert [drives(later.place), drives(later.place)] == [1, 0]
    assert (row(world, few).state, row(world, enough).state) == (S.IKKE_NOK, S.UNDERSKRIFT)
    initiatives.send(later.world.context(eva), enough)
    assert What.INITIATIVE_LAPSED in heard(later.world, eva)


def test_the_clock_is_told_once_at_each_mark_and_stands_still_in_a_plan_case(office, eva, ine):
    made = sent(office.world, eva)
    office.commit()
    later = office.at(days=93)
    assert [drives(later.place), drives(later.place)] == [1, 0]
    assert heard(later.world, ine).count(What.INITIATIVE_CLOCK) == 1
    initiative_decisions.refer(later.world.context(ine), made, "Områdeplan for sentrum, 2026-1")
    later.commit()
    much_later = office.at(days=493)
    assert drives(much_later.place) == 0
    initiative_decisions.resume(much_later.world.context(ine), made)
    much_later.commit()
    assert row(office.world, made).paused_days == 400
    assert drives(office.at(days=555).place) == 1
    after = office.at(days=595)
    assert [drives(after.place), drives(after.place)] == [1, 0]
    told = heard(after.world, ine)
    assert (told.count(What.INITIATIVE_CLOCK), told.count(What.INITIATIVE_LATE)) == (2, 1)


def test_the_names_go_half_a_year_after_and_the_number_stands(office, eva, ine):
    world = office.world
    made = sent(world, eva)
    initiative_decisions.decide(world.context(ine), made, decision(world))
    initiative_decisions.follow_up(world.context(ine), made, "Gjort.", "nb")
    office.commit()
    retain(office.at(days=181).place)
    world.db.commit()
    assert world.db.scalar(select(func.count(Signature.id))) == 1
    retain(office.at(days=183).place)
    world.db.commit()
    assert world.db.scalar(select(func.count(Signature.id))) == 0
    assert row(world, made).signature_count == 1
    assert list(verifying.differences(world.context(None))) == []
