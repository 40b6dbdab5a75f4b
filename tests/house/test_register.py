"""The register that every installation starts from is whole, unique and true to its sources."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from samskaping.rules.goals import GOALS

DATA = Path(__file__).parents[2] / "samskaping" / "data"
RESERVED = {"nb", "nn", "static"}


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@pytest.fixture(scope="module")
def municipalities() -> list[dict[str, str]]:
    return rows("municipalities.csv")


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_municipality_is_there_once(municipalities: list[dict[str, str]]) -> None:
    numbers = [row["number"] for row in municipalities]
    assert len(numbers) == 357
    assert len(set(numbers)) == 357
    assert numbers == sorted(numbers)
    assert all(re.fullmatch(r"\d{4}", number) for number in numbers)


def test_slugs_are_unique_ascii_and_not_reserved(municipalities: list[dict[str, str]]) -> None:
    slugs = [row["slug"] for row in municipalities]
    assert len(set(slugs)) == 357
    assert [slug for slug in slugs if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)] == []
    assert RESERVED.isdisjoint(slugs)


def test_namesakes_carry_their_county(municipalities: list[dict[str, str]]) -> None:
    times = Counter(row["name"] for row in municipalities)
    shared = {row["slug"] for row in municipalities if times[row["name"]] > 1}
    assert shared == {"heroy-nordland", "heroy-more-og-romsdal", "valer-ostfold", "valer-innlandet"}


def test_language_decisions_sum_to_those_of_the_regulation(municipalities: list[dict[str, str]]) -> None:
    decided = Counter(row["language_decision"] for row in municipalities)
    assert decided == {"bokmål": 118, "nynorsk": 88, "nøytral": 151}


def test_official_names_are_searchable_in_every_language(municipalities: list[dict[str, str]]) -> None:
    by_number = {row["number"]: row for row in municipalities}
    assert by_number["5622"]["official_name"] == "Porsanger – Porsáŋgu – Porsanki"
    assert by_number["5610"]["search_names"] == "Kárášjohka|Karasjok"
    assert sum("|" in row["search_names"] for row in municipalities) == 26
    for row in municipalities:
        assert row["official_name"].split(" – ") == row["search_names"].split("|")
        assert row["name"] in row["search_names"].split("|")


def test_every_county_is_named_and_used(municipalities: list[dict[str, str]]) -> None:
    counties = {row["county_number"]: row["county"] for row in municipalities}
    assert len(counties) == len(set(counties.values())) == 15
    assert all(row["number"].startswith(row["county_number"]) for row in municipalities)


def test_facts_are_within_norway(municipalities: list[dict[str, str]]) -> None:
    assert sum(int(row["population"]) for row in municipalities) == 5_550_203
    assert {row["population_date"] for row in municipalities} == {"2024-01-01"}
    assert all(57 < float(row["lat"]) < 72 and 4 < float(row["lon"]) < 32 for row in municipalities)
    assert all(re.fullmatch(r"https://[a-z0-9.-]+\.no", row["website"]) for row in municipalities)


def test_organisation_numbers_pass_the_check_digit(municipalities: list[dict[str, str]]) -> None:
    assert [row["name"] for row in municipalities if not row["org_number"]] == ["Haram"]
    for number in (row["org_number"] for row in municipalities if row["org_number"]):
        total = sum(int(digit) * weight for digit, weight in zip(number, (3, 2, 7, 6, 5, 4, 3, 2, 1), strict=True))
        assert total % 11 == 0, number


def test_goals_are_seventeen_with_readable_numbers() -> None:
    assert list(GOALS) == list(range(1, 18))
    assert GOALS[11].title == ("Bærekraftige byer og lokalsamfunn", "Berekraftige byar og lokalsamfunn")
    for goal in GOALS.values():
        darker, lighter = sorted((luminance(goal.colour), luminance(goal.text_colour)))
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5, goal


def test_sources_and_licences_are_named() -> None:
    text = (DATA / "SOURCES.md").read_text(encoding="utf-8")
    sentence = "Contains data under the Norwegian licence for Open Government data (NLOD) 2.0, distributed by Lovdata."
    assert sentence in text
    assert all(name in text for name in ("KLASS 131", "Kartverket", "CC BY 4.0", "FN-sambandet"))
