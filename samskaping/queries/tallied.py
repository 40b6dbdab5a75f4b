"""What ballots come to, by both rules: for closing a vote, and for counting it again from its rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import select

from samskaping.context import Context
from samskaping.errors import Missing
from samskaping.models import Ballot, Challenge, Vote, VoteItem
from samskaping.rules.tally import counted, greedy
from samskaping.rules.tally_shares import equal_shares
from samskaping.rules.votes import Choice, election

_EVERYWHERE = {"every_municipality": True}


class OnBallot(Protocol):
    """What stands on a ballot."""

    number: int
    cost: int


@dataclass(frozen=True)
class Result:
    """By number on the ballot: how many marked it, and in which place each rule took it."""

    votes: dict[int, int]
    greedy: dict[int, int]
    shares: dict[int, int]


@dataclass(frozen=True)
class Recount:
    """A vote counted again: what is stored, what the rows come to, and what differs, in words."""

    ballots: int
    result: Result
    differences: tuple[str, ...]


def of(budget: int, items: Iterable[OnBallot], ballots: Sequence[Sequence[int]]) -> Result:
    """What the ballots come to."""
    asked = election(budget, [Choice(item.number, item.cost) for item in items], ballots)
    votes = {int(key): row.votes for key, row in counted(asked).items()}
    return Result(votes, _places(greedy(asked)), _places(equal_shares(asked)))


def again(ctx: Context, challenge: str) -> Recount:
    """Count a closed vote again, from its rows alone. Raises ``Missing`` where there is none."""
    found = select(Vote).join(Challenge, Challenge.id == Vote.challenge_id).where(Challenge.public_id == challenge)
    vote = ctx.db.scalar(found.where(Vote.closed_at.is_not(None)), execution_options=_EVERYWHERE)
    if vote is None:
        raise Missing
    items = ctx.db.scalars(select(VoteItem).where(VoteItem.vote_id == vote.id).order_by(VoteItem.number)).all()
    ballots = ctx.db.scalars(select(Ballot.marks).where(Ballot.vote_id == vote.id)).all()
    result = of(vote.budget, items, ballots)
    found_differing = [] if vote.ballot_count == len(ballots) else [f"ballots: {vote.ballot_count}, {len(ballots)}"]
    for item in items:
        stored = (item.vote_count, item.greedy_place, item.shares_place)
        counted_now = (result.votes[item.number], result.greedy.get(item.number), result.shares.get(item.number))
        if stored != counted_now:
            found_differing.append(f"{item.number}: {stored}, {counted_now}")
    return Recount(len(ballots), result, tuple(found_differing))


def _places(taken: Sequence[str]) -> dict[int, int]:
    return {int(key): place for place, key in enumerate(taken, start=1)}
