"""Units, themes and areas: kept, ordered, taken out of use and in again."""

import pytest
from sqlalchemy import select

from samskaping.actions import structure
from samskaping.actions.structure import ThemeWish, UnitWish
from samskaping.db import Texts
from samskaping.errors import Missing, Refused, Unfit
from samskaping.models import Area, Event, Unit
from samskaping.queries import admin
from samskaping.queries import structure as reading
from samskaping.rules.events import What
from samskaping.rules.roles import Role
from tests.world import municipality


@pytest.fixture
def ctx(halden):
    return halden.context(halden.person("Sjefen", Role.ADMINISTRATOR))


def names(rows):
    return [str(row.name) for row in rows]


def test_a_unit_is_added_changed_and_told(halden, ctx):
    leader = halden.person("Lederen", Role.LEDER)
    wish = UnitWish(Texts(nb=" Vei og park "), Texts(nb="Veier"), leader.public_id, Texts(nb="Parksjef"))
    unit = structure.keep_unit(ctx, wish)
    row = reading.unit(ctx, unit)
    assert (row.name, row.answers_for, row.leader, row.leader_title) == (
        Texts(nb="Vei og park"), Texts(nb="Veier"), "Lederen", Texts(nb="Parksjef"),
    )  # fmt: skip
    structure.keep_unit(ctx, UnitWish(Texts(nb="Vei og park", nn="Veg og park")), unit)
    assert (reading.unit(ctx, unit).leader, reading.unit(ctx, unit).name.nn) == (None, "Veg og park")
    events = halden.db.scalars(select(Event).order_by(Event.number)).all()
    assert [(event.what, event.details) for event in events] == [
        (What.MUNICIPALITY_CHANGED, {"kind": "unit", "thing": unit, "fields": ["added"]}),
        (What.MUNICIPALITY_CHANGED,
         {"kind": "unit", "thing": unit, "fields": ["answers_for", "leader_id", "leader_title", "name"]}),
    ]  # fmt: skip


def test_the_same_again_leaves_no_trace(halden, ctx):
    area = structure.keep_area(ctx, "Os")
    structure.keep_area(ctx, "Os", area)
    structure.end(ctx, "area", area)
    structure.end(ctx, "area", area)
    assert len(halden.db.scalars(select(Event.id)).all()) == 2


@pytest.mark.parametrize(
    ("wish", "fields"),
    [
        (UnitWish(Texts()), {"name_nb"}),
        (UnitWish(Texts(nb="  ")), {"name_nb"}),
        (UnitWish(Texts(nn="x" * 81)), {"name_nn"}),
        (UnitWish(Texts(nb="Vei"), answers_for=Texts(nb="x" * 301)), {"answers_for_nb"}),
        (UnitWish(Texts(nb="Vei"), leader_title=Texts(nn="x" * 81)), {"leader_title_nn"}),
        (UnitWish(Texts(nb="Vei"), leader="finnesikke"), {"leader"}),
    ],
)
def test_what_is_wrong_with_a_unit_stands_by_its_field(ctx, wish, fields):
    with pytest.raises(Unfit) as refused:
        structure.keep_unit(ctx, wish)
    assert set(refused.value.fields) == fields


def test_a_leader_has_the_role_here_and_a_title(halden, ctx):
    handler = halden.caseworker()
    with pytest.raises(Unfit) as refused:
        structure.keep_unit(ctx, UnitWish(Texts(nb="Vei"), leader=handler.public_id, leader_title=Texts(nb="Sjef")))
    assert set(refused.value.fields) == {"leader"}
    leader = halden.person("Lederen", Role.LEDER)
    with pytest.raises(Unfit) as refused:
        structure.keep_unit(ctx, UnitWish(Texts(nb="Vei"), leader=leader.public_id))
    assert set(refused.value.fields) == {"leader_title_nb"}
    assert reading.leaders(ctx) == ((leader.public_id, "Lederen"),)


def test_a_theme_leads_to_a_unit_in_use(halden, ctx):
    unit = structure.keep_unit(ctx, UnitWish(Texts(nb="Vei")))
    theme = structure.keep_theme(ctx, ThemeWish(Texts(nb="Trafikk"), unit))
    assert reading.theme(ctx, theme).unit_id == unit
    with pytest.raises(Unfit) as refused:
        structure.end(ctx, "unit", unit)
    assert "1 tema" in refused.value.message
    structure.keep_theme(ctx, ThemeWish(Texts(nb="Trafikk")), theme)
    structure.end(ctx, "unit", unit)
    with pytest.raises(Unfit) as refused:
        structure.keep_theme(ctx, ThemeWish(Texts(nb="Trafikk"), unit), theme)
    assert set(refused.value.fields) == {"unit"}


def test_a_unit_with_open_cases_stays(halden, ctx):
    kari, ref = halden.caseworker(), halden.proposal()
    unit = halden.unit()
    halden.move(ref, "vurder", kari, unit=unit.public_id)
    with pytest.raises(Unfit) as refused:
        structure.end(ctx, "unit", unit.public_id)
    assert "1 åpen sak" in refused.value.message
    halden.move(ref, "avsla", kari, unit=unit.public_id)
    structure.end(ctx, "unit", unit.public_id)
    assert halden.db.scalar(select(Unit.ended_at).where(Unit.id == unit.id)) == halden.now


def test_areas_sort_as_norwegian_does_and_are_told_apart(halden, ctx):
    for name in ("Ås", "Aalesund", "Øya", "Berg", "Ærfugl", "Zoo"):
        structure.keep_area(ctx, name)
    assert names(reading.areas(ctx)) == ["Berg", "Zoo", "Ærfugl", "Øya", "Aalesund", "Ås"]
    for name in ("Berg", "  Berg ", "", "x" * 81):
        with pytest.raises(Unfit) as refused:
            structure.keep_area(ctx, name)
        assert set(refused.value.fields) == {"name"}


def test_out_of_use_and_in_again(halden, ctx):
    first, second = structure.keep_area(ctx, "Os"), structure.keep_area(ctx, "Berg")
    structure.end(ctx, "area", second)
    assert [(row.name, row.ended_at is None) for row in reading.areas(ctx)] == [("Os", True), ("Berg", False)]
    structure.keep_area(ctx, "Berg")
    with pytest.raises(Unfit):
        structure.resume(ctx, "area", second)
    structure.end(ctx, "area", first)
    structure.resume(ctx, "area", first)
    assert halden.db.scalar(select(Area.ended_at).where(Area.public_id == first)) is None


def test_rows_change_places(halden, ctx):
    one, _two, three = (structure.keep_theme(ctx, ThemeWish(Texts(nb=name))) for name in ("En", "To", "Tre"))
    structure.shift(ctx, "theme", three, up=True)
    structure.shift(ctx, "theme", one, up=True)
    assert names(reading.themes(ctx)) == ["En", "Tre", "To"]
    structure.shift(ctx, "theme", one, up=False)
    assert names(reading.themes(ctx)) == ["Tre", "En", "To"]
    structure.end(ctx, "theme", three)
    structure.resume(ctx, "theme", three)
    assert names(reading.themes(ctx)) == ["En", "To", "Tre"]
    with pytest.raises(Missing):
        structure.shift(ctx, "theme", "finnesikke", up=True)


def test_another_municipalitys_rows_are_unknown(halden, ctx):
    voss = municipality(halden.db, "voss")
    unit, theme, area = voss.unit(), voss.theme(), voss.area()
    halden.db.info["municipality_id"] = halden.here.id
    for deed in (
        lambda: structure.keep_unit(ctx, UnitWish(Texts(nb="X")), unit.public_id),
        lambda: structure.keep_theme(ctx, ThemeWish(Texts(nb="X")), theme.public_id),
        lambda: structure.keep_area(ctx, "X", area.public_id),
        lambda: structure.end(ctx, "unit", unit.public_id),
        lambda: structure.resume(ctx, "theme", theme.public_id),
        lambda: structure.shift(ctx, "unit", unit.public_id, up=True),
        lambda: reading.unit(ctx, unit.public_id),
        lambda: reading.theme(ctx, theme.public_id),
        lambda: reading.area(ctx, area.public_id),
    ):
        with pytest.raises(Missing):
            deed()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_others_change_nothing(halden, role):
    other, unit = halden.context(halden.person("Noen", role)), halden.unit()
    for deed in (
        lambda: structure.keep_unit(other, UnitWish(Texts(nb="X"))),
        lambda: structure.keep_theme(other, ThemeWish(Texts(nb="X"))),
        lambda: structure.keep_area(other, "X"),
        lambda: structure.end(other, "unit", unit.public_id),
        lambda: structure.resume(other, "unit", unit.public_id),
        lambda: structure.shift(other, "unit", unit.public_id, up=True),
    ):
        with pytest.raises(Refused):
            deed()


def test_what_is_missing_is_told_until_it_is_there(halden, ctx):
    missing = admin.overview(ctx).missing
    assert missing == ("contact", "accessibility", "welcome", "privacy", "units", "handlers", "themes", "areas")
    halden.unit()
    halden.area()
    halden.theme()
    halden.caseworker()
    found = admin.overview(ctx)
    assert found.missing == ("contact", "accessibility", "welcome", "privacy", "leaders", "routes")
    assert (found.administrators, found.handlers, found.staff, found.units, found.areas) == (1, 1, 2, 1, 1)


def test_history_is_newest_first_in_pages(halden, ctx):
    for name in ("A", "B", "C"):
        structure.keep_area(ctx, name)
    first = admin.history(ctx, size=2)
    assert [(row.number, row.by, row.details["fields"]) for row in first.rows] == [
        (3, "Sjefen", ["added"]), (2, "Sjefen", ["added"]),
    ]  # fmt: skip
    assert (bool(first.following), first.preceding) == (True, "")
