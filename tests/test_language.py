"""Bokmål and nynorsk: which form a browser asks for, and how dates and numbers read in each."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samskaping import language
from samskaping.db import Texts
from samskaping.language import Words, calling, gettext, negotiate, speaking

HARD = "\u00a0"


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        (None, "nb"),
        ("", "nb"),
        ("nn", "nn"),
        ("nn-NO", "nn"),
        ("nb-NO,nb;q=0.9,no;q=0.8,nn;q=0.7", "nb"),
        ("no", "nb"),
        ("no-NO,no;q=0.9", "nb"),
        ("nn-NO;q=1, nb;q=.8", "nn"),
        ("nb;q=0.3, nn;q=0.8", "nn"),
        ("en-US,en;q=0.9,nn;q=0.2", "nn"),
        ("en, de", "nb"),
        ("nn;q=0", "nb"),
        ("nn;q=tull, nb;q=0.1", "nb"),
        ("NN-no", "nn"),
        ("no;q=0.5,nn;q=0.5", "nb"),
    ],
)
def test_forms_in_accept_language_are_told_apart(accept, form):
    assert negotiate(accept) == form


@given(st.text(max_size=300))
def test_no_header_breaks_the_choice(accept):
    assert negotiate(accept) in language.FORMS


def test_dates_and_numbers_read_as_norwegian():
    with speaking("nb"):
        assert language.day(date(2026, 12, 4)) == "4. desember 2026"
        assert language.weekday(date(2026, 11, 3)) == "tirsdag 3. november"
        assert (language.number(1234567), language.percent(0.94)) == (f"1{HARD}234{HARD}567", f"94{HARD}%")
    with speaking("nn"):
        assert language.weekday(date(2026, 11, 3)) == "tysdag 3. november"


def test_a_herad_is_called_so_in_our_own_texts():
    words = Words("Kommunen svarte", "Kommunen svarte")
    with calling("heradet"):
        assert str(words) == "Heradet svarte"
        assert gettext("Kommunens personvernerklæring") == "Heradets personvernerklæring"
        for anybodys in ("Finn kommunen din", "Kommunen min", "andre kommuner", "kari@kommunen.no"):
            assert gettext(anybodys) == anybodys
        with speaking("nn"):
            assert gettext("Kommunens personvernerklæring") == "Personvernerklæringa til heradet"
    assert str(words) == "Kommunen svarte"


def test_words_and_texts_follow_the_form_in_force():
    words, both, only = Words("måloppnåelse", "måloppnåing"), Texts(nb="vei", nn="veg"), Texts(nn="berre nynorsk")
    with speaking("nb"):
        assert (str(words), str(both), str(only), only.is_foreign, only.form) == (
            "måloppnåelse", "vei", "berre nynorsk", True, "nn",
        )  # fmt: skip
    with speaking("nn"):
        assert (str(words), str(both), only.is_foreign) == ("måloppnåing", "veg", False)


@pytest.mark.parametrize(
    ("form", "tag", "name"),
    [("nb", "en", "engelsk"), ("nn", "ti", "tigrinja"), ("nn", "nb", "bokmål"), ("nb", "qqq", "qqq")],
)
def test_a_language_is_called_what_norwegian_calls_it(form, tag, name):
    with language.speaking(form):
        assert language.tongue(tag) == name
