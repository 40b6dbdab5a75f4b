"""Input for others: enter one, its receipt for print, and the list of the latest."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import intakes as deeds
from samskaping.errors import Denied
from samskaping.language import gettext as _
from samskaping.queries import case_choices, cursors, intakes
from samskaping.rules.intakes import CHANNEL_MARKS, CHANNEL_NAMES, Channel
from samskaping.rules.policy import Can
from samskaping.rules.speech import AuthorKind
from samskaping.web import replies, sending
from samskaping.web.access import open_to
from samskaping.web.forms.intakes import EntryForm

bp = Blueprint("intakes", __name__)


@bp.get("/arbeid/innspill")
@open_to(Can.INTAKE_ENTER)
def listing() -> ResponseReturnValue:
    """What staff entered for others, newest first, and the ways to enter more."""
    place = cursors.read(request.args.get("etter", ""), request.args.get("for", ""))
    return render_template("intakes/listing.html", found=intakes.latest(g.ctx, place), channels=CHANNEL_NAMES)


@bp.route("/arbeid/innspill/nytt", methods=["GET", "POST"])
@open_to(Can.INTAKE_ENTER)
def enter() -> ResponseReturnValue:
    """Enter what came on paper, by phone or at a meeting."""
    form = EntryForm(data={"kind": str(AuthorKind.PA_VEGNE_AV), "received": g.ctx.today})
    form.as_sent()  # whether there is such a theme, area or challenge, the deed asks
    error: Denied | None = None
    if form.is_sent:
        made: list[str] = []
        error = sending.once(form, lambda once: made.append(deeds.enter(g.ctx, form.entry(), once=once)))
        if error is None:
            sending.say(_("Innspillet er lagt inn, og alle kan se det.") if made else _("Innspillet var alt lagt inn."))
            if made:
                return redirect(url_for("intakes.receipt", ref=made[0]), 303)
            return redirect(url_for("intakes.listing"), 303)
    form.offer(*case_choices.placing(g.ctx))
    return replies.page("intakes/enter.html", form, error)


@bp.get("/arbeid/innspill/<ref>/kvittering")
@open_to(Can.INTAKE_ENTER)
def receipt(ref: str) -> ResponseReturnValue:
    """A receipt to print and hand over."""
    return render_template("intakes/receipt.html", receipt=intakes.receipt(g.ctx, ref), channels=CHANNEL_NAMES)


@bp.app_template_global("channel_mark")
def channel_mark(happened: Any) -> str:
    """«Kom inn på papir», from a case's history; nothing for what its writer sent in."""
    channel = next((one.details["channel"] for one in happened if "channel" in one.details), None)
    return str(CHANNEL_MARKS[Channel(channel)]) if channel else ""


@bp.app_template_global("given_by")
def given_by(case: Any) -> intakes.Giver | None:
    """Whom a case came from that staff entered, for staff alone."""
    return intakes.giver(g.ctx, case)
