"""The method of equal shares: every ballot has as much of the sum to give, and pays for what it marks.

Source: Peters, Pierczyński and Skowron, *Proportional Participatory Budgeting with Additive Utilities*, NeurIPS 2021, with
the satisfaction of an item equal to its cost, as the cities that count so do (equalshares.net). In rounds: those who
mark an item share its cost alike, and whoever has less than that share gives what they have. The item whose dearest share
is the smallest part of its cost is taken and paid for. It ends when no item can be paid for by those who mark it.

- *Ties* go to the cheaper, then to the one that more ballots mark, then to the one that stands first in the list.
- *Completion* is «add one» (``equalshares/add1`` in Pabulib): the method is run again with one whole unit more to each ballot, from
  the sum over the ballots rounded down, for as long as what it takes fits within the sum and something that is marked and not
  taken would still fit. The last run that fits counts.
- A mark is a mark: points in a ballot do not change what it pays.

Each whole unit is not tried by itself, for there can be millions of them. All that a run computes is a straight line in
what each ballot has to give, until two of the lines cross: a run says how far off that is (``room``), and the units
before it would take the same. Ballots that are alike are counted together. Purses are whole numbers over one
denominator, which grows as shares need it.
"""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, gcd, lcm

from samskaping.rules.tally import Ballot, Election, Item, cost_of, eligible


@dataclass(slots=True)
class _Bloc:
    """Ballots that mark the same: what each has left, and how much more for each unit more; parts of the denominator."""

    size: int
    purse: int
    growth: int


@dataclass(frozen=True, slots=True)
class _Share:
    """The dearest share that an item asks of anybody, as a part of its cost, and how that changes for each unit more.

    A share is convex in what each has to give, so this line never lies above it.
    """

    part: Fraction
    change: Fraction = Fraction(0)


@dataclass(slots=True)
class _Purses:
    blocs: list[_Bloc]
    behind: dict[str, list[_Bloc]]
    denominator: int
    #: How much more each ballot can have before anything comes out otherwise; None while nothing ever does.
    room: Fraction | None = None

    def share(self, item: Item) -> _Share | None:
        """What the item asks of those who mark it; None when they cannot pay."""
        rest = item.cost * self.denominator
        supporters = self.behind[item.key]
        have = sum(bloc.size * bloc.purse for bloc in supporters)
        if have < rest:
            self.until(rest - have, Fraction(sum(bloc.size * bloc.growth for bloc in supporters)))
            return None
        supporters.sort(key=lambda bloc: bloc.purse)
        payers = sum(bloc.size for bloc in supporters)
        change = 0
        for bloc in supporters:
            if bloc.purse * payers >= rest:
                break
            rest -= bloc.size * bloc.purse
            change -= bloc.size * bloc.growth
            payers -= bloc.size
        whole = item.cost * self.denominator * payers
        return _Share(rest / whole, change / whole)

    def pay(self, item: Item, share: _Share) -> None:
        """Take the share, or all that somebody has when that is less."""
        scale = item.cost * self.denominator
        asked, change = share.part * scale, share.change * scale
        factor = lcm(asked.denominator, change.denominator)
        self.denominator *= factor
        for bloc in self.blocs:
            bloc.purse *= factor
            bloc.growth *= factor
        asked, change = asked * factor, change * factor
        for bloc in self.behind[item.key]:
            if bloc.purse < asked:
                self.until(asked - bloc.purse, bloc.growth - change)
                bloc.purse, bloc.growth = 0, 0
            else:
                bloc.purse -= int(asked)
                bloc.growth -= int(change)
        self._shorten()

    def until(self, distance: Fraction, speed: Fraction) -> None:
        """Something changes when this distance is gone at this speed."""
        if speed > 0:
            found = distance / speed
            self.room = found if self.room is None else min(self.room, found)

    def _shorten(self) -> None:
        common = self.denominator
        for bloc in self.blocs:
            common = gcd(common, bloc.purse, bloc.growth)
            if common == 1:
                return
        self.denominator //= common
        for bloc in self.blocs:
            bloc.purse //= common
            bloc.growth //= common


@dataclass(frozen=True, slots=True)
class Run:
    """What one run takes, in order, and how much more each ballot can have before that may be another."""

    taken: tuple[str, ...]
    room: Fraction | None


def equal_shares(election: Election) -> tuple[str, ...]:
    """What the sum goes to with completion, in the order that it was taken."""
    items = eligible(election)
    if not items:
        return ()
    groups = Counter(_marks(items, ballot) for ballot in election.ballots)
    each = election.budget / len(election.ballots)
    run = one_run(items, groups, each)
    while run.room is not None and not _exhausted(election, items, run.taken):
        each = Fraction(max(floor(each) + 1, ceil(each + run.room)))
        further = one_run(items, groups, each)
        if cost_of(election, further.taken) > election.budget:
            break
        run = further
    return run.taken


def one_run(items: tuple[Item, ...], groups: Counter[frozenset[str]], each: Fraction) -> Run:
    """The method without completion, when every ballot has as much to give."""
    blocs = {marks: _Bloc(size, each.numerator, each.denominator) for marks, size in groups.items()}
    behind = {item.key: [bloc for marks, bloc in blocs.items() if item.key in marks] for item in items}
    purses = _Purses(list(blocs.values()), behind, each.denominator)
    votes = {key: sum(bloc.size for bloc in those) for key, those in behind.items()}
    #: The least part of its cost that each item can ask of anybody. It only grows from round to round, so what cannot
    #: beat the best of this round is not asked anew.
    asked = {item: _Share(Fraction(1, votes[item.key])) for item in items}
    taken: list[str] = []
    while (best := _best(purses, asked, votes)) is not None:
        taken.append(best.key)
        share = asked.pop(best)
        for other in asked.values():
            purses.until(other.part - share.part, share.change - other.change)
        purses.pay(best, share)
    return Run(tuple(taken), purses.room)


def _best(purses: _Purses, asked: dict[Item, _Share], votes: dict[str, int]) -> Item | None:
    """The item whose share is the smallest part of its cost; those that nobody can pay for any more go out."""
    places = {item: place for place, item in enumerate(asked)}
    best: tuple[Fraction, Fraction, int, int] | None = None
    found: Item | None = None
    for item in sorted(asked, key=lambda item: asked[item].part):
        if best is not None and asked[item].part > best[0]:
            break
        share = purses.share(item)
        if share is None:
            del asked[item]
            continue
        asked[item] = share
        reached = (share.part, item.cost, -votes[item.key], places[item])
        if best is None or reached < best:
            best, found = reached, item
    return found


def _marks(items: tuple[Item, ...], ballot: Ballot) -> frozenset[str]:
    return frozenset(item.key for item in items if item.key in ballot)


def _exhausted(election: Election, items: tuple[Item, ...], taken: tuple[str, ...]) -> bool:
    """Whether nothing that is marked and not taken fits in what is left."""
    left = election.budget - cost_of(election, taken)
    return all(item.key in taken or item.cost > left for item in items)
