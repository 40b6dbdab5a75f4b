"""A foreign id answers exactly as one that never existed, at every door with an id in its address.

The doors are read from tests/house/doors.txt, and the ids from the demonstration: an id counts when its own
municipality answers it otherwise than an unknown one. A new door whose kind of thing is nowhere is told by name.
"""

import pytest

from tests.strangers import Door, Strangers, municipal_doors

pytestmark = pytest.mark.second_in_matrix

#: Doors whose ids are no municipality's own, with what tries them.
ELSEWHERE = {
    ("POST", "organisations.verify"): "organisations are the country's: tests/web/test_organisations.py",
    ("POST", "organisations.ask_to_verify"): "the same",
    ("GET", "adoptions.take_over"): "what everyone can see in another municipality: tests/web/test_adoptions.py",
    ("POST", "adoptions.take_over"): "the same",
    ("POST", "lessons.find_useful"): "what everyone can read in another municipality: tests/web/test_lessons.py",
    ("POST", "lessons.take_back"): "the same",
    ("GET", "opinions.by_link"): "a signed secret: tests/web/test_opinions.py",
    ("POST", "opinions.by_link"): "the same",
    ("GET", "measurements.by_link"): "a signed secret: tests/web/test_benefits.py",
    ("POST", "measurements.by_link"): "the same",
    ("GET", "needs.confirm"): "a signed secret: tests/web/test_needs.py",
    ("POST", "needs.confirm"): "the same",
    ("GET", "sheets.template"): "an empty file, the same for all",
    ("POST", "proposals.page"): "the language switch alone: the page is the GET's",
    ("POST", "groups.page"): "the same",
}
DOORS = [door for door in municipal_doors() if (door.method, door.endpoint) not in ELSEWHERE]


def test_every_door_is_tried_here_or_elsewhere():
    known = {(door.method, door.endpoint) for door in municipal_doors()}
    assert set(ELSEWHERE) <= known
    assert len(DOORS) > 100


def told_apart(two: Strangers, door: Door) -> str | None:
    """How a stranger can tell that something is there; nothing when they cannot."""
    words = two.living(door)
    if words is None:
        return "no id that lives: furnish what this door opens to"
    way = {name: words[name] for name, choices in door.slots if choices}
    unknown, me = two.unknown(door, way), two.staff["ours"]
    if two.ask("ours", door, words, me) != two.ask("ours", door, unknown, me):
        return f"{words} is told from an unknown one in our own municipality"
    if door.rule.startswith(("/arbeid/", "/oppsett")) and two.ask("theirs", door, words, me) != two.ask(
        "theirs", door, unknown, me
    ):
        return f"{words} is told from an unknown one in its own municipality"
    return None


@pytest.mark.case("AC-03", "AC-04")
@pytest.mark.parametrize("door", DOORS, ids=lambda door: f"{door.method}-{door.endpoint}")
def test_a_foreign_id_answers_as_one_that_never_was(strangers, door):
    assert told_apart(strangers, door) is None
