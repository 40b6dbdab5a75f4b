"""Which proposals are called alike while somebody writes: tried with the demonstration's own texts."""

import tomllib

import pytest

from samskaping.rules.likeness import likeness, telling_words
from tests.house.sources import HOUSE


def alike(place: str, text: str) -> set[str]:
    """Titles of the demonstration's proposals that are like a text."""
    script = tomllib.loads((HOUSE / "data" / "demo" / f"{place}.toml").read_text("utf-8"))
    proposals = [one for one in script["proposal"] if one.get("state") != "utkast"]
    return {one["title"] for one in proposals if likeness(text, one["title"], f"{one['need']} {one.get('idea', '')}")}


@pytest.mark.parametrize(
    ("place", "text", "title"),
    [
        ("halden", "Mora mi klarer ikke turen til butikken uten en benk å sette seg på.", "Benker langs Tista"),
        ("halden", "Jeg har ingen steder å henge når biblioteket stenger.", "Åpent bibliotek på søndager"),
        ("halden", "Bestefar spiser middag alene hver dag.", "Langbord på torget hver torsdag"),
        ("voss", "Det er ingen buss heim til Granvin etter trening.", "Varmestove på haldeplassen i Granvin"),
    ],
)
def test_the_like_is_found(place, text, title):
    assert title in alike(place, text)
    assert len(alike(place, text)) <= 4


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("halden", "Det er altfor mye bråk fra utestedet i helgene."),
        ("halden", "Garderoben i gymsalen har ikke varmt vann om vinteren, og ungene går svette hjem i kulda."),
        ("halden", "Det mangler en plass der vi kan være, og kommunen burde gjøre noe med det."),
        ("halden", "I Tistedal mangler fuglene et brett med frø ved dammen når det snør."),
        ("voss", "Brua har dårleg rekkverk, og måsane skrik der heile natta."),
        ("voss", "Kyrkjegarden har ikkje vatn til blomane om sommaren."),
    ],
)
def test_the_unlike_is_left_out(place, text):
    assert alike(place, text) == set()


@pytest.mark.parametrize("few", ["Flere benker", "benk", "Eg vil ha benkar"])
def test_a_handful_of_words_needs_but_one_in_common(few):
    assert "Benker langs Tista" in alike("halden", few)


def test_words_that_any_proposal_holds_tell_nothing():
    assert telling_words("Det mangler noe, og vi trenger at kommunen gjør det. Ikkje så vanskeleg!") == frozenset()
