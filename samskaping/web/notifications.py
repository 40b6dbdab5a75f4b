"""What one has been told, when to get mail, and the way out of mail that needs no sign-in."""

from typing import Any

from flask import Blueprint, current_app, g, make_response, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from samskaping.actions import notifications as deeds
from samskaping.errors import Missing
from samskaping.language import gettext as _
from samskaping.outside import signing
from samskaping.queries import cursors, notifications, people
from samskaping.rules.kinds import MailChoice
from samskaping.web import login, replies
from samskaping.web.access import PUBLIC, SIGNED_IN, Where, open_to
from samskaping.web.forms.people import MailForm
from samskaping.web.people import say

bp = Blueprint("notifications", __name__)


@bp.route("/varsler", methods=["GET", "POST"])
@open_to(SIGNED_IN, Where.BOTH)
def listing() -> ResponseReturnValue:
    """Everything the person has been told, newest first, and when to get mail. Reading the list marks nothing."""
    form = MailForm(data={"mail": people.profile(g.ctx).mail_choice.value})
    if form.is_sent:
        deeds.choose_mail(g.ctx, MailChoice(form.mail.data))
        say(_("Valget er lagret."))
        return redirect(url_for("notifications.listing"), 303)
    place = cursors.read(request.args.get("etter", ""), request.args.get("for", ""))
    return replies.page("notifications/listing.html", form, told=notifications.listing(g.ctx, place))


@bp.post("/varsler/apne")
@open_to(SIGNED_IN, Where.BOTH)
def open_one() -> ResponseReturnValue:
    """Go to what a notification is about; everything told about it is read from now on."""
    kind, place, thing = (request.form.get(name, "")[:60] for name in ("kind", "place", "thing"))
    deeds.read_about(g.ctx, kind, place, thing)
    return redirect(login.own_path(request.form.get("to"), url_for("notifications.listing")), 303)


@bp.post("/varsler/lest")
@open_to(SIGNED_IN, Where.BOTH)
def read_all() -> ResponseReturnValue:
    """Everything is read."""
    deeds.read_all(g.ctx)
    return redirect(login.own_path(request.form.get("to"), url_for("notifications.listing")), 303)


@bp.route("/varsler/av/<token>", methods=["GET", "POST"])
@open_to(PUBLIC, Where.BOTH)
def unsubscribe(token: str) -> ResponseReturnValue:
    """No more mail, by the signed link of a letter. Opens no session, and asks for no token of a form (RFC 8058)."""
    value: Any = signing.read(current_app.config["SECRET_KEY"], deeds.UNSUBSCRIBE, token)
    if not isinstance(value, dict):
        raise Missing
    done = request.method == "POST"
    if done:
        deeds.unsubscribe(g.ctx, value)
    answer = make_response(
        render_template("notifications/unsubscribe.html", done=done, one=value.get("thing", ""), canonical="")
    )
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


@bp.record_once
def _exempt(state: BlueprintSetupState) -> None:
    # Mail services press this button without any cookie (RFC 8058 § 3.2); the signed link is the proof instead.
    state.app.extensions["csrf"].exempt(unsubscribe)
