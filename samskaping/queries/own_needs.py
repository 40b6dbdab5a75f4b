"""What somebody has to do with needs: their own, the organisations they speak for, and what a mailed link confirms."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, select

from samskaping.context import Context
from samskaping.models import Author, Municipality, Need, NeedConcern, NeedContact, Organisation, Representative
from samskaping.rules import limits

_MOST = 50


@dataclass(frozen=True)
class Voice:
    """An organisation that the visitor may speak for, and whether the need concerns it."""

    public_id: str
    name: str
    is_concerned: bool


@dataclass(frozen=True)
class Own:
    """A need of one's own, on Min side. ``hidden_reason`` is why it is hidden or was refused."""

    reference: str
    text: str
    language: str
    told_at: datetime
    concern_count: int
    is_public: bool
    hidden_reason: str
    municipality: str
    slug: str
    host: str | None


@dataclass(frozen=True)
class Asked:
    """What a mailed link confirms."""

    text: str
    html: str
    language: str
    author: str


def voices(ctx: Context, need_id: int) -> tuple[Voice, ...]:
    """The organisations that the visitor may speak for, and whether the need concerns each. One statement; none for
    somebody unknown.
    """
    if not ctx.actor.is_known:
        return ()
    concerned = exists().where(NeedConcern.need_id == need_id, NeedConcern.organisation_id == Organisation.id)
    found = (
        select(Organisation.public_id, Organisation.name, concerned)
        .join(Representative, Representative.organisation_id == Organisation.id)
        .where(Representative.person_id == ctx.actor.person_id, Representative.left_at.is_(None))
        .order_by(Organisation.name, Organisation.public_id)
        .limit(_MOST)
    )
    return tuple(Voice(*row) for row in ctx.db.execute(found))


def behind(ctx: Context, token_hash: str) -> Asked | None:
    """What a mailed link confirms; None when it is used, too old or unknown. One statement."""
    since = ctx.now - timedelta(days=limits.NEED_LINK_DAYS)
    found = (
        select(Need.text, Need.html, Need.language, Author.name)
        .join(Author, Author.id == Need.author_id)
        .join(NeedContact, NeedContact.need_id == Need.id)
        .where(NeedContact.token_hash == token_hash, NeedContact.asked_at > since, Need.reference.is_(None))
    )
    row: Any = ctx.db.execute(found).one_or_none()
    return Asked(*row) if row else None


def to_mail(ctx: Context, public_id: str) -> Asked | None:
    """The need that a letter asks somebody to confirm; None when it is confirmed or gone. One statement."""
    found = select(Need.text, Need.html, Need.language, Author.name).join(Author, Author.id == Need.author_id)
    row: Any = ctx.db.execute(found.where(Need.public_id == public_id, Need.reference.is_(None))).one_or_none()
    return Asked(*row) if row else None


def mine(ctx: Context) -> tuple[Own, ...]:
    """The signed-in person's own needs, in whichever municipality, the newest first. One statement."""
    found = (
        select(
            Need.reference, Need.text, Need.language, Need.told_at, Need.concern_count, Need.is_public,
            Need.hidden_reason, Municipality.name, Municipality.slug, Municipality.host,
        )
        .join(Municipality, Municipality.id == Need.municipality_id)
        .where(Need.writer_id == ctx.actor.person_id, Need.retracted_at.is_(None))
        .order_by(Need.told_at.desc(), Need.id.desc())
        .limit(_MOST)
    )  # fmt: skip
    rows: Any = ctx.db.execute(found, execution_options={"every_municipality": True})
    return tuple(Own(*row) for row in rows)
