"""How often a page asks the database: every page of a municipality, in one with much in it.

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
#: Of a page that is no desk's, opened by somebody who is signed in.
MOST_SIGNED_IN = 14

#: As many of a kind are opened, of so many that are tried.
OPENED, TRIED = 6, 40
#: What another municipality has done is opened in tests/web/test_adoptions.py.
DESK = [
    door
    for door in all_doors()
    if door.rule.startswith(("/arbeid", "/oppsett")) and door.method == "GET" and "slug" not in door.ids
]
#: All others, with what the country's pages share with a municipality's.
OTHERS = [
    door
    for door in all_doors("municipality", "both")
    if not door.rule.startswith(("/arbeid", "/oppsett")) and door.method == "GET"
]


def pages(two: Strangers, door: Door, opened: int = OPENED):
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
            if shown == opened:
                return


@pytest.mark.parametrize("door", DESK, ids=lambda door: door.endpoint)
def test_a_page_asks_as_much_of_little_as_of_much(strangers, door):
    strangers.seat(strangers.staff["theirs"])
    found = Counter()
    for words, heard in pages(strangers, door):
        assert len(heard) <= MOST, f"{door.path(words)}\n{heard}"
        found[len(heard)] += 1
    assert max(found, default=0) - min(found, default=0) <= 4, f"the sections of a page, not its rows: {found}"


def test_every_other_page_keeps_within_its_statements(strangers):
    """Opened by somebody with every role, who is shown most; in one test, as making each its own takes longer."""
    strangers.seat(strangers.staff["theirs"])
    shown, dear = set(), []
    for door in OTHERS:
        for words, heard in pages(strangers, door, opened=2):
            shown.add(door.endpoint)
            if len(heard) > MOST_SIGNED_IN:
                dear.append(f"{len(heard)} at {door.path(words)}\n{heard}")
    assert dear == [], "\n".join(dear)
    assert len(shown) > len(OTHERS) / 2, sorted({door.endpoint for door in OTHERS} - shown)
