"""Every door answers every kind of visitor, at home and in another municipality, as the checked-in list says."""

import pytest

from tests.house.answers import HOME, OTHER, PRESENT, Crowd, all_doors, checked_in

pytestmark = pytest.mark.second_in_matrix

STAFF = [name for name in PRESENT if name not in ("unknown", "unconfirmed", "resident", "organisation", "plattform")]


def odd(crowd: Crowd, name: str) -> list[str]:
    """The doors that answer this visitor otherwise than the list says, or that it does not know."""
    said = checked_in()
    answers = {str(door): crowd.answer(door, name) for door in all_doors(crowd.app)}
    return [f"{door}: {status}" for door, status in answers.items() if said.get(door, {}).get(name) != status]


@pytest.mark.case("AC-01")
@pytest.mark.parametrize("name", PRESENT)
def test_every_door_answers_as_the_list_says(crowd, name):
    assert odd(crowd, name) == [], "Look at what changed; if it is meant: make doors"


@pytest.mark.case("AC-01")
def test_the_list_knows_every_door_and_no_other(crowd):
    assert set(checked_in()) == {str(door) for door in all_doors(crowd.app)}, "make doors writes them anew"


@pytest.mark.case("AC-01", "AC-04")
def test_in_another_municipality_staff_are_residents_and_nobody_meets_a_fault():
    """What the list itself says, whoever wrote it anew."""
    said = checked_in()
    assert [
        door for door, answers in said.items() if set(answers) != set(PRESENT) or max(answers.values()) >= 500
    ] == []
    elsewhere = {door: answers for door, answers in said.items() if door.endswith(f"| {OTHER}")}
    assert len(elsewhere) > 350
    told = [door for door, now in elsewhere.items() if {now[name] for name in STAFF} != {now["resident"]}]
    # One's own account, which knows of work elsewhere: a second factor is staff's.
    own = [("begynn", "POST"), ("ny", "GET"), ("ny", "POST")]
    second = ["/min-side/to-trinn | GET", *(f"/min-side/to-trinn/{step} | {method}" for step, method in own)]
    assert sorted(told) == sorted(f"{door} | {OTHER}" for door in second)


def test_at_the_desk_and_in_the_settings_nobody_but_staff_is_let_in():
    desk = {
        door: now for door, now in checked_in().items() if door.startswith(("/arbeid", "/oppsett")) and HOME in door
    }
    assert len(desk) > 120
    outside = ("unknown", "unconfirmed", "resident", "organisation", "plattform")
    assert {now[name] for now in desk.values() for name in outside} <= {302, 403, 404}
