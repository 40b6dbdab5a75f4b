"""Lists as files: asked for, seen while they are made, and fetched by whoever asked."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, g, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import exports as deeds
from samskaping.clock import oslo_date
from samskaping.errors import Denied
from samskaping.queries import exports
from samskaping.rules.exports import FORMAT_NAMES, LIST_NAMES, READS, STATE_NAMES, ExportFormat, ExportList
from samskaping.rules.policy import Can
from samskaping.web import inbox_views, moderation, need_filters, proposal_filters, replies, sending
from samskaping.web.access import open_to
from samskaping.web.forms.exports import ExportForm

bp = Blueprint("exports", __name__)
MIME = {
    ExportFormat.CSV: "text/csv",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@bp.context_processor
def _names() -> dict[str, Any]:
    return {"list_names": LIST_NAMES, "format_names": FORMAT_NAMES, "export_states": STATE_NAMES}


@bp.get("/arbeid/filer")
@open_to(Can.EXPORT_MAKE)
def listing() -> ResponseReturnValue:
    """One's own files, with how far each has come."""
    rows = exports.mine(g.ctx)
    page = "exports/rows.html" if "X-Fragment" in request.headers else "exports/listing.html"
    return render_template(page, rows=rows, waits=any(row.is_waiting for row in rows))


#: The filters of each list that has any, read from the address.
_FILTERS: dict[ExportList, Callable[[], dict[str, Any]]] = {
    ExportList.FORSLAG: lambda: asdict(proposal_filters.read_filters()),
    ExportList.INNBOKS: lambda: asdict(inbox_views.read_filters()),
    ExportList.BEHOV: lambda: asdict(need_filters.existing()),
    ExportList.MODERERING: lambda: {"view": moderation.chosen(request.args.get("vis", ""))},
}


_NAMES = ", ".join(ExportList)


@bp.route(f"/arbeid/filer/ny/<any({_NAMES}):name>", methods=["GET", "POST"])
@open_to(Can.EXPORT_MAKE)
def new(name: str) -> ResponseReturnValue:
    """Ask for a file; the filters are in the address, as they are on the list itself."""
    which = ExportList(name)
    g.ctx.require(READS[which])
    given = _FILTERS[which]() if which in _FILTERS else {}
    filters = {key: value for key, value in given.items() if value not in ("", None)}
    form = ExportForm().offer()
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda _once: _ask(which, filters, form))
        if error is None:
            return redirect(url_for("exports.listing"), 303)
    return replies.page("exports/form.html", form, error, which=which, filters=filters)


def _ask(which: ExportList, filters: dict[str, Any], form: ExportForm) -> None:
    deeds.ask(g.ctx, which, ExportFormat(form.format.data), filters, is_personal=bool(form.personal.data))


@bp.post("/arbeid/filer/<public_id>")
@open_to(Can.EXPORT_MAKE)
def fetch(public_id: str) -> ResponseReturnValue:
    """The file itself, in pieces; a foreign one is as one that never was."""
    one = exports.ready(g.ctx, public_id)
    deeds.fetched(g.ctx, public_id, is_personal=one.is_personal)
    name = f"{one.listing.value}-{g.ctx.here.slug}-{oslo_date(one.asked_at)}.{one.format.value}"
    body = stream_with_context(exports.pieces(g.ctx, public_id))
    answer = Response(body, mimetype=MIME[one.format])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Length"] = str(one.size)
    return answer
