"""What residents have reported, and the moderator's two deeds: hide with a reason, or keep."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import moderation as deeds
from samskaping.errors import Denied
from samskaping.language import gettext as _
from samskaping.queries import cursors, moderation
from samskaping.queries.moderation import Thing
from samskaping.rules.policy import Can
from samskaping.rules.speech import ReportReason
from samskaping.web import casework_tables, login, replies, sending
from samskaping.web.access import open_to
from samskaping.web.forms.base import Form
from samskaping.web.forms.moderation import HideForm, RestoreForm

bp = Blueprint("moderation", __name__)
bp.context_processor(casework_tables.names)
_KIND = "<any(forslag, kommentar):kind>"


@bp.get("/arbeid/meldinger")
@open_to(Can.MODERATE)
def listing() -> ResponseReturnValue:
    """Open reports, grouped by what they are about, the oldest first."""
    place = cursors.read(request.args.get("etter", ""), request.args.get("for", ""))
    found = moderation.reported(g.ctx, place)
    before: dict[str, Any] = {"for": found.preceding}
    return render_template(
        "moderation/listing.html",
        found=found,
        previous=url_for("moderation.listing", **before) if found.preceding else None,
        following=url_for("moderation.listing", etter=found.following) if found.following else None,
    )


@bp.get("/arbeid/meldinger/skjult")
@open_to(Can.MODERATE)
def hidden() -> ResponseReturnValue:
    """What is hidden now, the newest first."""
    return render_template("moderation/hidden.html", things=moderation.hidden(g.ctx))


@bp.route(f"/arbeid/skjul/{_KIND}/<name>", methods=["GET", "POST"])
@open_to(Can.MODERATE)
def hide(kind: str, name: str) -> ResponseReturnValue:
    """Hide a proposal or a comment, with a reason that its writer reads."""
    thing = moderation.thing(g.ctx, kind, name)
    form = HideForm()

    def deed(once: str) -> None:
        hide_it: Callable[..., object] = deeds.hide_comment if thing.comment else deeds.hide_proposal
        hide_it(g.ctx, name, ReportReason(form.reason.data), form.text.data or "", once=once)

    return _decide("hide", thing, form, deed, _("Teksten er skjult. Den som skrev den, får vite hvorfor."))


@bp.route(f"/arbeid/vis/{_KIND}/<name>", methods=["GET", "POST"])
@open_to(Can.MODERATE)
def restore(kind: str, name: str) -> ResponseReturnValue:
    """Show something hidden again."""
    thing = moderation.thing(g.ctx, kind, name)
    form = RestoreForm()

    def deed(once: str) -> None:
        show_it: Callable[..., object] = deeds.restore_comment if thing.comment else deeds.restore_proposal
        show_it(g.ctx, name, form.text.data or "", once=once)

    return _decide("restore", thing, form, deed, _("Teksten er synlig igjen."))


@bp.post(f"/arbeid/behold/{_KIND}/<name>")
@open_to(Can.MODERATE)
def keep(kind: str, name: str) -> ResponseReturnValue:
    """Close the reports of something that may stay."""
    form = Form()
    keep_it: Callable[..., object] = deeds.keep_comment if kind == "kommentar" else deeds.keep_proposal
    error = sending.once(form, lambda once: keep_it(g.ctx, name, once=once)) if form.is_sent else None
    sending.say(
        error.message if error else _("Meldingene er lukket. Teksten blir stående."), "info" if error else "success"
    )
    return redirect(url_for("moderation.listing"), 303)


def _decide(deed_name: str, thing: Thing, form: Form, deed: Callable[[str], Any], done: str) -> ResponseReturnValue:
    back = login.own_path(request.args.get("tilbake"), url_for("casework.case", ref=thing.reference))
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, deed)
        if error is None:
            sending.say(done)
            return redirect(back, 303)
    return replies.page("moderation/decide.html", form, error, thing=thing, deed=deed_name, back=back)
