"""Which unit gets what comes in: routes by area and theme, beside the themes' own units."""

from flask import Blueprint, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import routing as deeds
from samskaping.errors import Denied
from samskaping.language import gettext as _
from samskaping.queries import routing, structure
from samskaping.rules.policy import Can
from samskaping.web import replies, sending
from samskaping.web.access import open_to
from samskaping.web.forms.admin import RouteForm
from samskaping.web.forms.base import Form

bp = Blueprint("admin_routes", __name__)


@bp.route("/oppsett/ruting", methods=["GET", "POST"])
@open_to(Can.MUNICIPALITY_SET)
def listing() -> ResponseReturnValue:
    """All routes, with room for one more."""
    form, themes = RouteForm(), structure.themes(g.ctx)
    form.offer(
        [(area.public_id, area.name) for area in structure.areas(g.ctx) if area.ended_at is None],
        [(theme.public_id, str(theme.name)) for theme in themes if theme.ended_at is None],
        [(unit.public_id, str(unit.name)) for unit in structure.units(g.ctx) if unit.ended_at is None],
    )
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda once: deeds.lay(g.ctx, **form.laid(), once=once))
        if error is None:
            flash(_("Regelen er lagret. Den gjelder for nye saker."), "success")
            return redirect(url_for("admin_routes.listing"), 303)
    return replies.page("admin/routes.html", form, error, rows=routing.listing(g.ctx), themes=themes)


@bp.post("/oppsett/ruting/<public_id>/fjern")
@open_to(Can.MUNICIPALITY_SET)
def take_away(public_id: str) -> ResponseReturnValue:
    """A route less."""
    sending.once(Form(), lambda once: deeds.take_away(g.ctx, public_id, once=once))
    flash(_("Regelen er fjernet. Saker som alt har fått en enhet, blir der."), "success")
    return redirect(url_for("admin_routes.listing"), 303)
