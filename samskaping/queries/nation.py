"""Across the country: what is open, and what is new, wherever it is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select

from samskaping.context import Context
from samskaping.models import Challenge, ChallengePartner, Municipality, Proposal
from samskaping.queries import challenges
from samskaping.queries.challenges import Card
from samskaping.rules.pipeline import State

_EVERYWHERE = {"every_municipality": True}


@dataclass(frozen=True)
class Across:
    """An open challenge and whose it is."""

    card: Card
    slug: str
    host: str | None
    municipality: str


@dataclass(frozen=True)
class Newest:
    """A new proposal somewhere in the country."""

    reference: str
    title: str
    language: str
    submitted_at: datetime
    slug: str
    host: str | None
    municipality: str


def across(ctx: Context, most: int = 6) -> tuple[Across, ...]:
    """The newest open challenges in the country, each by its leading municipality. One statement."""
    found = (
        challenges.cards(ctx)
        .add_columns(Municipality.slug, Municipality.host, Municipality.name)
        .join(ChallengePartner, and_(ChallengePartner.challenge_id == Challenge.id, ChallengePartner.is_lead))
        .join(Municipality, Municipality.id == ChallengePartner.municipality_id)
        .where(challenges.is_open(ctx), Municipality.activated_at.is_not(None))
        .order_by(Challenge.published_at.desc(), Challenge.id.desc())
        .limit(most)
    )
    rows = ctx.db.execute(found, execution_options=_EVERYWHERE)
    return tuple(Across(Card(*row[:-3]), *row[-3:]) for row in rows)


def newest(ctx: Context, most: int = 5) -> tuple[Newest, ...]:
    """New proposals across the country: the public ones among the last that were begun. One statement."""
    last = select(Proposal.id).order_by(Proposal.id.desc()).limit(most * 20)
    found: Any = (
        select(
            Proposal.reference, Proposal.title, Proposal.language, Proposal.submitted_at,
            Municipality.slug, Municipality.host, Municipality.name,
        )
        .join(Municipality, Municipality.id == Proposal.municipality_id)
        .where(Proposal.id.in_(last), Proposal.is_public, Proposal.state != State.TRUKKET, Proposal.source.is_(None))
        .order_by(Proposal.submitted_at.desc(), Proposal.id.desc())
        .limit(most)
    )  # fmt: skip
    return tuple(Newest(*row) for row in ctx.db.execute(found, execution_options=_EVERYWHERE))
