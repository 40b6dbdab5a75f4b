"""«Vi trenger»: what the municipality asks for in a challenge, a need or a proposal, and when it has enough. The open
working group of a case asks there too.
"""

from typing import Any

from sqlalchemy import func, select

from samskaping.actions import authors, groups
from samskaping.actions.offers import Subject, Wish, columns, fits, subject
from samskaping.actions.record import kind as kind_of
from samskaping.actions.record import public_id, record
from samskaping.context import Context
from samskaping.errors import Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Ask, Challenge, Need, Proposal
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.policy import Can

#: What the municipality does → the same, done by a working group.
_BY_GROUP = {What.ASK_MADE: What.ASK_MADE_BY_GROUP, What.ASK_CLOSED: What.ASK_CLOSED_BY_GROUP}


def make(ctx: Context, kind: str, name: str, wish: Wish, *, once: str | None = None) -> str:
    """Ask for something in a ``challenge``, ``need`` or ``proposal`` that everyone can see. Answers its public id."""
    about = subject(ctx, kind, name)
    what, author = _speaking(ctx, about, What.ASK_MADE)
    fits(ctx, wish)
    _refuse_too_many(ctx, about)
    ask = public_id()
    ctx.db.add(Ask(**columns(ctx, about, wish), public_id=ask, author_id=author, asked_at=ctx.now))
    record(ctx, what, about, author_id=author, once=once, ask=ask)
    return ask


def close(ctx: Context, ask: str, *, once: str | None = None) -> None:
    """Those who ask have what was asked for, or need it no longer."""
    row = ctx.db.scalar(select(Ask).where(Ask.public_id == ask).with_for_update())
    if row is None:
        raise Missing
    tables: dict[type[Subject], int | None] = {
        Challenge: row.challenge_id, Need: row.need_id, Proposal: row.proposal_id,
    }  # fmt: skip
    table, key = next((table, key) for table, key in tables.items() if key)
    about: Any = ctx.db.scalars(select(table).where(table.id == key).with_for_update(of=table)).one()
    what, author = _speaking(ctx, about, What.ASK_CLOSED)
    if row.closed_at is not None:
        raise Unfit(_("Dette er avsluttet fra før."))
    row.closed_at = ctx.now
    record(ctx, what, about, author_id=author, once=once, ask=ask)


def _speaking(ctx: Context, about: Subject, what: What) -> tuple[What, int]:
    """What is done and by whom: those who speak for the municipality, in a case those who may handle it; or else
    whoever sits in the open group of the case.
    """
    group = groups.seated(ctx, about) if isinstance(about, Proposal) else None
    ctx.require(Can.ASK_MAKE, group)
    if group is None or ctx.may(Can.STATEMENT_PUBLISH, about if isinstance(about, Proposal) else None):
        return what, authors.municipal(ctx)
    return _BY_GROUP[what], groups.voice(ctx, group)


def _refuse_too_many(ctx: Context, about: Subject) -> None:
    """The thing is locked, so that two at once cannot both be the last."""
    standing = select(func.count()).where(
        getattr(Ask, f"{kind_of(about)}_id") == about.id, Ask.municipality_id == ctx.here.id, Ask.closed_at.is_(None)
    )
    if (ctx.db.scalar(standing) or 0) >= limits.ASKS_STANDING:
        raise Unfit(_("Her er det alt bedt om mye. Ta bort noe som ikke trengs lenger, først."))
