"""Støtt and Følg: deeds of one button, which come back to where they were done."""

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import support as deeds
from samskaping.language import gettext as _
from samskaping.web import rates
from samskaping.web.access import SIGNED_IN, Where, open_to

bp = Blueprint("support", __name__)


@bp.post("/forslag/<ref>/stott")
@open_to(SIGNED_IN, is_writing=True)
def give(ref: str) -> ResponseReturnValue:
    """Support a proposal, as oneself or for the organisation in ``for``."""
    rates.support()
    if deeds.give(g.ctx, ref, organisation=_speaker()):
        flash(_("Støtten er registrert."), "success")
    return _back(ref)


@bp.post("/forslag/<ref>/stott/trekk")
@open_to(SIGNED_IN)
def take_back(ref: str) -> ResponseReturnValue:
    """Withdraw the support."""
    rates.support()
    if deeds.take_back(g.ctx, ref, organisation=_speaker()):
        flash(_("Støtten er trukket."), "success")
    return _back(ref)


@bp.post("/forslag/<ref>/folg")
@open_to(SIGNED_IN)
def follow_proposal(ref: str) -> ResponseReturnValue:
    """Follow a proposal, or stop when ``slutt`` is sent."""
    _follow("proposal", ref)
    return _back(ref)


@bp.post("/folg")
@open_to(SIGNED_IN, Where.MUNICIPALITY)
def follow_municipality() -> ResponseReturnValue:
    """Follow the municipality, or stop."""
    _follow("municipality", "")
    return redirect(url_for("home.page"), 303)


def _follow(kind: str, thing: str) -> None:
    if "slutt" in request.form:
        deeds.unfollow(g.ctx, kind, thing)
        flash(_("Du følger ikke lenger med."), "success")
        return
    deeds.follow(g.ctx, kind, thing)
    flash(_("Du følger med. Vi sier fra når noe skjer."), "success")


def _speaker() -> str:
    return request.form.get("for", "")[:20]


def _back(ref: str) -> ResponseReturnValue:
    return redirect(url_for("proposals.page", ref=ref, _anchor="stott"), 303)
