"""The moderators' one queue: texts to approve and texts that were reported; one of them; and what is hidden."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, Select, cast, func, literal, literal_column, null, select, union_all

from samskaping.context import Context
from samskaping.db import Key
from samskaping.errors import Missing as Missing
from samskaping.models import Appeal, Comment, Need, Proposal, Report, Ruling
from samskaping.models import Author as Author
from samskaping.models import Person as Person
from samskaping.models.comments import WAITS
from samskaping.models.needs import WAITS as NEED_WAITS
from samskaping.queries import appeals, cursors, reports
from samskaping.queries.appeals import Ruled
from samskaping.queries.cursors import Order, Place, Slice
from samskaping.queries.moderation import things
from samskaping.queries.moderation.things import Thing as Thing
from samskaping.queries.moderation.things import shaped
from samskaping.queries.moderation.things import these as these
from samskaping.queries.moderation.things import thing as thing
from samskaping.queries.reports import Told
from samskaping.rules import limits
from samskaping.rules.moderation import Trust as Trust
from samskaping.rules.pipeline import State as State
from samskaping.rules.policy import Can
from samskaping.rules.shelves import Shelf
from samskaping.rules.speech import AuthorKind as AuthorKind
from samskaping.text import excerpt as excerpt

_HIDDEN_MOST = 50


class Kind(StrEnum):
    """What waits for a moderator. Values are in addresses."""

    FORSLAG = "forslag"
    BEHOV = "behov"
    KOMMENTARER = "kommentarer"
    MELDT = "meldt"
    KLAGER = "klager"


@dataclass(frozen=True)
class Item:
    """One row of the queue: the thing, why and since when it stands there, its open reports by age, or its appeal."""

    kind: Kind
    thing: Thing
    since: datetime
    tie: str
    reports: tuple[Told, ...] = ()
    appeal: Ruled | None = None


def _proposals(ctx: Context) -> Any:
    since = Proposal.state_since.label("since")
    found = _part(Kind.FORSLAG, since, Proposal.public_id, Proposal.id, None)
    return found.where(Proposal.municipality_id == ctx.here.id, Proposal.shelf == Shelf.GODKJENNING)


def _comments(ctx: Context) -> Any:
    since = Comment.held_since.label("since")
    found = _part(Kind.KOMMENTARER, since, Comment.public_id, Comment.proposal_id, Comment.id)
    return found.where(Comment.municipality_id == ctx.here.id, literal_column(f"({WAITS})", Boolean))


def _needs(ctx: Context) -> Any:
    since = Need.held_since.label("since")
    found = _part(Kind.BEHOV, since, Need.public_id, None, None, Need.id)
    return found.where(Need.municipality_id == ctx.here.id, literal_column(f"({NEED_WAITS})", Boolean))


def _reported(ctx: Context) -> Any:
    first, tie = func.min(Report.reported_at).label("since"), func.min(Report.public_id)
    found = _part(Kind.MELDT, first, tie, Report.proposal_id, Report.comment_id, Report.need_id)
    found = found.where(Report.municipality_id == ctx.here.id, Report.closed_at.is_(None))
    return found.group_by(Report.proposal_id, Report.comment_id, Report.need_id)


def _appealed(ctx: Context) -> Any:
    """Appeals; ``tie`` is the appeal's public id."""
    since = Appeal.appealed_at.label("since")
    found = _part(Kind.KLAGER, since, Appeal.public_id, Ruling.proposal_id, Ruling.comment_id, Ruling.need_id)
    found = found.join(Ruling, Ruling.id == Appeal.ruling_id)
    return found.where(Appeal.municipality_id == ctx.here.id, Appeal.decided_at.is_(None))


def _part(kind: Kind, since: Any, tie: Any, proposal: Any, comment: Any, need: Any = None) -> Any:
    keys = {"proposal_id": proposal, "comment_id": comment, "need_id": need}
    # PostgreSQL asks for the kind of a NULL too, where parts are put together.
    found = ((cast(null(), Key) if key is None else key).label(name) for name, key in keys.items())
    return select(literal(kind.value).label("kind"), since, tie.label("tie"), *found)


#: Each kind of what waits, as rows of (kind, since, tie, proposal, comment, need). A new kind is a new row here.
PARTS: dict[Kind, Callable[[Context], Any]] = {
    Kind.FORSLAG: _proposals,
    Kind.BEHOV: _needs,
    Kind.KOMMENTARER: _comments,
    Kind.MELDT: _reported,
    Kind.KLAGER: _appealed,
}


def queue(ctx: Context, kind: Kind | None = None, place: Place | None = None, size: int = limits.INBOX_PAGE) -> Slice:
    """What waits for a moderator, of one kind or of all, what has waited longest first. At most four statements."""
    ctx.require(Can.MODERATE)
    parts: list[Select[Any]] = [PARTS[one](ctx) for one in ([kind] if kind else PARTS)]
    waiting = union_all(*parts).subquery()
    order = Order(waiting.c.since, waiting.c.tie, descending=False)
    found = (
        things.columns(waiting.c.kind, waiting.c.since, waiting.c.tie)
        .select_from(waiting)
        .outerjoin(Proposal, Proposal.id == waiting.c.proposal_id)
        .outerjoin(Comment, Comment.id == waiting.c.comment_id)
        .outerjoin(Need, Need.id == waiting.c.need_id)
    )
    rows = ctx.db.execute(cursors.window(things.with_authors(found), order, place, size)).all()
    told = reports.told(ctx, *_named(row for row in rows if row.kind == Kind.MELDT))
    appealed = appeals.these(ctx, [row.tie for row in rows if row.kind == Kind.KLAGER])
    items = [replace(_item(row, told), appeal=appealed.get(row.tie)) for row in rows]
    return cursors.cut(items, place, size, lambda one: (one.since, one.tie))


def counts(ctx: Context) -> dict[Kind, int]:
    """How many of each kind wait, exact up to 1,000. One statement."""
    ctx.require(Can.MODERATE)
    row = ctx.db.execute(select(*(waiting_count(part(ctx)) for part in PARTS.values()))).one()
    return dict(zip(PARTS, row, strict=True))


def reported_count(ctx: Context) -> Any:
    """How many things have open reports, inside a larger statement."""
    return waiting_count(_reported(ctx))


def waiting_count(part: Any) -> Any:
    """How many rows a part of the queue has, bounded, inside a larger statement."""
    inner = part.limit(limits.COUNT_BOUND + 1).subquery()
    return select(func.count()).select_from(inner).scalar_subquery()


def _named(rows: Iterable[Any]) -> tuple[list[int], list[int]]:
    """The keys of the cases, and of the needs, in rows of the queue."""
    found = [(row.proposal_id, row.need_id) for row in rows]
    return [one for one, _need in found if one], [need for _one, need in found if need]


def _item(row: Any, told: dict[reports.About, list[Told]]) -> Item:
    kind = Kind(row.kind)
    open_ones = tuple(told[row.proposal_id, row.comment_id, row.need_id]) if kind is Kind.MELDT else ()
    return Item(kind, shaped(row), row.since, row.tie, open_ones)


def hidden(ctx: Context) -> tuple[Thing, ...]:
    """What was hidden last: proposals, comments and needs, at most fifty of each. Three statements."""
    ctx.require(Can.MODERATE)
    proposals = (
        things.with_authors(things.cases())
        .where(Proposal.municipality_id == ctx.here.id, Proposal.hidden_at.is_not(None))
        .order_by(Proposal.hidden_at.desc(), Proposal.reference)
        .limit(_HIDDEN_MOST)
    )
    comments = (
        things.with_authors(things.comments())
        .where(Comment.municipality_id == ctx.here.id, Comment.hidden_at.is_not(None))
        .order_by(Comment.hidden_at.desc(), Comment.public_id)
        .limit(_HIDDEN_MOST)
    )
    needs = (
        things.with_authors(things.needs())
        .where(Need.municipality_id == ctx.here.id, Need.hidden_at.is_not(None))
        .order_by(Need.hidden_at.desc(), Need.public_id)
        .limit(_HIDDEN_MOST)
    )
    found = [shaped(row) for statement in (proposals, comments, needs) for row in ctx.db.execute(statement)]
    return tuple(sorted(found, key=lambda thing: str(thing.hidden_at), reverse=True))
