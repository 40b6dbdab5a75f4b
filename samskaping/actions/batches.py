"""Batches: several planned answers and moves that are published at the same time."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import select

from samskaping import text
from samskaping.actions import authors
from samskaping.actions.planned import check_time, out_of_time, read
from samskaping.actions.record import Fact, public_id, record_each
from samskaping.actions.statements import Said
from samskaping.clock import oslo_date
from samskaping.context import Context
from samskaping.errors import Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Batch, Planned, Proposal
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.planned import PlannedState
from samskaping.rules.policy import Can

LONGEST_NAME = 120


def make(ctx: Context, name: str) -> str:
    """A new batch without a time. Answers its public id; the same name gives the batch that waits under it."""
    ctx.require(Can.PROPOSAL_HANDLE)
    name = " ".join(text.tidy(name).split())
    if flaw := limits.too_long(name, LONGEST_NAME) if name else _("Gi bunken et navn"):
        raise Unfit(name=flaw)
    known = ctx.db.scalar(select(Batch.public_id).where(Batch.name == name, Batch.publish_at.is_(None)))
    if known:
        return known
    batch = Batch(
        municipality_id=ctx.here.id, public_id=public_id(), name=name, made_by_id=ctx.actor.person_id or 0,
        made_at=ctx.now,
    )  # fmt: skip
    ctx.db.add(batch)
    ctx.db.flush()
    # A name and nothing in it: what is put into it, is told in each case.
    ctx.db.info.pop("untold", None)
    return batch.public_id


def schedule(ctx: Context, batch: str, at: datetime | None, *, once: str | None = None) -> int:
    """Publish all that waits in a batch at a time, or (without one) now. Answers how many of them can be published
    as they stand: the others are in cases that have changed since, and are held.

    Takes the same number of statements for one as for a hundred. Raises ``Unfit`` for a time that is too late for an
    interim reply in it, and for whoever is partial in one of the cases: when it is published is decided too.
    """
    ctx.require(Can.PROPOSAL_HANDLE)
    row_id = ctx.db.scalar(select(Batch.id).where(Batch.public_id == batch))
    if row_id is None:
        raise Missing
    if at is not None:
        check_time(ctx, at)
    waiting = (Planned.batch_id == row_id, Planned.state == PlannedState.VENTER)
    cases = select(Proposal).where(Proposal.id.in_(select(Planned.proposal_id).where(*waiting)))
    # Cases are locked before what waits in them, in one order, as everywhere.
    proposals = {one.id: one for one in ctx.db.scalars(cases.order_by(Proposal.id).with_for_update())}
    row = ctx.db.scalars(select(Batch).where(Batch.id == row_id).with_for_update()).one()
    rows = ctx.db.scalars(select(Planned).where(*waiting).order_by(Planned.proposal_id).with_for_update()).all()
    if not rows:
        raise Unfit(_("Bunken er tom"))
    if barred := [str(one.reference) for one in proposals.values() if not ctx.may(Can.PROPOSAL_HANDLE, one)]:
        raise Unfit(_("Du er inhabil i %(refs)s. En kollega må publisere bunken.") % {"refs": ", ".join(barred)})
    if at is not None and (late := _late(ctx, rows, proposals, oslo_date(at))):
        words = _("Foreløpige svar må ut før fristen i saken og før sin nye dato. Dagen er for sen for %(refs)s.")
        raise Unfit(publish_on=words % {"refs": ", ".join(late)})
    row.publish_at = at or ctx.now
    for one in rows:
        one.publish_at = row.publish_at
    told = {"at": row.publish_at.isoformat(timespec="minutes"), "batch": batch}
    facts: list[Fact] = [
        (proposals[one.proposal_id], What.ANSWER_REPLANNED, {"planned": one.public_id, **told})
        for one in rows
        if one.proposal_id in proposals
    ]
    record_each(ctx, facts, author_id=authors.municipal(ctx), once=once)
    return sum(proposals[one.proposal_id].version == one.case_version for one in rows if one.proposal_id in proposals)


def _late(ctx: Context, rows: Iterable[Planned], proposals: Mapping[int, Proposal], day: date) -> list[str]:
    """The cases whose interim reply would be out too late."""
    found = []
    for one in rows:
        deed, proposal = read(one.verb, one.words, one.case_version), proposals.get(one.proposal_id)
        due = deed.due if isinstance(deed, Said) else None
        if proposal is not None and due is not None and out_of_time(ctx, proposal, due, day):
            found.append(str(proposal.reference))
    return found
