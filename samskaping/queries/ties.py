"""Needs beside the challenges they are tied to, and beside the proposals that meet them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Missing
from samskaping.models import Challenge, ChallengeNeed, ChallengePartner, Need, Proposal, ProposalNeed
from samskaping.queries import needs, phases, search, visible
from samskaping.queries.challenges import SHARED
from samskaping.queries.needs import Card
from samskaping.rules.kinds import ChallengeState
from samskaping.rules.phases import Opening
from samskaping.rules.pipeline import State
from samskaping.rules.policy import Can
from samskaping.rules.thresholds import Thresholds

#: Needs that are shown beside one challenge, and that a proposal can choose among.
MOST = 50
#: Those that a draft can choose among, in one of its steps.
FITTING = 12


@dataclass(frozen=True)
class Tied:
    """A need in a challenge; ``is_origin``: the challenge grew from it."""

    need: Card
    is_origin: bool


@dataclass(frozen=True)
class Belonging:
    """A challenge that a need is tied to."""

    id: str
    title: Texts
    is_published: bool
    is_origin: bool


@dataclass(frozen=True)
class Answer:
    """A proposal that meets a need."""

    reference: str
    title: str
    language: str
    state: State


@dataclass(frozen=True)
class Choice:
    """A challenge that a need can be tied to."""

    id: str
    title: Texts


def of_challenge(ctx: Context, challenge_id: int) -> tuple[Tied, ...]:
    """The needs in a challenge that everyone can see: those it grew from, then those that nobody meets yet, then those
    that concern the most. One statement.
    """
    found = (
        needs.cards()
        .add_columns(ChallengeNeed.is_origin)
        .join(ChallengeNeed, ChallengeNeed.need_id == Need.id)
        .where(ChallengeNeed.challenge_id == challenge_id, ChallengeNeed.loosened_at.is_(None))
        .order_by(ChallengeNeed.is_origin.desc(), needs.is_met(), Need.concern_count.desc(), Need.reference.desc())
        .limit(MOST)
    )
    return tuple(Tied(Card(*row[:-1]), row[-1]) for row in ctx.db.execute(found))


def of_need(ctx: Context, need_id: int) -> tuple[Belonging, ...]:
    """The challenges that a need is tied to; drafts for those who write them. One statement."""
    seen: Any = Challenge.published_at.is_not(None)
    if ctx.may(Can.CHALLENGE_WRITE):
        seen = or_(seen, Challenge.municipality_id == ctx.here.id)
    found = (
        select(Challenge.public_id, Challenge.title, Challenge.published_at.is_not(None), ChallengeNeed.is_origin)
        .join(ChallengeNeed, ChallengeNeed.challenge_id == Challenge.id)
        .where(ChallengeNeed.need_id == need_id, ChallengeNeed.loosened_at.is_(None), seen)
        .order_by(ChallengeNeed.is_origin.desc(), ChallengeNeed.id)
        .limit(MOST)
    )
    return tuple(Belonging(*row) for row in ctx.db.execute(found, execution_options=SHARED))


def answers(ctx: Context, need_id: int) -> tuple[Answer, ...]:
    """The proposals that everyone can see and that meet a need, the newest first; where one was joined into another,
    that other. One statement.
    """
    says = select(ProposalNeed.proposal_id).where(ProposalNeed.need_id == need_id)
    begun = select(Proposal.id, Proposal.into_id).where(Proposal.id.in_(says), Proposal.is_public)
    onwards: Any = begun.cte("onwards", recursive=True)
    onwards = onwards.union(select(Proposal.id, Proposal.into_id).where(Proposal.id == onwards.c.into_id))
    found = (
        select(Proposal.reference, Proposal.title, Proposal.language, Proposal.state)
        .where(Proposal.id.in_(select(onwards.c.id)), Proposal.is_public, Proposal.state != State.SLATT_SAMMEN)
        .order_by(Proposal.submitted_at.desc(), Proposal.reference.desc())
        .limit(MOST)
    )
    rows: Any = ctx.db.execute(found)
    return tuple(Answer(*row) for row in rows)


def met_by(ctx: Context, proposal_id: int) -> tuple[Card, ...]:
    """The needs that a proposal, or a public one that was joined into it, says it meets, and that everyone can see,
    those that concern the most first. One statement.
    """
    found = needs.cards().where(Need.id.in_(said_by(proposal_id)))
    found = found.order_by(Need.concern_count.desc(), Need.reference.desc())
    return tuple(Card(*row) for row in ctx.db.execute(found.limit(MOST)))


def said_by(proposal_id: int) -> Any:
    """Keys of the needs that a proposal, or a public one that was joined into it, says it meets: for a statement."""
    joined: Any = select(Proposal.id).where(Proposal.id == proposal_id).cte("joined", recursive=True)
    carried = (Proposal.into_id == joined.c.id, Proposal.state == State.SLATT_SAMMEN, Proposal.is_public)
    joined = joined.union(select(Proposal.id).where(*carried))
    return select(ProposalNeed.need_id).where(ProposalNeed.proposal_id.in_(select(joined.c.id)))


def choosable(ctx: Context, proposal_id: int, challenge: str) -> tuple[tuple[Card, bool], ...]:
    """What a proposal can say that it meets: what it says now, the needs of its challenge (a public id), and the
    newest of the municipality; each with whether it is said now. One statement.
    """
    found = _sayable(proposal_id, challenge).order_by(Need.told_at.desc(), Need.reference.desc())
    return _said(ctx, found.limit(MOST))


def fitting(ctx: Context, proposal_id: int, challenge: str, words: str) -> tuple[tuple[Card, bool], ...]:
    """What a draft can say that it meets: what it says now, the needs of its challenge (a public id), and those that
    share telling words with it; each with whether it is said now. One statement.
    """
    found, fits = _sayable(proposal_id, challenge), [ProposalNeed.id.is_not(None), ChallengeNeed.id.is_not(None)]
    if (likes := search.like(ctx, "need", words, FITTING)) is not None:
        found = found.outerjoin(likes, likes.c.thing_id == Need.id).order_by(likes.c.rank.is_(None), likes.c.rank)
        fits.append(likes.c.thing_id.is_not(None))
    found = found.where(or_(*fits)).order_by(Need.concern_count.desc(), Need.reference.desc())
    return _said(ctx, found.limit(FITTING))


def _sayable(proposal_id: int, challenge: str) -> Any:
    """Needs that all can see, each with whether the proposal says it meets it: those first, then its challenge's."""
    in_challenge = and_(
        ChallengeNeed.need_id == Need.id,
        ChallengeNeed.challenge_id == select(Challenge.id).where(Challenge.public_id == challenge).scalar_subquery(),
        ChallengeNeed.loosened_at.is_(None),
    )
    said = and_(ProposalNeed.need_id == Need.id, ProposalNeed.proposal_id == proposal_id)
    return (
        needs.cards()
        .add_columns(ProposalNeed.id.is_not(None))
        .outerjoin(ProposalNeed, said)
        .outerjoin(ChallengeNeed, in_challenge)
        .order_by(ProposalNeed.id.is_not(None).desc(), ChallengeNeed.id.is_not(None).desc())
    )


def _said(ctx: Context, found: Any) -> tuple[tuple[Card, bool], ...]:
    return tuple((Card(*row[:-1]), row[-1]) for row in ctx.db.execute(found))


def challenges(ctx: Context) -> tuple[Choice, ...]:
    """The challenges that the visitor can tie a need to: open ones, and for staff all of the municipality's."""
    found = (
        select(Challenge.public_id, Challenge.title)
        .join(ChallengePartner, ChallengePartner.challenge_id == Challenge.id)
        .where(ChallengePartner.takes_part(ctx.here.id), _takes(ctx))
        .order_by(Challenge.created_at.desc(), Challenge.id.desc())
        .limit(MOST)
    )
    return tuple(Choice(*row) for row in ctx.db.execute(found, execution_options=SHARED))


def challenges_of(ctx: Context, refs: Sequence[str]) -> dict[str, list[Texts]]:
    """The titles of the published challenges that needs are tied to, by the need's reference. One statement."""
    found = (
        select(Need.reference, Challenge.title)
        .join(ChallengeNeed, ChallengeNeed.need_id == Need.id)
        .join(Challenge, Challenge.id == ChallengeNeed.challenge_id)
        .where(Need.reference.in_(refs), ChallengeNeed.loosened_at.is_(None), Challenge.published_at.is_not(None))
        .order_by(ChallengeNeed.id)
    )
    return _by_need(ctx.db.execute(found, execution_options=SHARED))


def proposals_of(ctx: Context, refs: Sequence[str]) -> dict[str, list[str]]:
    """The references of the proposals that everyone can see and that meet needs, by the need's. One statement."""
    found = (
        select(Need.reference, Proposal.reference)
        .join(ProposalNeed, ProposalNeed.need_id == Need.id)
        .join(Proposal, Proposal.id == ProposalNeed.proposal_id)
        .where(Need.reference.in_(refs), Proposal.is_public)
        .order_by(Proposal.reference)
    )
    return _by_need(ctx.db.execute(found))


def _by_need(rows: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for ref, value in rows:
        found.setdefault(ref, []).append(value)
    return found


class Under(NamedTuple):
    """A challenge that one comes from: its title, and whether one can tell of a need, and propose, under it."""

    title: Texts
    takes_needs: bool
    takes_proposals: bool
    thresholds: Thresholds


def told_under(ctx: Context, public_id: str) -> Under:
    """What a challenge takes from the visitor today. Raises ``Missing``."""
    proposals = and_(_is_open(ctx), phases.takes(Opening.FORSLAG, Challenge.id, ctx.today), _lets_in(ctx))
    found = (
        select(Challenge.title, _takes(ctx), proposals, Challenge.thresholds)
        .join(ChallengePartner, ChallengePartner.challenge_id == Challenge.id)
        .where(ChallengePartner.takes_part(ctx.here.id), Challenge.public_id == public_id, visible.challenges(ctx))
    )
    row = ctx.db.execute(found, execution_options=SHARED).one_or_none()
    if row is None:
        raise Missing
    return Under(*row)


def _takes(ctx: Context) -> ColumnElement[bool]:
    """Whether a challenge takes needs from the visitor: as its phases say, or without phases while it is open."""
    if ctx.may(Can.CHALLENGE_WRITE):
        return or_(Challenge.published_at.is_not(None), Challenge.municipality_id == ctx.here.id)
    return and_(
        Challenge.published_at.is_not(None),
        or_(_is_open(ctx), phases.has(Challenge.id)),
        phases.takes(Opening.BEHOV, Challenge.id, ctx.today),
        _lets_in(ctx),
    )


def _is_open(ctx: Context) -> ColumnElement[bool]:
    return and_(
        Challenge.state == ChallengeState.APEN, or_(Challenge.closes_on.is_(None), Challenge.closes_on >= ctx.today)
    )


def _lets_in(ctx: Context) -> ColumnElement[bool]:
    return phases.lets_in(ctx, Challenge.id)
