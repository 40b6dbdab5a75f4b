"""The files that somebody has asked for, and the cases that each is made of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from samskaping.context import Context
from samskaping.errors import Missing
from samskaping.models import Export, ExportChunk, Intake, Proposal
from samskaping.queries import absences, casework, cursors, intakes, proposals
from samskaping.queries.pieces import in_order as pieces_of
from samskaping.rules.exports import LIFETIME, READS, ExportFormat, ExportList, ExportState
from samskaping.rules.pipeline import State
from samskaping.rules.policy import Can

_MOST_FILES = 50


@dataclass(frozen=True)
class File:
    """One file that somebody has asked for."""

    public_id: str
    listing: ExportList
    format: ExportFormat
    is_personal: bool
    state: ExportState
    asked_at: datetime
    done_at: datetime | None
    rows_total: int | None
    rows_done: int
    size: int

    @property
    def is_waiting(self) -> bool:
        return self.state in (ExportState.VENTER, ExportState.LAGES)

    @property
    def percent(self) -> int:
        return min(100, 100 * self.rows_done // self.rows_total) if self.rows_total else 0


def mine(ctx: Context) -> tuple[File, ...]:
    """The files that the signed-in person has asked for here in the last day, newest first. One statement."""
    ctx.require(Can.EXPORT_MAKE)
    rows = ctx.db.execute(_files(ctx).order_by(Export.asked_at.desc(), Export.id.desc()).limit(_MOST_FILES))
    return tuple(File(*row) for row in rows)


def ready(ctx: Context, public_id: str) -> File:
    """A file that is ready for whoever asked for it, while they may have it and for a day. Raises ``Missing``."""
    ctx.require(Can.EXPORT_MAKE)
    found = ctx.db.execute(
        _files(ctx).where(Export.public_id == public_id, Export.state == ExportState.FERDIG)
    ).one_or_none()
    if found is None:
        raise Missing
    one = File(*found)
    ctx.require(READS[one.listing])
    if one.is_personal:
        ctx.require(Can.EXPORT_PERSONAL)
    return one


def pieces(ctx: Context, public_id: str) -> Iterator[bytes]:
    """The bytes of a file in order, one piece at a time, never in a transaction that waits for the reader."""
    key = ctx.db.scalar(select(Export.id).where(Export.public_id == public_id))
    yield from pieces_of(ctx, ExportChunk, ExportChunk.export_id == key)


def _files(ctx: Context) -> Any:
    own = [getattr(Export, name) for name in File.__dataclass_fields__]
    lives = Export.asked_at > ctx.now - LIFETIME
    return select(*own).where(Export.municipality_id == ctx.here.id, Export.person_id == ctx.actor.person_id, lives)


def in_order(ctx: Context, listing: ExportList, filters: Mapping[str, Any]) -> list[int]:
    """The inner keys of all that is on the list now, in the order of the screen."""
    ctx.require(Can.EXPORT_MAKE)
    if listing is ExportList.INNBOKS:
        wanted = cursors.whole(select(Proposal.id).where(*chosen(ctx, listing, filters)), casework.ORDER)
    elif listing is ExportList.INNSPILL:
        entered = select(Proposal.id).join(Intake, Intake.proposal_id == Proposal.id)
        wanted = cursors.whole(entered.where(*chosen(ctx, listing, filters)), intakes.ORDER)
    else:
        wanted = proposals.in_order(ctx, _of_proposals(filters))
    return list(ctx.db.scalars(wanted))


def chosen(ctx: Context, listing: ExportList, filters: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """The conditions of the list that was on the screen, with the rights that its reader has now."""
    ctx.require(Can.EXPORT_MAKE)
    if listing is ExportList.INNBOKS:
        away = absences.stood_in_for(ctx, absences.known(ctx))
        return casework.listed(ctx, casework.Filters(**filters), away)
    if listing is ExportList.INNSPILL:
        ctx.require(Can.INTAKE_ENTER)
        return [Intake.municipality_id == ctx.here.id]
    return proposals.listed(ctx, _of_proposals(filters))


def _of_proposals(filters: Mapping[str, Any]) -> proposals.Filters:
    given = dict(filters)
    given["state"] = State(given["state"]) if given.get("state") else None
    return proposals.Filters(**given)
