"""Voting: one ballot for each person, changed until the last day is over, and never told of in any history."""

from collections.abc import Collection

from sqlalchemy import delete, or_, select, update

from samskaping.actions.signatures import identity
from samskaping.context import Context
from samskaping.db import upsert
from samskaping.errors import Missing, Refused, Unfit
from samskaping.language import gettext as _
from samskaping.language import number
from samskaping.models import Ballot, Challenge, ChallengePartner, Proposal, Vote, VoteItem
from samskaping.rules.policy import Can
from samskaping.rules.thresholds import Act
from samskaping.rules.votes import BallotKind, Standing, standing, voter_mark


def cast(ctx: Context, challenge: str, marks: Collection[int], *, key: str) -> bool:
    """Vote as oneself, or vote otherwise than before. Answers whether it was the first time.

    ``key`` is the installation's secret, for the mark that tells one person from another. The vote is locked: when
    the worker has closed it, no ballot comes in, and one person's two presses come one after the other.
    """
    vote = _open(ctx, challenge)
    wanted = _fitting(ctx, vote, marks)
    _kind, who = identity(ctx)
    mark = voter_mark(key, vote.id, who)
    row = {"marks": wanted, "person_id": ctx.actor.person_id, "mark": mark, "cast_at": ctx.now}
    mine = (Ballot.vote_id == vote.id, or_(Ballot.person_id == ctx.actor.person_id, Ballot.mark == mark))
    held = list(ctx.db.scalars(select(Ballot.id).where(*mine).order_by(Ballot.id)))
    if not held:
        ctx.db.execute(upsert(ctx.db, Ballot).values(vote_id=vote.id, **row))
        return True
    if held[1:]:
        # One from before it was known that two accounts are one person.
        ctx.db.execute(delete(Ballot).where(Ballot.id.in_(held[1:])))
    changed = update(Ballot).where(Ballot.id == held[0]).values(**row)
    ctx.db.execute(changed, execution_options={"synchronize_session": False})
    return False


def _open(ctx: Context, challenge: str) -> Vote:
    found = (
        select(Vote)
        .join(Challenge, Challenge.id == Vote.challenge_id)
        .where(Challenge.public_id == challenge, Vote.announced_at.is_not(None), Vote.taken_back_at.is_(None))
    )
    vote: Vote | None = ctx.db.scalar(found.with_for_update(of=Vote), execution_options={"populate_existing": True})
    if vote is None:
        raise Missing
    if not ctx.may(Can.VOTE_CAST):
        raise Refused(str(ctx.lacks(Act.AVSTEMNING) or Can.VOTE_CAST))
    is_closed = vote.closed_at is not None
    if standing(vote.opens_on, vote.closes_on, ctx.today, is_announced=True, is_closed=is_closed) is not Standing.APEN:
        raise Unfit(_("Avstemningen er ikke åpen nå."))
    if lack := ctx.lacks(Act.AVSTEMNING, {Act.AVSTEMNING.value: vote.proof.value}):
        raise Unfit(str(lack))
    takes_part = (ChallengePartner.challenge_id == vote.challenge_id, ChallengePartner.takes_part(ctx.here.id))
    if ctx.db.scalar(select(ChallengePartner.id).where(*takes_part)) is None:
        raise Unfit(_("%(name)s er ikke med i utfordringen lenger.") % {"name": ctx.here.full_name})
    return vote


def _fitting(ctx: Context, vote: Vote, marks: Collection[int]) -> list[int]:
    """The numbers that are marked, in order. Raises ``Unfit`` for none, for what is not on the ballot, and too much."""
    found = (
        select(VoteItem.number, VoteItem.cost)
        .join(Proposal, Proposal.id == VoteItem.proposal_id)
        .where(VoteItem.vote_id == vote.id, VoteItem.number.in_(set(marks)), Proposal.is_public)
    )
    rows = ctx.db.execute(found, execution_options={"every_municipality": True})
    costs: dict[int, int] = {row.number: row.cost for row in rows}
    if not costs:
        raise Unfit(marks=_("Velg minst ett forslag"))
    if set(costs) != set(marks):
        raise Unfit(marks=_("Et av forslagene kan ikke velges lenger. Se over lista på nytt"))
    spent = sum(costs.values())
    if vote.kind is BallotKind.FORDEL and spent > vote.budget:
        words = _("Det du har valgt, koster %(spent)s kroner, og summen er %(sum)s kroner. Ta bort noe")
        raise Unfit(marks=words % {"spent": number(spent), "sum": number(vote.budget)})
    return sorted(costs)
