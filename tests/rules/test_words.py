"""What a Norwegian compound may end in, and what it is never cut into."""

import pytest

from samskaping.rules.words import tails


@pytest.mark.parametrize(
    ("compound", "within"),
    [
        ("butikkbussen", "bussen"),
        ("skolevegane", "vegane"),
        ("turstien", "stien"),
        ("elbil", "bil"),
        ("båtplassar", "plassar"),
        ("ungdomsklubb", "klubb"),
        ("avfallsanlegg", "anlegg"),
        ("Øyhopping", "hopping"),
    ],
)
def test_compound_ends_in_the_word(compound, within):
    assert within in tails(compound).split()


@pytest.mark.parametrize("word", ["turen", "kulturen", "lederen", "bussene", "benk", "i", "2026-000123", "x" * 41])
def test_an_ending_is_no_word(word):
    assert not {"ren", "en", "ene", "sene"} & set(tails(word).split())


def test_each_is_kept_once():
    assert tails("Skolebuss og skolebuss, bybuss").split().count("buss") == 1
