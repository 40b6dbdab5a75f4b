"""New cases find their unit: the most specific rule wins, what somebody has taken stays, and the history tells."""

from itertools import product

import pytest
from sqlalchemy import func, select

from samskaping.actions import casework, impartiality, proposals, routing, selection, structure
from samskaping.actions.casework import Place
from samskaping.errors import Refused, Unfit
from samskaping.models import Event
from samskaping.queries import selection as queries
from samskaping.queries.routing import listing
from samskaping.queries.selection import Wanted
from samskaping.rules.events import What
from samskaping.rules.roles import Role
from samskaping.rules.routing import Way, Ways, choose
from samskaping.rules.selection import Doing
from tests.world import municipality


@pytest.fixture
def halden(db):
    world = municipality(db)
    world.context()
    return world


def routed(world):
    found = select(Event.details).where(Event.what == What.PROPOSAL_ROUTED).order_by(Event.id)
    return [one["by"] for one in world.db.scalars(found)]


#: The ways in their order, as the settings page tells it.
ORDER = (
    ("theme_and_area", Way.TEMA_OG_OMRADE),
    ("area", Way.OMRADE),
    ("theme", Way.TEMA),
    ("challenge", Way.UTFORDRING),
    ("rest", Way.RESTEN),
)


@pytest.mark.parametrize("said", list(product([True, False], repeat=5)))
def test_the_first_way_that_leads_somewhere_is_gone(said):
    """Every cell: any ways may say something, and any nothing."""
    named = {name: number for number, ((name, _way), one) in enumerate(zip(ORDER, said, strict=True), 1) if one}
    first = next(((named[name], way) for name, way in ORDER if name in named), None)
    assert choose(Ways(**named)) == first


def test_a_new_case_goes_along_theme_and_area(halden):
    admin = halden.person("Adam", Role.ADMINISTRATOR)
    roads, os_unit, both = halden.unit("Vei"), halden.unit("Os"), halden.unit("Vei på Os")
    area, theme, other = halden.area(), halden.theme(unit=roads), halden.theme("Kultur")
    led = halden.theme("Skole", unit=roads)
    ctx = halden.context(admin)
    routing.lay(ctx, area=area.public_id, unit=os_unit.public_id)
    routing.lay(ctx, area=area.public_id, theme=theme.public_id, unit=both.public_id)
    places = [
        ({"area": area.public_id, "theme": theme.public_id}, both),
        ({"theme": theme.public_id}, roads),
        ({"area": area.public_id, "theme": other.public_id}, os_unit),
        ({"area": area.public_id, "theme": led.public_id}, os_unit),  # the area's rule beats a theme's own unit
        ({"area": area.public_id}, os_unit),
        ({}, None),
    ]
    for place, unit in places:
        assert halden.row(halden.proposal(**place)).unit_id == (unit.id if unit else None)
    assert routed(halden) == ["tema_og_omrade", "tema", "omrade", "omrade", "omrade"]


def test_all_other_cases_have_a_unit_too_however_they_come_in(halden):
    admin, kari, rest = halden.person("Adam", Role.ADMINISTRATOR), halden.caseworker(), halden.unit("Servicetorget")
    roads, theme, bare = halden.unit("Vei"), halden.theme("Kultur"), halden.area()
    led = halden.theme("Trafikk", unit=roads)
    routing.lay(halden.context(admin), unit=rest.public_id)
    with pytest.raises(Unfit):
        routing.lay(halden.context(admin), unit=roads.public_id)
    with pytest.raises(Unfit) as refused:
        routing.lay(halden.context(admin), theme=theme.public_id, unit=roads.public_id)
    assert set(refused.value.fields) == {"theme"}
    for place in ({}, {"theme": theme.public_id}, {"area": bare.public_id}):
        assert halden.row(halden.proposal(**place)).unit_id == rest.id
    ref = halden.proposal(theme=led.public_id)
    assert halden.row(ref).unit_id == roads.id
    casework.classify(halden.context(kari), ref, Place(theme=theme.public_id), version=halden.row(ref).version)
    assert halden.row(ref).unit_id == rest.id
    assert routed(halden) == ["resten", "resten", "resten", "tema", "resten"]
    assert routing.ways_of(halden.context(kari), led.id, {None, bare.id})[None] == Ways(theme=roads.id, rest=rest.id)
    [one] = listing(halden.context(admin))
    assert (one.area, bool(one.theme), str(one.unit)) == (None, False, "Servicetorget")


def test_put_elsewhere_it_goes_on_until_somebody_has_taken_it(halden):
    kari, roads, culture = halden.caseworker(), halden.unit("Vei"), halden.unit("Kultur")
    theme, other = halden.theme(unit=roads), halden.theme("Kultur", unit=culture)
    ref = halden.proposal(theme=theme.public_id)
    casework.classify(halden.context(kari), ref, Place(theme=other.public_id), version=halden.row(ref).version)
    assert halden.row(ref).unit_id == culture.id
    casework.take(halden.sure(kari, ref), ref)
    casework.classify(halden.context(kari), ref, Place(theme=theme.public_id), version=halden.row(ref).version)
    assert halden.row(ref).unit_id == culture.id
    assert routed(halden) == ["tema", "tema"]


def test_routes_are_the_administrators_and_no_two_say_the_same(db, halden):
    admin, kari = halden.person("Adam", Role.ADMINISTRATOR), halden.caseworker()
    unit, area = halden.unit(), halden.area()
    with pytest.raises(Refused):
        routing.lay(halden.context(kari), area=area.public_id, unit=unit.public_id)
    laid = routing.lay(halden.context(admin), area=area.public_id, unit=unit.public_id)
    with pytest.raises(Unfit):
        routing.lay(halden.context(admin), area=area.public_id, unit=unit.public_id)
    with pytest.raises(Unfit, match="Ruting"):
        structure.end(halden.context(admin), "unit", unit.public_id)
    theirs = municipality(db, "voss")
    theirs.context()
    foreign = theirs.unit()
    with pytest.raises(Unfit) as refused:
        routing.lay(halden.context(admin), area=halden.area("Tistedal").public_id, unit=foreign.public_id)
    assert set(refused.value.fields) == {"unit"}
    routing.take_away(halden.context(admin), laid)
    assert halden.row(halden.proposal(area=area.public_id)).unit_id is None


def test_a_submission_takes_no_statement_more_for_it(halden, statements):
    theme = halden.theme(unit=halden.unit())
    writer = halden.person()
    drafts = [halden.draft(writer), halden.draft(writer), halden.draft(writer, theme=theme.public_id)]
    from_draft = []
    for draft in drafts:
        before = len(statements.heard)
        submit(halden, writer, draft)
        from_draft.append(len(statements.heard) - before)
    assert from_draft[1] == from_draft[2]
    assert halden.db.scalar(select(func.count()).select_from(Event).where(Event.what == What.PROPOSAL_ROUTED)) == 1


def submit(world, writer, draft):
    proposals.submit(world.context(writer), draft)


@pytest.mark.parametrize("at_once", [False, True])
def test_a_unit_whose_leader_is_partial_in_the_case_is_passed_by(halden, at_once):
    admin, kari, leader = halden.person("Adam", Role.ADMINISTRATOR), halden.caseworker(), halden.person("L", Role.LEDER)
    led, rest = halden.unit("Vei", leader=leader), halden.unit("Servicetorget")
    theme = halden.theme(unit=led).public_id
    routing.lay(halden.context(admin), unit=rest.public_id)
    ref, other = halden.proposal(), halden.proposal()
    halden.row(ref).unit_id = halden.row(other).unit_id = None
    impartiality.declare(halden.context(leader), ref, partial=True)
    wanted = Wanted(Doing.TEMA, theme=theme)
    if at_once:
        ctx = halden.context(kari)
        found = queries.verdicts(ctx, queries.cases(ctx, [ref, other]), queries.order(ctx, wanted))
        seen = " ".join(one.mark for one in found)
        selection.do(halden.context(kari), [ref, other], wanted, seen=seen)
    else:
        for one in (ref, other):
            casework.classify(halden.context(kari), one, Place(theme=theme), version=halden.row(one).version)
    assert [halden.row(one).unit_id for one in (ref, other)] == [rest.id, led.id]
    assert routed(halden)[-2:] == ["resten", "tema"]
