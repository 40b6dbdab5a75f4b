"""Answering from outside the house: a council through its mailed link, and the staff of another municipality."""

from flask import Blueprint, g, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import opinions as deeds
from samskaping.actions.sessions import token_hash
from samskaping.errors import Denied, Missing
from samskaping.language import gettext as _
from samskaping.queries import tasks
from samskaping.rules.policy import Can
from samskaping.web import replies, sending
from samskaping.web.access import PUBLIC, open_to
from samskaping.web.forms.tasks import OpinionForm

bp = Blueprint("opinions", __name__)


@bp.route("/uttalelse/<token>", methods=["GET", "POST"])
@open_to(PUBLIC)
def by_link(token: str) -> ResponseReturnValue:
    """A council's page, without an account; the link is the proof, and opens this one case."""
    asked = tasks.behind(g.ctx, token_hash(token))
    if asked is None or deeds.is_over(asked.due, g.ctx.now):
        return make_response(render_template("opinions/expired.html", canonical=""), 410)
    form = OpinionForm()
    error: Denied | None = None
    if form.is_sent and not asked.done_at:
        try:
            error = sending.once(form, lambda once: deeds.give_by_link(g.ctx, token, form.answer(), once=once))
        except Missing:
            return make_response(render_template("opinions/expired.html", canonical=""), 410)
        if error is None:
            asked = tasks.behind(g.ctx, token_hash(token)) or asked
    answer = make_response(replies.page("opinions/council.html", form, error, asked=asked, canonical=""))
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


@bp.get("/arbeid/andre-kommuner")
@open_to(Can.OPINION_WRITE_ELSEWHERE)
def listing() -> ResponseReturnValue:
    """What other municipalities have asked ours."""
    return render_template("opinions/listing.html", rows=tasks.of_others(g.ctx))


@bp.route("/arbeid/andre-kommuner/<task>", methods=["GET", "POST"])
@open_to(Can.OPINION_WRITE_ELSEWHERE)
def elsewhere(task: str) -> ResponseReturnValue:
    """Answer another municipality, seeing the public part of its case only."""
    asked = tasks.of_other(g.ctx, task)
    form = OpinionForm()
    del form.signed
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda once: deeds.give_elsewhere(g.ctx, task, form.answer(), once=once))
        if error is None:
            sending.say(_("Uttalelsen er sendt til %(name)s.") % {"name": asked.asker})
            return redirect(url_for("opinions.listing"), 303)
    return replies.page("opinions/elsewhere.html", form, error, asked=asked)
