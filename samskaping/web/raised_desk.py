"""The desk for challenges that residents and organisations raise: what waits, and the answer."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import raised_decisions as decisions
from samskaping.errors import Denied, Missing
from samskaping.language import gettext as _
from samskaping.queries import cursors, raised
from samskaping.rules.policy import Can
from samskaping.rules.raised import RaisedState
from samskaping.web import replies, sending
from samskaping.web.access import open_to
from samskaping.web.forms.raised import AnswerForm

bp = Blueprint("raised_desk", __name__)


@bp.get("/arbeid/reist")
@open_to(Can.RAISED_DECIDE)
def listing() -> ResponseReturnValue:
    """What waits for an answer, or all (``vis=alle``)."""
    shows_all = request.args.get("vis") == "alle"
    place = cursors.read(request.args.get("etter", ""), request.args.get("for", ""))
    found = raised.listing(g.ctx, is_waiting=not shows_all, place=place)
    return render_template("raised/desk.html", slice=found, shows_all=shows_all)


@bp.route("/arbeid/reist/<raised_id>", methods=["GET", "POST"])
@open_to(Can.RAISED_DECIDE)
def answer(raised_id: str) -> ResponseReturnValue:
    """Take it up, or say no."""
    found = raised.page(g.ctx, raised_id)
    if found.state is not RaisedState.SENDT or not g.ctx.may(Can.RAISED_DECIDE, found):
        raise Missing
    form, made = AnswerForm(), [""]
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda key: made.append(_decide(raised_id, form, key)))
        if error is None:
            return redirect(_after(raised_id, made[-1]), 303)
    return replies.page("raised/answer.html", form, error, raised=found)


def _decide(raised_id: str, form: AnswerForm, key: str) -> str:
    if form.deed.data == "ja":
        return decisions.take(g.ctx, raised_id, once=key)
    decisions.decline(g.ctx, raised_id, form.words.data or "", once=key)
    return ""


def _after(raised_id: str, challenge: str) -> str:
    """The draft that was begun, to be written on; what was declined, as its writer sees it."""
    if challenge:
        sending.say(_("Utkastet er laget. Den som reiste utfordringen, får beskjed."))
        return url_for("challenge_desk.edit", public_id=challenge)
    sending.say(_("Svaret er sendt."))
    return url_for("raised.page", raised_id=raised_id)
