"""«Dette har skjedd»: what was proposed, what came of it, what was measured, and who took part."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select

from samskaping.clock import oslo_date
from samskaping.context import Context
from samskaping.db import Texts
from samskaping.models import GroupMember, Offer, Partnership, Proposal, Statement, Theme
from samskaping.queries import benefits, cursors, offers
from samskaping.queries.cursors import Order, Place, Slice
from samskaping.queries.home import HAPPENED, last_word
from samskaping.rules import limits
from samskaping.rules.offers import PUBLIC_STATES, Mobilised
from samskaping.rules.pipeline import State

_ORDER = Order(Proposal.state_since, Proposal.reference)


@dataclass(frozen=True)
class Given:
    """What was promised and delivered for one proposal, and how many partnerships stand."""

    sums: tuple[Mobilised, ...] = ()
    partnerships: int = 0


@dataclass(frozen=True)
class Happened:
    """One proposal that something came of, with the municipality's last word. ``key`` is an inner matter."""

    key: int
    reference: str
    title: str
    title_language: str
    excerpt: str
    state: State
    submitted_at: datetime
    state_since: datetime
    support_count: int
    comment_count: int
    theme: Texts | None
    group_count: int
    headline: str | None
    text: str | None
    language: str | None
    effects: tuple[benefits.Row, ...] = ()
    given: Given = field(default_factory=Given)

    @property
    def days(self) -> int:
        """From sent in to where it is now."""
        return (oslo_date(self.state_since) - oslo_date(self.submitted_at)).days


def listing(ctx: Context, theme: str = "", place: Place | None = None, size: int = limits.PAGE) -> Slice:
    """A page of what has happened in the municipality, the last first. Three statements, however many there are."""
    rows = [Happened(*row) for row in ctx.db.execute(_found(ctx, theme, place, size))]
    found = cursors.cut(rows, place, size, lambda row: (row.state_since, row.reference))
    keys = [row.key for row in found.rows]
    effects, given = benefits.of_proposals(ctx, keys), _given(ctx, keys)
    whole = (replace(row, effects=effects.get(row.key, ()), given=given.get(row.key, row.given)) for row in found.rows)
    return replace(found, rows=tuple(whole))


def _found(ctx: Context, theme: str, place: Place | None, size: int) -> Any:
    """The rows of one page are found first, so that the last word is looked for beside these alone."""
    in_group = (
        select(func.count())
        .where(
            GroupMember.proposal_id == Proposal.id, GroupMember.joined_at.is_not(None), GroupMember.left_at.is_(None)
        )
        .correlate(Proposal)
        .scalar_subquery()
    )
    wanted: Any = (
        select(
            Proposal.id, Proposal.reference, Proposal.title, Proposal.language, Proposal.excerpt, Proposal.state,
            Proposal.submitted_at, Proposal.state_since, Proposal.support_count, Proposal.comment_count, Theme.name,
            in_group.label("group_count"),
        )
        .outerjoin(Theme, Theme.id == Proposal.theme_id)
        .where(Proposal.municipality_id == ctx.here.id, Proposal.is_public, Proposal.state.in_(HAPPENED))
    )  # fmt: skip
    if theme:
        wanted = wanted.where(Theme.public_id == theme)
    page = cursors.window(wanted, _ORDER, place, size).subquery()
    columns = (page.c.state_since, page.c.reference)
    backwards = place is not None and place.backwards
    return (
        select(*page.c, Statement.title, Statement.text, Statement.language)
        .select_from(page)
        .outerjoin(Statement, Statement.id == last_word(page))
        .order_by(*(column.asc() if backwards else column.desc() for column in columns))
    )


def _given(ctx: Context, keys: list[int]) -> Mapping[int, Given]:
    """What was promised and delivered for each. One statement."""
    agreed = and_(Partnership.offer_id == Offer.id, Partnership.confirmed_at.is_not(None))
    counted: Any = (
        select(
            Offer.proposal_id, Offer.kind, Offer.state, func.count(), func.sum(Offer.amount), func.count(Partnership.id)
        )
        .outerjoin(Partnership, agreed)
        .where(Offer.proposal_id.in_(keys), Offer.state.in_(PUBLIC_STATES))
        .group_by(Offer.proposal_id, Offer.kind, Offer.state)
    )
    grouped: dict[int, list[Any]] = {}
    for row in ctx.db.execute(counted):
        grouped.setdefault(row[0], []).append(row)
    return {
        key: Given(offers.summed(row[1:5] for row in rows), sum(row[5] for row in rows))
        for key, rows in grouped.items()
    }
