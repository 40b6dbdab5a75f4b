"""Making anew what is derived from what people wrote: the search rows and the stored HTML."""

from typing import Any

from sqlalchemy import Select, select, update

from samskaping import text
from samskaping.actions import indexing
from samskaping.context import Context
from samskaping.models import Ask, Challenge, Comment, Need, Note, Offer, Organisation, Proposal, Statement

_BATCH = 500
#: Source column → column of stored HTML.
RENDERED: tuple[tuple[Any, str, str], ...] = (
    (Proposal, "need", "need_html"),
    (Proposal, "idea", "idea_html"),
    (Comment, "text", "html"),
    (Need, "text", "html"),
    (Ask, "text", "html"),
    (Offer, "text", "html"),
    (Statement, "text", "html"),
    (Note, "text", "html"),
    (Organisation, "about", "about_html"),
)


def index(ctx: Context, table: type[Proposal] | type[Challenge] | type[Need], after: int) -> tuple[int, int]:
    """Put a batch of things with keys above ``after`` where searches find them. Answers how many, and the last key."""
    found: Select[Any] = select(table).where(table.id > after).order_by(table.id).limit(_BATCH)
    rows = ctx.db.scalars(found, execution_options={"every_municipality": True}).all()
    for row in rows:
        ctx.db.info["municipality_id"] = row.municipality_id
        if isinstance(row, Proposal):
            indexing.proposal(ctx, row)
        elif isinstance(row, Challenge):
            indexing.challenge(ctx, row)
        elif isinstance(row, Need):
            indexing.need(ctx, row)
    ctx.db.expunge_all()
    return len(rows), rows[-1].id if rows else after


def render(ctx: Context, which: tuple[Any, str, str], after: int) -> tuple[int, int, int]:
    """Render a batch anew. Answers how many were looked at, how many changed, and the last key."""
    table, source, target = which
    columns = select(table.id, getattr(table, source), getattr(table, target))
    found = columns.where(table.id > after).order_by(table.id).limit(_BATCH)
    rows = ctx.db.execute(found, execution_options={"every_municipality": True}).all()
    changed = 0
    for key, written, kept in rows:
        # A draft has no HTML until it is sent in.
        html = text.stored(written) if kept else ""
        if html != kept:
            options = {"every_municipality": True, "synchronize_session": False}
            ctx.db.execute(update(table).where(table.id == key).values({target: html}), execution_options=options)
            changed += 1
    return len(rows), changed, rows[-1][0] if rows else after
