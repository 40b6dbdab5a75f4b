"""Signing in by a municipality's own issuer, for those who work there.

The ways are those of ``web/openid.py``, each at an address of its own: one issuer's answer never passes for another's.
"""

from flask import Blueprint, g, redirect
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from samskaping.actions import issued_roles as deeds
from samskaping.errors import Missing
from samskaping.language import gettext as _
from samskaping.queries import people as queries
from samskaping.web import openid, openid_client
from samskaping.web.access import PUBLIC, SIGNED_IN, Where, open_to

bp = Blueprint("staff_openid", __name__)


@bp.post("/logg-inn/ansatt")
@open_to(PUBLIC)
def start() -> ResponseReturnValue:
    """To the issuer of the municipality at hand."""
    if not g.ctx.here.is_active:
        raise Missing
    return openid.depart(openid_client.client(g.ctx.here.slug))


@bp.get("/ansatt/<place>/svar")
@open_to(PUBLIC, Where.ROOT)
def answered(place: str) -> ResponseReturnValue:
    """The browser comes back, as the one that went there."""
    return openid.come_back(openid_client.client(place))


@bp.get("/ansatt/<place>/roller")
@open_to(PUBLIC, Where.ROOT)
def roles(place: str) -> ResponseReturnValue:
    """Whoever has come has the roles that the issuer says from now on, and goes on to where they were going."""
    found = openid_client.take_roles(openid_client.client(place))
    if found is None:
        return redirect("/", 303)
    issued, after = found
    openid_client.let_go()
    with openid_client.writing():
        deeds.follow(g.ctx, g.ctx.me.id, issued)
    return redirect(after, 303)


@bp.route("/min-side/ansatt/<place>/koble-fra", methods=["GET", "POST"])
@open_to(SIGNED_IN, Where.BOTH)
def unlink(place: str) -> ResponseReturnValue:
    """Sign in by a municipality's issuer no more."""
    if place not in dict(queries.work_places(g.ctx)):
        raise Missing
    return openid.loosen(place, _("ansattinnloggingen"))


@bp.get("/ansatt/<place>/utlogget")
@open_to(PUBLIC, Where.ROOT)
def ended(place: str) -> ResponseReturnValue:
    """Back from signing out at the issuer."""
    return openid.home(openid_client.client(place))


@bp.get("/ansatt/<place>/avslutt")
@open_to(PUBLIC, Where.ROOT)
def end_by_frame(place: str) -> ResponseReturnValue:
    """The issuer frames this when somebody signs out there."""
    return openid.framed(openid_client.client(place))


@bp.post("/ansatt/<place>/logg-ut")
@open_to(PUBLIC, Where.ROOT)
def end_by_message(place: str) -> ResponseReturnValue:
    """The issuer's server says that somebody has signed out there."""
    return openid.told(openid_client.client(place))


@bp.record_once
def _exempt(state: BlueprintSetupState) -> None:
    state.app.extensions["csrf"].exempt(end_by_message)
