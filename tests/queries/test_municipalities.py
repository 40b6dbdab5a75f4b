"""Finding a municipality by any of its names, and those nearby."""

import csv

import pytest

from samskaping.cli.municipalities import REGISTER
from samskaping.queries import municipalities
from samskaping.queries.municipalities import Place
from tests.world import municipality


@pytest.fixture(scope="module")
def register():
    with REGISTER.open(encoding="utf-8", newline="") as rows:
        return tuple(
            Place(
                row["slug"], None, row["number"], row["name"], row["official_name"], row["search_names"], row["county"],
                None, float(row["lat"]), float(row["lon"]), 0,
            )
            for row in csv.DictReader(rows)
        )  # fmt: skip


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("karasjok", "karasjok"),
        ("Kárášjohka", "karasjok"),
        ("karasjohka", "karasjok"),
        ("aalesund", "alesund"),
        ("Ålesund", "alesund"),
        ("alesund", "alesund"),
        ("tromsoe", "tromso"),
        ("TROMSØ", "tromso"),
        ("porsanki", "porsanger"),
        ("Porsáŋgu", "porsanger"),
        ("3101", "halden"),
        ("nore og uvdal", "nore-og-uvdal"),
        ("uvdal", "nore-og-uvdal"),
        ("baerum", "baerum"),
        ("barum", "baerum"),
        ("  halden ", "halden"),
    ],
)
def test_any_official_name_finds_it_first(register, written, slug):
    found = municipalities.search(register, written)
    assert (found.places[0].slug, found.is_guess) == (slug, False)


def test_two_of_the_same_name_are_both_found(register):
    slugs = {place.slug for place in municipalities.search(register, "herøy").places}
    assert {"heroy-nordland", "heroy-more-og-romsdal"} <= slugs


@pytest.mark.parametrize(
    ("written", "slug"), [("haldn", "halden"), ("drammmen", "drammen"), ("kristansand", "kristiansand")]
)
def test_a_misspelt_name_is_guessed(register, written, slug):
    found = municipalities.search(register, written)
    assert found.is_guess
    assert slug in [place.slug for place in found.places]


@pytest.mark.parametrize("written", ["xyzzy", "", "   ", "%", "😀", "中"])
def test_nonsense_finds_nothing(register, written):
    assert municipalities.search(register, written).places == ()


def test_the_nearest_that_take_part_come_first(db):
    halden = municipality(db, "halden", latitude=59.1, longitude=11.4)
    municipality(db, "sarpsborg", latitude=59.28, longitude=11.1)
    municipality(db, "voss", latitude=60.6, longitude=6.4)
    municipality(db, "moss", latitude=59.4, longitude=10.7, activated_at=None)
    near = municipalities.near(halden.context())
    assert [place.slug for place, _away in near] == ["sarpsborg", "voss"]
    assert 20 < near[0][1] < 32
