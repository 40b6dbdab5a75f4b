"""Counting a vote: published elections again, and what holds for every election that can be drawn."""

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samskaping.rules.tally import Election, Item, approving, cost_of, counted, eligible, greedy, within
from samskaping.rules.tally_shares import equal_shares

KEYS = "abcde"


@st.composite
def elections(draw: st.DrawFn) -> Election:
    costs = draw(st.lists(st.integers(1, 150), min_size=1, max_size=5))
    items = tuple(Item(key, Fraction(cost)) for key, cost in zip(KEYS, costs, strict=False))
    keys = st.sets(st.sampled_from([item.key for item in items]))
    ballots = draw(st.lists(keys, max_size=8))
    return Election(Fraction(draw(st.integers(1, 300))), items, tuple(approving(*marks) for marks in ballots))


def election(budget: int, costs: dict[str, int], *ballots: str) -> Election:
    items = tuple(Item(key, Fraction(cost)) for key, cost in costs.items())
    return Election(Fraction(budget), items, tuple(approving(*marks) for marks in ballots))


def plainly(asked: Election, each: Fraction) -> tuple[str, ...]:
    """Equal shares without completion, in the fewest words: every ballot by itself, every item asked in every round."""
    items, purses, taken = list(eligible(asked)), [each] * len(asked.ballots), []
    votes = {item.key: sum(item.key in ballot for ballot in asked.ballots) for item in items}
    while True:
        shares = {}
        for item in items:
            have = sorted(purse for purse, ballot in zip(purses, asked.ballots, strict=True) if item.key in ballot)
            if item.key in taken or sum(have) < item.cost:
                continue
            rest, place = item.cost, 0
            while have[place] * (len(have) - place) < rest:
                rest, place = rest - have[place], place + 1
            shares[item] = rest / (len(have) - place)
        if not shares:
            return tuple(taken)
        best = min(shares, key=lambda item: (shares[item] / item.cost, item.cost, -votes[item.key], items.index(item)))
        taken.append(best.key)
        pairs = zip(purses, asked.ballots, strict=True)
        purses = [purse - min(purse, shares[best]) if best.key in ballot else purse for purse, ballot in pairs]


def unit_by_unit(asked: Election) -> tuple[str, ...]:
    """Completed as the rule is written: one unit more each time, every unit tried."""
    items = eligible(asked)
    if not items:
        return ()
    each = asked.budget / len(asked.ballots)
    taken = plainly(asked, each)
    while any(i.key not in taken and i.cost <= asked.budget - cost_of(asked, taken) for i in items):
        each = Fraction(floor(each) + 1)
        further = plainly(asked, each)
        if cost_of(asked, further) > asked.budget:
            break
        taken = further
    return taken


@given(elections())
def test_nothing_is_counted_above_the_sum_or_twice(drawn):
    for taken in (greedy(drawn), greedy(drawn, skip=False), equal_shares(drawn)):
        assert cost_of(drawn, taken) <= drawn.budget
        assert len(set(taken)) == len(taken)
        assert all(counted(drawn)[key].votes for key in taken)


@given(elections(), st.randoms())
def test_the_order_that_ballots_came_in_says_nothing(drawn, random):
    ballots = list(drawn.ballots)
    random.shuffle(ballots)
    shuffled = Election(drawn.budget, drawn.items, tuple(ballots))
    assert counted(shuffled) == counted(drawn)
    assert greedy(shuffled) == greedy(drawn)
    assert equal_shares(shuffled) == equal_shares(drawn)


@settings(max_examples=150, deadline=None)
@given(elections())
def test_the_leap_over_units_gives_what_trying_each_of_them_gives(drawn):
    assert equal_shares(drawn) == unit_by_unit(drawn)


@pytest.mark.parametrize(
    ("budget", "costs", "ballots"),
    [
        # What changes with a unit more: who can pay at all; who pays less than a whole share; which is the cheapest.
        (222, {"a": 244, "b": 119}, ["", "ab"]),
        (469, {"a": 366, "b": 7}, ["b", "ab", ""]),
        (686, {"a": 38, "b": 181, "c": 360}, ["abc", "b", "c"]),
        (432, {"a": 112, "b": 172, "c": 207, "d": 92, "e": 132}, ["bce", "c", "bd", "d"]),
        (665, {"a": 57, "b": 121, "c": 158, "d": 389}, ["bd", "bcd", "d", "bd", "abd", "bc", "c", "cd"]),
    ],
)
def test_the_leap_stops_at_each_kind_of_change(budget, costs, ballots):
    asked = election(budget, costs, *ballots)
    assert equal_shares(asked) == unit_by_unit(asked)


@given(elections())
def test_greedy_leaves_nothing_that_fits(drawn):
    left = drawn.budget - cost_of(drawn, greedy(drawn))
    assert all(item.key in greedy(drawn) or item.cost > left for item in eligible(drawn))


def test_a_minority_that_pays_for_its_own_has_it_by_equal_shares_and_not_by_greedy():
    ballots = ["ab"] * 6 + ["c"] * 4
    asked = election(100, {"a": 50, "b": 50, "c": 40}, *ballots)
    assert greedy(asked) == ("a", "b")
    assert set(equal_shares(asked)) == {"a", "c"}


def test_ties_go_to_the_cheaper_then_to_the_first_in_the_list():
    assert greedy(election(10, {"a": 9, "b": 8}, "ab")) == ("b",)
    assert greedy(election(10, {"a": 9, "b": 9}, "ab")) == ("a",)
    assert equal_shares(election(10, {"b": 9, "a": 9}, "ab")) == ("b",)
    assert equal_shares(election(10, {"a": 9, "b": 8}, "ab")) == ("b",)


def test_with_no_ballots_the_sum_goes_to_nothing():
    asked = election(10, {"a": 9})
    assert (greedy(asked), equal_shares(asked), counted(asked)["a"].votes) == ((), (), 0)


def test_an_item_dearer_than_the_sum_stops_nobody():
    asked = election(10, {"a": 11, "b": 8}, "a", "a", "b")
    assert greedy(asked, skip=False) == ("b",)


@pytest.mark.parametrize(("keys", "fits"), [("ab", True), ("abc", False), ("", True)])
def test_a_ballot_that_distributes_stays_within_the_sum(keys, fits):
    items = tuple(Item(key, Fraction(5)) for key in "abc")
    assert within(items, Fraction(10), frozenset(keys)) is fits
