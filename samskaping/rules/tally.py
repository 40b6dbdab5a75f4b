"""Counting a vote on what a sum goes to: how many want each item, and what the sum then reaches to.

Two rules stand here side by side, each in whole numbers and exact fractions, so that whoever counts again gets the same:
greedy below, and the method of equal shares in ``tally_shares``. No rule draws lots.

Greedy (Talmon and Faliszewski, *A Framework for Approval-Based Budgeting Methods*, AAAI 2019): the items in order of
their score, and each that still fits within the sum is taken; what does not fit is passed over. With ``skip=False`` it
stops at the first that does not fit. Ties go to the cheaper, then to the one that more ballots mark, then to the one that
stands first in the list. What nobody marks is never taken. An item dearer than the whole sum can never be taken, and is
set aside before anything is counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Item:
    """Something that the sum can go to."""

    key: str
    cost: Fraction


#: What one ballot marks, and with how many points; a cross is one point.
Ballot = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Election:
    """A sum, what it can go to in the order of the list, and every ballot."""

    budget: Fraction
    items: tuple[Item, ...]
    ballots: tuple[Ballot, ...]
    #: The least score that an item must have; published elections have such.
    least: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """How many ballots mark an item, and the points they give it together."""

    votes: int = 0
    score: int = 0


def approving(*keys: str) -> Ballot:
    """A ballot of crosses."""
    return dict.fromkeys(keys, 1)


def counted(election: Election) -> dict[str, Counted]:
    """Each item in the order of the list, those nobody marks too."""
    votes = {item.key: 0 for item in election.items}
    score = dict(votes)
    for ballot in election.ballots:
        for key, points in ballot.items():
            votes[key] += 1
            score[key] += points
    return {key: Counted(votes[key], score[key]) for key in votes}


def eligible(election: Election) -> tuple[Item, ...]:
    """What a rule can take: marked by somebody, of enough score, and not dearer than the whole sum."""
    numbers = counted(election)
    return tuple(
        item
        for item in election.items
        if numbers[item.key].votes and numbers[item.key].score >= election.least and 0 < item.cost <= election.budget
    )


def greedy(election: Election, *, skip: bool = True) -> tuple[str, ...]:
    """What the sum goes to, in the order that it was taken."""
    numbers = counted(election)
    left, taken = election.budget, []
    ranked = sorted(
        eligible(election), key=lambda item: (-numbers[item.key].score, item.cost, -numbers[item.key].votes)
    )
    for item in ranked:
        if item.cost <= left:
            taken.append(item.key)
            left -= item.cost
        elif not skip:
            break
    return tuple(taken)


def cost_of(election: Election, taken: tuple[str, ...]) -> Fraction:
    """What some of the items cost together."""
    costs = {item.key: item.cost for item in election.items}
    return sum((costs[key] for key in taken), Fraction(0))


def within(items: tuple[Item, ...], budget: Fraction, keys: frozenset[str]) -> bool:
    """Whether the items of a ballot that distributes the sum cost no more than the sum."""
    return sum((item.cost for item in items if item.key in keys), Fraction(0)) <= budget
