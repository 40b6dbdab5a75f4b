"""Erasing one's own account: told what goes and what stays, who one is shown once more, one press, and it is done."""

from flask import Blueprint, Response, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import erasure as deeds
from samskaping.errors import Denied
from samskaping.queries import erasure, people
from samskaping.web import devices, login, replies
from samskaping.web.access import PUBLIC, SIGNED_IN, Where, open_to
from samskaping.web.accounts import second_first, unproven
from samskaping.web.forms.people import ProvenForm

bp = Blueprint("erasure", __name__)


@bp.route("/min-side/slett", methods=["GET", "POST"])
@open_to(SIGNED_IN, Where.BOTH)
def erase() -> ResponseReturnValue:
    """What goes, what stays and why, what stands in the way; and the one button."""
    if way := second_first():
        return way
    profile, form = people.profile(g.ctx), ProvenForm()
    error: Denied | None = None
    if form.is_sent:
        error = unproven(form, profile)
        if error is None:
            try:
                deeds.erase(g.ctx)
            except Denied as denied:
                error = denied
                form.refuse(denied)
            else:
                return _gone()
    found = erasure.foreseen(g.ctx)
    return replies.page(
        "people/erase.html",
        form,
        error,
        profile=profile,
        proven=replies.is_proven(),
        found=found,
        obstacles=deeds.in_the_way(found),
    )


def _gone() -> Response:
    login.browser().drop()
    answer: Response = redirect(url_for("erasure.erased"), 303)  # type: ignore[assignment]
    devices.drop(answer)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@bp.get("/konto-slettet")
@open_to(PUBLIC, Where.BOTH)
def erased() -> ResponseReturnValue:
    """It is done; nobody is signed in here."""
    return render_template("people/erased.html")
