"""What is kept about oneself: fetched as a file, after showing once more who one is."""

from typing import Any

from flask import Blueprint, Response, g, redirect, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import own_copies as deeds
from samskaping.clock import oslo_date
from samskaping.errors import Missing
from samskaping.queries import own_copies, people
from samskaping.rules.own_data import PARTS
from samskaping.web import replies
from samskaping.web.access import SIGNED_IN, Where, open_to
from samskaping.web.accounts import unproven
from samskaping.web.forms.people import ProvenForm

bp = Blueprint("own_data", __name__)


@bp.route("/min-side/opplysninger", methods=["GET", "POST"])
@open_to(SIGNED_IN, Where.BOTH)
def download() -> ResponseReturnValue:
    """Ask for the file, see whether it is made, and fetch it; nobody else's is ever found."""
    profile, copy = people.profile(g.ctx), own_copies.mine(g.ctx)
    form, error = ProvenForm(), None
    if form.is_sent:
        wanted = request.form.get("fil", "")
        if wanted and not (copy and copy.is_ready and copy.public_id == wanted):
            raise Missing
        error = unproven(form, profile)
        if error is None:
            return _file(copy) if wanted and copy else _ask()
    return replies.page(
        "people/own-data.html", form, error, profile=profile, proven=replies.is_proven(), copy=copy, parts=PARTS
    )


def _ask() -> ResponseReturnValue:
    deeds.ask(g.ctx)
    return redirect(url_for("own_data.download"), 303)


def _file(copy: own_copies.Copy) -> Any:
    deeds.fetched(g.ctx, copy.public_id)
    answer = Response(stream_with_context(own_copies.pieces(g.ctx, copy.public_id)), mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="opplysninger-{oslo_date(copy.asked_at)}.zip"'
    answer.headers["Content-Length"] = str(copy.size)
    return answer
