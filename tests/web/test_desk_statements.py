"""How often the desk asks the database: every page of staff, in a municipality with much in it.

The doors are read from tests/house/doors.txt. A page of one thing is opened for every such thing: the poorest case and
the richest take as many statements, but for the sections that they have.
"""

from collections import Counter
from itertools import islice

import pytest

from tests.statements import Statements
from tests.strangers import Door, Strangers, all_doors

pytestmark = pytest.mark.second_in_matrix

MOST = 12

#: As many of a kind are opened, of so many that are tried.
OPENED, TRIED = 6, 40
#: What another municipality has done is opened in tests/web/test_adoptions.py.
DESK = [
    door
    for door in all_doors()
    if door.rule.startswith(("/arbeid", "/oppsett")) and door.method == "GET" and "slug" not in door.ids
]


def pages(two: Strangers, door: Door):
    """The door's pages that its own municipality shows to somebody with every role, each with what it asked."""
    ways = [(way, two.staff["theirs"]) for way in door.ways]
    named = ((words, person) for words, _thing, person in two.tries(door))
    shown = 0
    for words, person in islice(named, TRIED) if door.ids else ways:
        if person == two.staff["theirs"]:
            with Statements.listening() as heard:
                status, _body, _where = two.ask("theirs", door, words, person)
            if status == 200:
                shown += 1
                yield words, heard
            if shown == OPENED:
                return


@pytest.mark.parametrize("door", DESK, ids=lambda door: door.endpoint)
def test_a_page_asks_as_much_of_little_as_of_much(strangers, door):
    strangers.seat(strangers.staff["theirs"])
    found = Counter()
    for words, heard in pages(strangers, door):
        assert len(heard) <= MOST, f"{door.path(words)}\n{heard}"
        found[len(heard)] += 1
    assert max(found, default=0) - min(found, default=0) <= 4, f"the sections of a page, not its rows: {found}"
