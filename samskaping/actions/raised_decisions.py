"""What the municipality does with a challenge that somebody raised: takes it up as a draft of its own, or says no."""

from typing import Any

from sqlalchemy import select

from samskaping import text
from samskaping.actions import authors, challenges
from samskaping.actions.challenges import Content
from samskaping.actions.raised import locked
from samskaping.actions.record import record
from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Missing, Refused, Unfit
from samskaping.language import FORMS
from samskaping.language import gettext as _
from samskaping.models import Challenge, Need, Raised, Theme
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.policy import Can
from samskaping.rules.raised import READ_BY_STAFF, RaisedState

#: What leads in whom it concerns, in the form that it is written in.
_CONCERNS = {"nb": "Det gjelder", "nn": "Det gjeld"}


def take(ctx: Context, raised: str, *, once: str | None = None) -> str:
    """Take it up: its words begin a draft of the municipality's. Answers the draft's public id."""
    row = _waiting(ctx, raised)
    need = ctx.db.scalar(select(Need.reference).where(Need.id == row.need_id, Need.is_public)) if row.need_id else None
    made = challenges.start(ctx, _content(ctx, row), grown_from=need or "")
    row.challenge_id = ctx.db.scalars(select(Challenge.id).where(Challenge.public_id == made)).one()
    _decide(ctx, row, RaisedState.TATT_INN)
    record(ctx, What.RAISED_TAKEN, row, author_id=authors.municipal(ctx), once=once, raised=raised)
    return made


def decline(ctx: Context, raised: str, words: str, *, once: str | None = None) -> None:
    """Say no with a reason, to whoever raised it."""
    row = _waiting(ctx, raised)
    said = text.tidy(words)
    if not said:
        raise Unfit(words=_("Skriv hvorfor kommunen ikke tar den videre"))
    if flaw := limits.too_long(said, limits.REASON):
        raise Unfit(words=flaw)
    row.answer = said
    _decide(ctx, row, RaisedState.AVSLATT)
    record(ctx, What.RAISED_DECLINED, row, author_id=authors.municipal(ctx), once=once, raised=raised)


def _decide(ctx: Context, row: Raised, state: RaisedState) -> None:
    row.state, row.decided_at, row.decided_by_id = state, ctx.now, ctx.actor.person_id


def _waiting(ctx: Context, raised: str) -> Raised:
    """One that waits for an answer, for those who may give it."""
    ctx.require(Can.RAISED_DECIDE)
    row = locked(ctx, raised)
    if row.state not in READ_BY_STAFF:
        raise Missing
    if not ctx.may(Can.RAISED_DECIDE, row):
        raise Refused(_("Du har reist utfordringen selv. Be en kollega svare."))
    if row.state is not RaisedState.SENDT:
        raise Unfit(_("Noen andre har svart på denne utfordringen."))
    return row


def _content(ctx: Context, row: Raised) -> Content:
    """The words in the form they were written in; what is in neither form gets a heading to begin under."""
    theme = ctx.db.scalar(select(Theme.public_id).where(Theme.id == row.theme_id, Theme.ended_at.is_(None)))
    if row.language not in FORMS:
        return Content(title=Texts(**{ctx.language: _("Etter en utfordring som ble reist")}), theme=theme or "")
    concerns = f"{_CONCERNS[row.language]}: {row.concerns}" if row.concerns else ""
    need = "\n\n".join(part for part in (row.need, concerns) if part)
    words = {"title": row.title, "need": need, "success": row.success}
    told: dict[str, Any] = {name: Texts(**{row.language: written}) for name, written in words.items()}
    return Content(**told, theme=theme or "")
