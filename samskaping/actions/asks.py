"""«Vi trenger»: what the municipality asks for in a challenge, a need or a proposal, and when it has enough."""

from typing import Any

from sqlalchemy import select

from samskaping.actions import authors
from samskaping.actions.offers import Subject, Wish, columns, fits, subject
from samskaping.actions.record import public_id, record
from samskaping.context import Context
from samskaping.errors import Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Ask, Challenge, Need, Proposal
from samskaping.rules.events import What
from samskaping.rules.policy import Can


def make(ctx: Context, kind: str, name: str, wish: Wish, *, once: str | None = None) -> str:
    """Ask for something in a ``challenge``, ``need`` or ``proposal`` that everyone can see. Answers its public id."""
    about = subject(ctx, kind, name)
    _require(ctx, about)
    fits(ctx, wish)
    ask, author = public_id(), authors.municipal(ctx)
    ctx.db.add(Ask(**columns(ctx, about, wish), public_id=ask, author_id=author, asked_at=ctx.now))
    record(ctx, What.ASK_MADE, about, author_id=author, once=once, ask=ask)
    return ask


def close(ctx: Context, ask: str, *, once: str | None = None) -> None:
    """The municipality has what it asked for, or needs it no longer."""
    row = ctx.db.scalar(select(Ask).where(Ask.public_id == ask).with_for_update())
    if row is None:
        raise Missing
    tables: dict[type[Subject], int | None] = {
        Challenge: row.challenge_id, Need: row.need_id, Proposal: row.proposal_id,
    }  # fmt: skip
    table, key = next((table, key) for table, key in tables.items() if key)
    about: Any = ctx.db.scalars(select(table).where(table.id == key).with_for_update(of=table)).one()
    _require(ctx, about)
    if row.closed_at is not None:
        raise Unfit(_("Dette er avsluttet fra før."))
    row.closed_at = ctx.now
    record(ctx, What.ASK_CLOSED, about, author_id=authors.municipal(ctx), once=once, ask=ask)


def _require(ctx: Context, about: Subject) -> None:
    """Those who speak for the municipality ask for it; in a case, those who may handle it."""
    ctx.require(Can.STATEMENT_PUBLISH, about if isinstance(about, Proposal) else None)
