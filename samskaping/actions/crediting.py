"""Credit where it is due: when a challenge that was taken over, or raised by others, is published, histories say so."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from samskaping.actions.record import record
from samskaping.context import Context
from samskaping.context.doors import Door, find
from samskaping.models import Adoption, Challenge, Municipality, Proposal, Raised
from samskaping.queries.adoptions import Kind
from samskaping.rules.events import What


def credit(ctx: Context, row: Challenge, *, author_id: int | None) -> None:
    """Tell in both histories what a challenge that is being published was begun from; nothing of any other.

    The other municipality hears of it now and no sooner: a draft is nobody else's business.
    """
    adoption = ctx.db.scalar(select(Adoption).where(Adoption.challenge_id == row.id))
    if adoption is None:
        return
    is_challenge = adoption.from_challenge_id is not None
    table: Any = Challenge if is_challenge else Proposal
    wanted = select(table, Municipality.slug).join(Municipality, Municipality.id == table.municipality_id)
    wanted = wanted.where(table.id == (adoption.from_challenge_id or adoption.from_proposal_id))
    original, slug = ctx.db.execute(
        wanted.with_for_update(of=table), execution_options={"every_municipality": True}
    ).one()
    there = find(ctx.db, Door(slug))
    kind, thing = (Kind.UTFORDRING, original.public_id) if is_challenge else (Kind.FORSLAG, original.reference)
    record(
        ctx, What.CHALLENGE_BUILDS_ON, row, author_id=author_id,
        slug=slug, place=there.full_name, kind=kind, thing=thing,
    )  # fmt: skip
    record(
        replace(ctx, municipality=there), What.ADOPTION_PUBLISHED, original, author_id=author_id,
        slug=ctx.here.slug, place=ctx.here.full_name, challenge=row.public_id,
    )  # fmt: skip


def credit_raiser(ctx: Context, row: Challenge) -> None:
    """Tell in the history of a challenge that is being published that somebody raised it, and whoever did."""
    found = ctx.db.execute(
        select(Raised.public_id, Raised.author_id).where(Raised.challenge_id == row.id)
    ).one_or_none()
    if found is not None:
        record(ctx, What.CHALLENGE_RAISED, row, author_id=found.author_id, raised=found.public_id)
