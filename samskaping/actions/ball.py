"""Who has the ball in a case when something has been said in it, and until when."""

from datetime import date

from samskaping.models import Proposal
from samskaping.rules import deadlines
from samskaping.rules.pipeline import STATES, Ball, asks_to_reopen


def hand_back(proposal: Proposal) -> None:
    """The ball goes to whom the state gives it. Where an ended case is asked to be taken up again, that waits still."""
    if not asks_to_reopen(proposal):
        proposal.ball = STATES[proposal.state].ball
        proposal.ball_until = until(proposal)


def until(proposal: Proposal) -> date | None:
    """When the one with the ball must have acted: the next date that was set, or the answer date if that is nearer."""
    if proposal.ball is Ball.INGEN:
        return None
    due = deadlines.earliest(deadlines.answer_owed(proposal), proposal.next_on)
    return due.day if due else None
