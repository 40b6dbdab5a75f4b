"""Telling the municipality about a proposal, a comment or a need that should not stand; also without signing in."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from limits import parse

from samskaping.actions import reports as deeds
from samskaping.actions.reports import Complaint
from samskaping.errors import Missing, TooMuch
from samskaping.language import gettext as _
from samskaping.queries import comments, needs, proposal_page
from samskaping.rules.rates import RATES
from samskaping.rules.speech import ReportReason
from samskaping.web import rates, replies, sending
from samskaping.web.access import PUBLIC, open_to
from samskaping.web.forms.reports import ReportForm

bp = Blueprint("reports", __name__)
_PER_ADDRESS = parse(str(RATES["report.address"]))


@bp.route("/forslag/<ref>/meld", methods=["GET", "POST"])
@open_to(PUBLIC)
def proposal(ref: str) -> ResponseReturnValue:
    """Report a proposal."""
    return _report(ref, "")


@bp.route("/forslag/<ref>/kommentar/<comment>/meld", methods=["GET", "POST"])
@open_to(PUBLIC)
def comment(ref: str, comment: str) -> ResponseReturnValue:
    """Report a comment."""
    return _report(ref, comment)


@bp.route("/behov/<ref>/meld", methods=["GET", "POST"])
@open_to(PUBLIC)
def need(ref: str) -> ResponseReturnValue:
    """Report a need."""
    told = needs.page(g.ctx, ref)
    if not told.is_public:
        raise Missing
    form, error = ReportForm(), None
    if form.is_sent:
        error = sending.once(form, lambda key: _file_need(form, ref, key))
        if error is None:
            sending.say(_("Takk for at du sier fra. En moderator i kommunen vurderer det du meldte."))
            return redirect(url_for("needs.page", ref=ref), 303)
    return replies.page("needs/report.html", form, error, need=told)


def _file_need(form: ReportForm, ref: str, key: str) -> None:
    _within_limits()
    deeds.report_need(g.ctx, ref, Complaint(ReportReason(form.reason.data), form.text.data or ""), once=key)


@bp.get("/forslag/<ref>/meldt")
@open_to(PUBLIC)
def thanks(ref: str) -> ResponseReturnValue:
    """What happens with a report now."""
    return render_template("reports/thanks.html", case=proposal_page.case(g.ctx, ref))


def _report(ref: str, about: str) -> ResponseReturnValue:
    case = proposal_page.case(g.ctx, ref)
    said = comments.one(g.ctx, ref, about) if about else None
    if not case.is_public or (said and said.silence):
        raise Missing
    form, error = ReportForm(), None
    if not form.is_submitted():
        form.begin(request.args.get("grunn", ""), is_earlier="tidligere" in request.args)
    if form.is_sent:
        error = sending.once(form, lambda key: _file(form, ref, about, key))
        if error is None:
            return redirect(url_for("reports.thanks", ref=ref), 303)
    return replies.page("reports/form.html", form, error, case=case, comment=said)


def _file(form: ReportForm, ref: str, about: str, key: str) -> None:
    _within_limits()
    complaint = Complaint(ReportReason(form.reason.data), form.text.data or "")
    deeds.report(g.ctx, ref, complaint, comment=about, once=key)


def _within_limits() -> None:
    """People whom nobody knows, by address; those who are signed in are counted by the deed."""
    if g.ctx.actor.is_known:
        return
    if not rates.limiter.limiter.hit(_PER_ADDRESS, "report", rates.peer()):
        raise TooMuch(_("Det er meldt mye herfra på kort tid. Teksten er tatt vare på. Prøv igjen om en time."))
