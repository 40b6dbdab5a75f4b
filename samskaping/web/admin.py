"""The municipality's own setup: what is missing, settings, texts, and what was changed when."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import municipalities as deeds
from samskaping.errors import Clash, Denied
from samskaping.language import gettext as _
from samskaping.queries import admin, cursors
from samskaping.rules import limits
from samskaping.rules.events import FACTS
from samskaping.rules.municipalities import FORM_OF_DECISION
from samskaping.rules.policy import Can
from samskaping.rules.roles import ROLE_NAMES
from samskaping.web import replies, sending
from samskaping.web.access import open_to
from samskaping.web.forms.admin import SetupForm, WordingForm, typed

bp = Blueprint("admin", __name__)


@bp.get("/oppsett")
@open_to(Can.MUNICIPALITY_SET)
def overview() -> ResponseReturnValue:
    """What there is, and what is still missing."""
    return render_template("admin/overview.html", overview=admin.overview(g.ctx))


@bp.route("/oppsett/innstillinger", methods=["GET", "POST"])
@open_to(Can.MUNICIPALITY_SET)
def settings() -> ResponseReturnValue:
    """Answer time, approval, language form, colour and contact."""
    now = admin.setup(g.ctx)
    numbers = {"answer_days": str(now.answer_days), "trust_after": str(now.trust_after)}
    form = SetupForm(data={**vars(now), **numbers, "seen": admin.mark(now)})
    form.offer(FORM_OF_DECISION.get(g.ctx.here.language_decision))
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda key: deeds.set_up(g.ctx, form.wish(), seen=form.seen.data or "", once=key))
        if error is None:
            flash(_("Innstillingene er lagret."), "success")
            return redirect(url_for("admin.settings"), 303)
    if isinstance(error, Clash):
        form.seen.data = admin.mark(admin.setup(g.ctx))
    return replies.page("admin/settings.html", form, error, most_words=limits.READ_FIRST_WORDS)


@bp.route("/oppsett/tekster", methods=["GET", "POST"])
@open_to(Can.MUNICIPALITY_SET)
def texts() -> ResponseReturnValue:
    """The municipality's own words, in both forms."""
    now = admin.wording(g.ctx)
    form, error = WordingForm(data={**typed(**vars(now)), "seen": admin.mark(now)}), None
    if form.is_sent:
        error = sending.once(form, lambda key: deeds.word(g.ctx, form.wish(), seen=form.seen.data or "", once=key))
        if error is None:
            flash(_("Tekstene er lagret."), "success")
            return redirect(url_for("admin.texts"), 303)
    if isinstance(error, Clash):
        form.seen.data = admin.mark(admin.wording(g.ctx))
    return replies.page("admin/texts.html", form, error)


@bp.get("/oppsett/historikk")
@open_to(Can.MUNICIPALITY_SET)
def history() -> ResponseReturnValue:
    """Every change of the setup, newest first."""
    place = cursors.read(request.args.get("etter", ""), request.args.get("for", ""))
    return render_template("admin/history.html", slice=admin.history(g.ctx, place), FACTS=FACTS, ROLE_NAMES=ROLE_NAMES)
