"""Tying needs to challenges, loosening them, and saying which needs a proposal meets."""

from flask import Blueprint, g, redirect, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import ties as deeds
from samskaping.errors import Denied, Missing
from samskaping.language import gettext as _
from samskaping.queries import needs, proposal_page, ties
from samskaping.rules.policy import Can
from samskaping.web import replies, sending
from samskaping.web.access import SIGNED_IN, open_to
from samskaping.web.forms.base import Form
from samskaping.web.forms.needs import MeetForm, TieForm
from samskaping.web.forms.proposing import offer_needs

bp = Blueprint("ties", __name__)


@bp.route("/behov/<ref>/utfordring", methods=["GET", "POST"])
@open_to(Can.NEED_TIE, is_writing=True)
def tie(ref: str) -> ResponseReturnValue:
    """Tie a need to a challenge."""
    need = needs.page(g.ctx, ref)
    if not need.is_public:
        raise Missing
    form = TieForm()
    form.offer(ties.challenges(g.ctx))
    error: Denied | None = None
    if form.is_sent:
        chosen, is_origin = form.challenge.data, bool(form.is_origin.data) and g.ctx.may(Can.CHALLENGE_WRITE)
        error = sending.once(form, lambda key: deeds.tie(g.ctx, ref, chosen, is_origin=is_origin, once=key))
        if error is None:
            sending.say(_("Behovet er knyttet til utfordringen."))
            return redirect(url_for("needs.page", ref=ref), 303)
    return replies.page("needs/tie.html", form, error, need=need)


@bp.route("/behov/<ref>/utfordring/<challenge>/los", methods=["GET", "POST"])
@open_to(SIGNED_IN)
def loosen(ref: str, challenge: str) -> ResponseReturnValue:
    """Take a need away from a challenge, after asking once."""
    need = needs.page(g.ctx, ref)
    belongs = next((one for one in ties.of_need(g.ctx, need.key) if one.id == challenge), None)
    if belongs is None or not g.ctx.may(Can.NEED_LOOSEN, need):
        raise Missing
    form = Form()
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda key: deeds.loosen(g.ctx, ref, challenge, once=key))
        if error is None:
            sending.say(_("Behovet er løst fra utfordringen."))
            return redirect(url_for("needs.page", ref=ref), 303)
    return replies.page("needs/loosen.html", form, error, need=need, belongs=belongs)


@bp.route("/forslag/<ref>/behov", methods=["GET", "POST"])
@open_to(SIGNED_IN, is_writing=True)
def meet(ref: str) -> ResponseReturnValue:
    """Which needs a proposal meets; for whoever proposed it, and those who handle it."""
    case = proposal_page.case(g.ctx, ref)
    if not g.ctx.may(Can.NEED_MEET, case):
        raise Missing
    form = MeetForm()
    choices = ties.choosable(g.ctx, case.id, case.challenge_id or "")
    offer_needs(form, choices)
    error: Denied | None = None
    if form.is_sent:
        wanted = [name[:14] for name in form.needs.data or ()]
        error = sending.once(form, lambda key: deeds.meet(g.ctx, ref, wanted, once=key))
        if error is None:
            sending.say(_("Det er lagret hvilke behov forslaget møter."))
            return redirect(url_for("proposals.page", ref=ref, _anchor="moter"), 303)
    return replies.page("needs/meet.html", form, error, case=case, choices=choices)
