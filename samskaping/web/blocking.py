"""Blokkering: keeping the one who wrote a text from writing here, who is kept so, and letting them in again."""

from flask import Blueprint, Response, g, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import blocking as deeds
from samskaping.language import gettext as _
from samskaping.queries import blocking, moderation
from samskaping.rules.blocking import Span
from samskaping.rules.policy import Can
from samskaping.rules.speech import ReportReason
from samskaping.web import casework_tables, replies, sending
from samskaping.web.access import Blocked, open_to
from samskaping.web.forms.redaction import BlockForm, UndoForm

bp = Blueprint("blocking", __name__)
bp.context_processor(casework_tables.names)
_KIND = "<any(forslag, kommentar, behov):kind>"


@bp.route(f"/arbeid/blokker/{_KIND}/<name>", methods=["GET", "POST"])
@open_to(Can.MODERATE)
def block(kind: str, name: str) -> ResponseReturnValue:
    """Keep the one who wrote a text from writing, for a time that is chosen."""
    form, error = BlockForm(), None
    if form.is_sent:
        error = sending.once(
            form,
            lambda key: deeds.block(
                g.ctx, kind, name, Span(form.span.data), ReportReason(form.reason.data), form.text.data or "", once=key
            ),
        )
        if error is None:
            sending.say(_("Den som skrev teksten, er blokkert, og får vite hvorfor."))
            return redirect(url_for("blocking.listing"), 303)
    return replies.page("blocking/block.html", form, error, thing=moderation.thing(g.ctx, kind, name))


@bp.get("/arbeid/blokkerte")
@open_to(Can.MODERATE)
def listing() -> ResponseReturnValue:
    """Who is and was kept from writing here."""
    return render_template("blocking/listing.html", blocks=blocking.blocked(g.ctx))


@bp.route("/arbeid/blokkerte/<ruling>/opphev", methods=["GET", "POST"])
@open_to(Can.MODERATE)
def lift(ruling: str) -> ResponseReturnValue:
    """Let somebody write again."""
    one = blocking.block(g.ctx, ruling)
    form, error = UndoForm(), None
    if form.is_sent:
        error = sending.once(form, lambda key: deeds.lift(g.ctx, ruling, form.text.data or "", once=key))
        if error is None:
            sending.say(_("Blokkeringen er opphevet."))
            return redirect(url_for("blocking.listing"), 303)
    return replies.page("blocking/lift.html", form, error, one=one)


@bp.app_errorhandler(Blocked)
def turned_away(_error: Blocked) -> Response:
    """Whoever may not write here reads why, until when, and how to appeal."""
    return make_response(render_template("blocking/blocked.html", blocks=blocking.mine(g.ctx)), 403)
