"""What «Slik virker det» says, and what a challenge must say, fit the tables that they explain."""

from types import SimpleNamespace

import pytest

from samskaping.queries import proposals
from samskaping.rules.challenges import ILLUSTRATIONS, TEXTS, flaws
from samskaping.rules.explained import DEMANDS, HOLDERS, MOVERS, SORTS
from samskaping.rules.moves import MOVES
from samskaping.rules.pipeline import STATES, Demand
from samskaping.web.assets import SOURCE


def test_every_demand_holder_and_mover_has_words_in_both_forms():
    assert set(DEMANDS) == set(Demand)
    assert {rule.ball for rule in STATES.values()} <= set(HOLDERS)
    assert {move.takes for move in MOVES} <= set(MOVERS)
    for table in (DEMANDS, HOLDERS, MOVERS, ILLUSTRATIONS):
        assert all(words.nb and words.nn for words in table.values())


def test_every_way_of_sorting_is_told():
    assert len(SORTS) == len(proposals.ORDERS) + 1


def test_every_illustration_is_drawn():
    drawn = (SOURCE.parent / "templates" / "components" / "drawings" / "theme.html").read_text("utf-8")
    # The last one is what any other name gives.
    assert all(f'"{key}"' in drawn for key in ILLUSTRATIONS if key != "langbord")


WHOLE = dict.fromkeys([*TEXTS, "level", "unit_id", "answers_on"], 1) | {"closes_on": None}


def test_a_whole_challenge_has_no_flaw():
    assert flaws(SimpleNamespace(**WHOLE)) == {}
    # One that was published before it was asked what is expected, stands; what it says of that, it goes on saying.
    old = SimpleNamespace(**WHOLE | {"effect": None, "success": None})
    assert flaws(old, ()) == {}
    assert list(flaws(old, ["success"])) == ["success"]


@pytest.mark.parametrize("field", [*TEXTS, "level", "unit_id", "answers_on"])
def test_each_promise_that_is_missing_is_told_by_name(field):
    assert list(flaws(SimpleNamespace(**WHOLE | {field: None}))) == [field]
