"""«Meld fra»: barriers on the site are filed as cases, and staff see them."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import barriers as deeds
from samskaping.errors import Denied
from samskaping.language import gettext as _
from samskaping.queries import barriers, cursors
from samskaping.rules.policy import Can
from samskaping.web import login, replies, sending
from samskaping.web.access import PUBLIC, Where, open_to
from samskaping.web.forms.barriers import BarrierForm
from samskaping.web.rates import limiter

bp = Blueprint("barriers", __name__)


@bp.route("/meld-fra", methods=["GET", "POST"])
@open_to(PUBLIC, Where.BOTH)
@limiter.limit("20 per hour", methods=["POST"])
def form() -> ResponseReturnValue:
    """Tell of a barrier; ``side`` is the path where it was met."""
    barrier = BarrierForm(data={"where": login.own_path(request.args.get("side"), "")})
    error: Denied | None = None
    if barrier.is_sent:
        made = [""]
        error = sending.once(barrier, lambda key: made.append(_report(barrier, key)))
        if error is None and made[-1]:
            return redirect(url_for("barriers.receipt", number=made[-1]), 303)
        if error is None:
            sending.say(_("Meldingen var alt sendt."), "info")
            return redirect(url_for("pages.contact"), 303)
    return replies.page("barriers/form.html", barrier, error)


def _report(form: BarrierForm, key: str) -> str:
    where, what, email = (field.data or "" for field in (form.where, form.what, form.email))
    return deeds.report(g.ctx, where=where, what=what, email=email, once=key)


@bp.get("/meld-fra/kvittering/<number>")
@open_to(PUBLIC, Where.BOTH)
def receipt(number: str) -> ResponseReturnValue:
    """The number and time of a report."""
    return render_template("barriers/receipt.html", number=number, at=barriers.receipt(g.ctx, number))


@bp.get("/arbeid/hindre")
@open_to(Can.PROPOSAL_HANDLE)
def listing() -> ResponseReturnValue:
    """The municipality's reports, for its staff."""
    return _listing("barriers/listing.html")


@bp.post("/arbeid/hindre/<number>/lukk")
@open_to(Can.PROPOSAL_HANDLE)
def close(number: str) -> ResponseReturnValue:
    """A barrier is gone."""
    return _close(number, "barriers.listing")


@bp.get("/hindre")
@open_to(Can.MUNICIPALITY_ACTIVATE, Where.NATION)
def national() -> ResponseReturnValue:
    """Reports from the national pages, for those who run the installation."""
    return _listing("barriers/national.html")


@bp.post("/hindre/<number>/lukk")
@open_to(Can.MUNICIPALITY_ACTIVATE, Where.NATION)
def close_national(number: str) -> ResponseReturnValue:
    """A barrier on the national pages is gone."""
    return _close(number, "barriers.national")


def _listing(template: str) -> ResponseReturnValue:
    is_closed = request.args.get("vis") == "lukket"
    place = cursors.read(request.args.get("etter", ""), request.args.get("for", ""))
    found = barriers.listing(g.ctx, is_closed=is_closed, place=place)
    return render_template(template, slice=found, is_closed=is_closed)


def _close(number: str, own: str) -> ResponseReturnValue:
    deeds.close(g.ctx, number)
    sending.say(_("Meldingen er lukket."))
    return redirect(url_for(own), 303)
