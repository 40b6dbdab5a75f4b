"""A sheet of input: kept until it is taken in (all of it, or what is right in it, or nothing), or thrown away."""

from collections.abc import Sequence

from sqlalchemy import delete, insert

from samskaping import text
from samskaping.actions import intakes
from samskaping.actions.intakes import FromSheet
from samskaping.actions.record import public_id
from samskaping.actions.visibility import Past
from samskaping.context import Context
from samskaping.db import plain
from samskaping.errors import Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Municipality, Sheet, SheetRow
from samskaping.queries import sheets
from samskaping.rules.intakes import Channel
from samskaping.rules.policy import Can
from samskaping.rules.sheets import BY_KEY, recognised


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
    if kept:
        ctx.db.execute(insert(plain(SheetRow)).inline(), kept)
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
    row, past, cells = _locked_whole(ctx, sheet)
    if row.taken_at is not None:
        return 0
    found = sheets.shown(row)
    if found.lacks:
        raise Unfit(_("Velg kolonnene for tittel og behov først."))
    review = sheets.review(ctx, found, cells)
    if review.wrong and not only_right:
        raise Unfit(_("Noen av radene har feil. Ingenting er tatt inn."))
    if not review.new:
        raise Unfit(_("Det er ingen nye rader å ta inn."))
    row.taken_at, row.taken_count = ctx.now, len(review.new)
    entries = [one.entry for one in review.new]
    return len(intakes.enter_all(ctx, entries, review.places, sheet=FromSheet(row.public_id, past)))


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


def _locked_whole(ctx: Context, sheet: str) -> tuple[Sheet, Past, list[tuple[int, Sequence[str]]]]:
    """The same with its rows, and the end of the municipality's history: not locked, others write there meanwhile."""
    whole = (
        sheets.mine(ctx, sheet)
        .join(Municipality, Municipality.id == Sheet.municipality_id)
        .outerjoin(SheetRow, SheetRow.sheet_id == Sheet.id)
        .add_columns(Municipality.history_length, Municipality.history_digest, SheetRow.number, SheetRow.cells)
        .order_by(SheetRow.number)
    )
    found = ctx.db.execute(whole.with_for_update(of=Sheet)).all()
    if not found:
        raise Missing
    row, length, digest, *_first = found[0]
    return row, Past(ctx.here.id, length, digest), [(one.number, one.cells) for one in found if one.number is not None]
