"""A sheet of input: kept until it is taken in (all of it, or what is right in it, or nothing), or thrown away."""

from collections.abc import Sequence

from sqlalchemy import delete, insert, select

from samskaping import text
from samskaping.actions import intakes
from samskaping.actions.record import public_id, record
from samskaping.context import Context
from samskaping.errors import Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Municipality, Sheet, SheetRow
from samskaping.queries import sheets
from samskaping.rules.events import What
from samskaping.rules.intakes import Channel
from samskaping.rules.policy import Can
from samskaping.rules.sheets import BY_KEY, recognised

_BATCH = 500


def stage(
    ctx: Context,
    headings: Sequence[str],
    rows: Sequence[tuple[int, Sequence[str]]],
    *,
    file_name: str,
    channel: Channel,
    read_as: str = "",
) -> str:
    """Keep a sheet as it was read, its columns recognised by their headings. Answers its public id."""
    ctx.require(Can.INTAKE_ENTER)
    shown = [text.showable(text.tidy(heading))[:80] for heading in headings]
    row = Sheet(
        municipality_id=ctx.here.id,
        public_id=public_id(),
        file_name=text.showable(text.tidy(file_name))[:120] or "–",
        read_as=text.showable(text.tidy(read_as))[:40],
        headings=shown,
        columns=recognised(shown),
        channel=channel,
        uploaded_by_id=ctx.actor.person_id,
        uploaded_at=ctx.now,
    )
    ctx.db.add(row)
    ctx.db.flush()
    kept = [
        {"municipality_id": ctx.here.id, "sheet_id": row.id, "number": number, "cells": [_kept(cell) for cell in cells]}
        for number, cells in rows
    ]
    for start in range(0, len(kept), _BATCH):
        ctx.db.execute(insert(SheetRow), kept[start : start + _BATCH])
    return row.public_id


def _kept(cell: str) -> str:
    """A cell as it can be kept on any database; what cannot be shown is marked, and told in the review."""
    return text.tidy(cell).replace("\x00", "\ufffe").encode("utf-8", "replace").decode()


def choose_columns(ctx: Context, sheet: str, columns: dict[str, int]) -> None:
    """Say which column each field is read from. Raises ``Unfit`` when one column would hold two."""
    row = _locked(ctx, sheet)
    if len(set(columns.values())) < len(columns):
        twice = [key for key, at in columns.items() if list(columns.values()).count(at) > 1]
        raise Unfit(**{twice[-1]: _("Kolonnen er valgt for et annet felt også")})
    if any(key not in BY_KEY or not 0 <= at < len(row.headings) for key, at in columns.items()):
        raise Unfit(_("Velg blant kolonnene i regnearket"))
    if row.taken_at is None:
        row.columns = columns


def take_in(ctx: Context, sheet: str, *, only_right: bool = False) -> int:
    """Enter every row, or (``only_right``) those without flaws; else none at all. Answers how many came in.

    What was taken in before, from this sheet or another, is not taken in again.
    """
    row = _locked(ctx, sheet)
    if row.taken_at is not None:
        return 0
    found = sheets.shown(row)
    if found.lacks:
        raise Unfit(_("Velg kolonnene for tittel og behov først."))
    review = sheets.review(ctx, found)
    if review.wrong and not only_right:
        raise Unfit(_("Noen av radene har feil. Ingenting er tatt inn."))
    if not review.new:
        raise Unfit(_("Det er ingen nye rader å ta inn."))
    references = intakes.enter_all(ctx, [one.entry for one in review.new])
    row.taken_at, row.taken_count = ctx.now, len(references)
    here = ctx.db.scalars(select(Municipality).where(Municipality.id == ctx.here.id).with_for_update()).one()
    record(ctx, What.SHEET_TAKEN_IN, here, sheet=row.public_id, rows=len(references))
    return len(references)


def discard(ctx: Context, sheet: str) -> None:
    """Throw a sheet away; what came in from it stays."""
    row = _locked(ctx, sheet)
    ctx.db.execute(delete(SheetRow).where(SheetRow.sheet_id == row.id))
    ctx.db.delete(row)


def _locked(ctx: Context, sheet: str) -> Sheet:
    row: Sheet | None = ctx.db.scalar(sheets.mine(ctx, sheet).with_for_update())
    if row is None:
        raise Missing
    return row
