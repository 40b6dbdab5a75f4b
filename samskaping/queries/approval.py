"""Whether what somebody writes is read before it is published, and the record that may let it through.

A word from the municipality's list makes anybody's text wait but a moderator's own, however texts are read otherwise.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import func, select

from samskaping.context import Context
from samskaping.models import Challenge, Comment, Event, Need, Proposal, TrustWord
from samskaping.rules import moderation
from samskaping.rules.drafts import Written
from samskaping.rules.events import What
from samskaping.rules.moderation import RECORD_SPAN, Reading, Record, Trust, found_words, is_read_first
from samskaping.rules.policy import Can


@dataclass(frozen=True)
class Verdict:
    """Whether the actor's text waits; and when it does not although texts are read first here, why."""

    waits: bool = False
    trust: Trust | None = None


class Worded(Written, Protocol):
    """A proposal or a draft: all that its writer says to everyone."""

    @property
    def place(self) -> str: ...


def of_proposal(ctx: Context, challenge_id: int | None, said: Worded) -> Verdict:
    """For a proposal in this challenge, or in none. One or two statements; none where nothing is read first."""
    is_first = is_read_first(_choice(ctx, challenge_id, Challenge.proposals_read), ctx.here.approval)
    return verdict(ctx, is_first, *texts(said))


def of_comment(ctx: Context, challenge_id: int | None, text: str) -> Verdict:
    """The same for a comment on a proposal in this challenge, or in none."""
    is_first = is_read_first(_choice(ctx, challenge_id, Challenge.comments_read), ctx.here.comment_approval)
    return verdict(ctx, is_first, text)


def of_draft(ctx: Context, challenge: str | None, said: Worded) -> Verdict:
    """As ``of_proposal``, for a page that knows the challenge by its public id."""
    key = ctx.db.scalar(select(Challenge.id).where(Challenge.public_id == challenge)) if challenge else None
    return of_proposal(ctx, key, said)


def texts(said: Worded) -> tuple[str, ...]:
    """What a proposal is looked through for words in."""
    return said.title, said.need, said.idea, said.place


def verdict(ctx: Context, is_first: bool, *texts: str) -> Verdict:
    """What becomes of the actor's text where texts are, or are not, read first."""
    holds_word = bool(found_words(ctx.here.read_first_words, *texts))
    if not (is_first or holds_word):
        return Verdict()
    if ctx.may(Can.MODERATE):
        return Verdict(trust=Trust.ANSATT)
    if holds_word:
        return Verdict(waits=True)
    found = moderation.trust(record(ctx, ctx.actor.person_id or 0), ctx.here.trust_after)
    return Verdict(waits=found is None, trust=found)


def record(ctx: Context, person_id: int) -> Record:
    """What somebody's texts here came to within the span of the rule, and what staff have said. One statement."""
    since = ctx.now - RECORD_SPAN
    word = select(TrustWord.is_trusted).where(
        TrustWord.municipality_id == ctx.here.id, TrustWord.person_id == person_id
    )
    row = ctx.db.execute(
        select(
            _count(ctx, Proposal, person_id, Proposal.approved_at >= since),
            _count(ctx, Comment, person_id, Comment.approved_at >= since),
            _count(ctx, Need, person_id, Need.approved_at >= since),
            _count(ctx, Proposal, person_id, Proposal.hidden_at >= since),
            _count(ctx, Comment, person_id, (Comment.hidden_at >= since) | (Comment.refused_at >= since)),
            _count(ctx, Need, person_id, (Need.hidden_at >= since) | (Need.refused_at >= since)),
            word.order_by(TrustWord.id.desc()).limit(1).scalar_subquery(),
        )
    ).one()
    *approved, hidden, stopped, kept_back, said = row
    return Record(approved=sum(approved), stopped=hidden + stopped + kept_back, word=said)


def has_happened(ctx: Context, what: What, proposal_id: int, comment: str | None = None) -> bool:
    """Whether a case's history holds an event of a kind, of the comment when one is named."""
    found = select(Event.id).where(
        Event.subject_kind == "proposal", Event.subject_id == proposal_id, Event.what == what
    )
    if comment:
        found = found.where(Event.details["comment"].as_string() == comment)
    return ctx.db.scalar(found.limit(1)) is not None


def _choice(ctx: Context, challenge_id: int | None, column: Any) -> Reading | None:
    if challenge_id is None:
        return None
    chosen: Reading | None = ctx.db.scalar(select(column).where(Challenge.id == challenge_id))
    return chosen


def _count(ctx: Context, table: Any, person_id: int, condition: Any) -> Any:
    mine = (table.municipality_id == ctx.here.id, table.writer_id == person_id)
    return select(func.count()).select_from(table).where(*mine, condition).scalar_subquery()
