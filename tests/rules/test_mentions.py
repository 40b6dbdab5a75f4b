"""Whom an «@» in a note names, and when it must be asked."""

import pytest

from samskaping.rules.mentions import Doubt, named

NAMES = [
    (1, "Kari Demo"), (2, "Kari Demo Ås"), (3, "Åse Aas"), (4, "Ola Nordmann"), (5, "Ola Nordmann"), (6, "Per H. Lie"),
    (7, "Anne-Lise Vik"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        ("@Kari Demo kan du se?", {1}),
        ("Spør @kari demo ås, og @ÅSE AAS.", {2, 3}),
        ("@Åse kan du se?", {3}),
        ("(@Åse) @ og @åse, Lie er borte", {3}),
        ("@Åse\nDette haster", {3}),
        ("@Per H. Lie og @Per, og @anne-lise vik", {6, 7}),
        ("@Per H", {6}),
        ("post@kari demo og a@b.no", set()),
    ],
)
def test_as_much_of_a_name_as_one_alone_has_is_enough(written, keys):
    assert named(written, NAMES) == (keys, [])


@pytest.mark.parametrize(
    ("written", "doubt"),
    [
        ("@Kari kan du se?", Doubt("@Kari", (1, 2))),
        ("Hvem av @Ola Nordmann?", Doubt("@Ola Nordmann", (4, 5))),
        ("@ola", Doubt("@ola", (4, 5))),
        ("@Åse Hansen vet", Doubt("@Åse Hansen", (3,))),
        ("@Kari Demosen vet", Doubt("@Kari Demosen", (1, 2))),
        ("@Karianne kan", Doubt("@Karianne")),
        ("@Demo kan", Doubt("@Demo")),
    ],
)
def test_whoever_may_be_meant_is_asked_about(written, doubt):
    assert named(written, NAMES) == (set(), [doubt])


def test_a_name_of_nothing_but_space_is_nobodys():
    assert named("@Kari", [(1, " ")]) == (set(), [Doubt("@Kari")])
