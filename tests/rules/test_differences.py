"""Differences: both texts can be read out of them again, and hostile ones cost no time."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samskaping.rules.differences import Mark, Piece, differences


def test_words_that_changed_are_marked():
    assert differences("Vi vil ha to benker.", "Vi vil ha tre gode benker.") == [
        Piece(Mark.KEPT, "Vi vil ha "),
        Piece(Mark.GONE, "to"),
        Piece(Mark.NEW, "tre gode"),
        Piece(Mark.KEPT, " benker."),
    ]


def test_a_line_that_is_the_same_is_left_alone():
    assert [piece.mark for piece in differences("en\nto\ntre\n", "en\n2\ntre\n")] == [
        Mark.KEPT, Mark.GONE, Mark.NEW, Mark.KEPT,
    ]  # fmt: skip


@given(st.text(alphabet="ab \n", max_size=200), st.text(alphabet="ab \n", max_size=200))
def test_both_texts_can_be_read_out_of_it(before, after):
    found = differences(before, after)
    assert "".join(piece.text for piece in found if piece.mark is not Mark.NEW) == before
    assert "".join(piece.text for piece in found if piece.mark is not Mark.GONE) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a b " * 2000, "b a " * 2000),
        (" ".join(str(n % 100) for n in range(2600)), " ".join(str(n * 7 % 100) for n in range(2600))),
        (" ".join(str(n % 19) for n in range(199)), " ".join(str(n * n % 19) for n in range(199))),
        ("\n" * 8000, "x\n" * 4000),
    ],
)
def test_hostile_texts_cost_no_time(before, after):
    begun = time.process_time()
    differences(before, after)
    assert time.process_time() - begun < 1
