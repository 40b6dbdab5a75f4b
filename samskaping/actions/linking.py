"""Linking cases that belong together, both ways, and taking the link away again."""

from sqlalchemy import delete, select

from samskaping.actions import authors
from samskaping.actions.proposals import in_case
from samskaping.actions.record import record
from samskaping.context import Context
from samskaping.db import upsert
from samskaping.errors import Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import CaseLink, Proposal
from samskaping.rules.events import What
from samskaping.rules.pipeline import State
from samskaping.rules.policy import Can


def link(ctx: Context, ref: str, other: str, *, once: str | None = None) -> None:
    """Link two cases of this municipality. Raises ``Unfit`` for a number that is none of ours."""
    one, two = _both(ctx, ref, other.strip())
    row = upsert(ctx.db, CaseLink).values(
        municipality_id=one.municipality_id,
        proposal_id=min(one.id, two.id),
        other_id=max(one.id, two.id),
        linked_at=ctx.now,
        linked_by_id=ctx.actor.person_id,
    )
    made = ctx.db.scalar(row.on_conflict_do_nothing().returning(CaseLink.id))
    if made is None:
        raise Unfit(other=_("Sakene er knyttet sammen fra før"))
    _tell(ctx, What.CASE_LINKED, one, two, once)


def unlink(ctx: Context, ref: str, other: str, *, once: str | None = None) -> None:
    """Take a link away. Raises ``Missing`` when there is none."""
    one, two = _both(ctx, ref, other.strip())
    gone = delete(CaseLink).where(CaseLink.proposal_id == min(one.id, two.id), CaseLink.other_id == max(one.id, two.id))
    if ctx.db.scalar(gone.returning(CaseLink.id), execution_options={"synchronize_session": False}) is None:
        raise Missing
    _tell(ctx, What.CASE_UNLINKED, one, two, once)


def _both(ctx: Context, ref: str, other: str) -> tuple[Proposal, Proposal]:
    """The two cases, locked in the order of their keys, so that two who link at once do not wait for each other."""
    ctx.require(Can.PROPOSAL_HANDLE)
    keys = select(Proposal.id, Proposal.reference).where(
        Proposal.reference.in_((ref, other)), Proposal.state != State.UTKAST
    )
    found = {row.reference: row.id for row in ctx.db.execute(keys)}
    if ref not in found:
        raise Missing
    if other not in found or other == ref:
        raise Unfit(other=_("Skriv nummeret til en annen sak her i kommunen, for eksempel 2026-000123"))
    rows = {one: in_case(ctx, one) for one in sorted(found, key=lambda one: found[one])}
    ctx.require(Can.PROPOSAL_HANDLE, rows[ref])
    return rows[ref], rows[other]


def _tell(ctx: Context, what: What, one: Proposal, two: Proposal, once: str | None) -> None:
    author = authors.municipal(ctx)
    record(ctx, what, one, author_id=author, once=once, other=two.reference)
    record(ctx, what, two, author_id=author, other=one.reference)
