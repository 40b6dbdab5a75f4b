"""Pages that are looked at once are those that differ in nothing but the names that each answer makes anew."""

import pytest

from tests.visitor import _alike

PAGE = '<a href="#k-{}">Kari</a><p id="k-{}">{}</p><input name="once" value="{}">'
SEEN = PAGE.format("abc1234567", "abc1234567", "Ja", "x" * 22)


def test_new_names_make_no_other_page():
    assert _alike(PAGE.format("zyx7654321", "zyx7654321", "Ja", "y" * 22)) == _alike(SEEN)


@pytest.mark.parametrize(
    "other",
    [
        PAGE.format("abc1234567", "zyx7654321", "Ja", "x" * 22),
        PAGE.format("abc1234567", "abc1234567", "", "x" * 22),
        PAGE.format("abc1234567", "abc1234567", "%(count)s", "x" * 22),
        SEEN.replace("href", "name"),
    ],
)
def test_whatever_else_differs_makes_another(other):
    assert _alike(other) != _alike(SEEN)
