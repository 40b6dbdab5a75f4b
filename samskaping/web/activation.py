"""The platform's own page: find a municipality in the register, and let it join."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import staff
from samskaping.errors import Denied, Missing
from samskaping.language import gettext as _
from samskaping.queries import municipalities, people
from samskaping.rules import limits
from samskaping.rules.policy import Can
from samskaping.web import replies, sending
from samskaping.web.access import Where, open_to
from samskaping.web.accounts import unproven
from samskaping.web.forms.admin import ActivateForm

bp = Blueprint("activation", __name__)


@bp.get("/plattform")
@open_to(Can.MUNICIPALITY_ACTIVATE, Where.NATION)
def overview() -> ResponseReturnValue:
    """Those that take part, and a search of the whole register."""
    query = request.args.get("sok", "").strip()[: limits.QUERY]
    everyone = municipalities.everyone(g.ctx)
    found = municipalities.search(everyone, query) if query else None
    active = [place for place in everyone if place.is_active]
    return render_template("admin/platform.html", query=query, found=found, active=active)


@bp.route("/plattform/<slug>", methods=["GET", "POST"])
@open_to(Can.MUNICIPALITY_ACTIVATE, Where.NATION)
def activate(slug: str) -> ResponseReturnValue:
    """Let one join, and name its first administrator."""
    place = next((one for one in municipalities.everyone(g.ctx) if one.slug == slug), None)
    if place is None:
        raise Missing
    form, profile = ActivateForm(), people.profile(g.ctx)
    error: Denied | None = None
    if form.is_sent:
        named = form.email.data or "", form.name.data or ""
        error = unproven(form, profile) or sending.once(form, lambda key: staff.join(g.ctx, slug, *named, once=key))
        if error is None:
            flash(_("%(name)s er med. Administratoren får et brev med veien videre.") % {"name": place.name}, "success")
            return redirect(url_for("activation.overview"), 303)
    return replies.page("admin/activate.html", form, error, chosen=place, profile=profile, proven=replies.is_proven())
