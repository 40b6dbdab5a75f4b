"""The list of councils that the municipality can ask for opinions."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import councils as deeds
from samskaping.errors import Denied
from samskaping.language import gettext as _
from samskaping.queries import councils
from samskaping.queries.councils import CouncilRow
from samskaping.rules.policy import Can
from samskaping.rules.tasks import COUNCIL_NAMES
from samskaping.web import replies, sending
from samskaping.web.access import open_to
from samskaping.web.forms.admin import typed
from samskaping.web.forms.councils import CouncilForm

bp = Blueprint("councils", __name__)


@bp.get("/oppsett/rad")
@open_to(Can.MUNICIPALITY_SET)
def listing() -> ResponseReturnValue:
    """The councils, and where requests are mailed."""
    return render_template("admin/councils.html", rows=councils.listing(g.ctx), names=COUNCIL_NAMES)


@bp.route("/oppsett/rad/ny", methods=["GET", "POST"])
@open_to(Can.MUNICIPALITY_SET)
def new() -> ResponseReturnValue:
    """One more council."""
    return _council(CouncilForm(), None)


@bp.route("/oppsett/rad/<public_id>", methods=["GET", "POST"])
@open_to(Can.MUNICIPALITY_SET)
def council(public_id: str) -> ResponseReturnValue:
    """Change a council."""
    row = councils.one(g.ctx, public_id)
    return _council(CouncilForm(data={**typed(name=row.name), "kind": str(row.kind), "email": row.email}), row)


def _council(form: CouncilForm, row: CouncilRow | None) -> ResponseReturnValue:
    error: Denied | None = None
    if form.is_sent:
        public_id = row.public_id if row else ""
        error = sending.once(form, lambda once: deeds.keep(g.ctx, form.wish(), public_id, once=once))
        if error is None:
            flash(_("Lagret."), "success")
            return redirect(url_for("councils.listing"), 303)
    return replies.page("admin/council.html", form, error, row=row)
