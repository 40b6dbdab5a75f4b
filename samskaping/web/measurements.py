"""Measuring a benefit, by staff or by a mailed link, and taking back a measurement that was wrong."""

from dataclasses import replace

from flask import Blueprint, g, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import measure_asks as asking
from samskaping.actions import measurements as deeds
from samskaping.actions.sessions import token_hash
from samskaping.errors import Denied, Missing, Refused
from samskaping.language import gettext as _
from samskaping.queries import benefits, measure_asks
from samskaping.queries.benefits import About, Row
from samskaping.queries.measure_asks import Behind
from samskaping.rules.pipeline import MEASURES
from samskaping.rules.policy import Can
from samskaping.web import replies, sending
from samskaping.web.access import PUBLIC, open_to
from samskaping.web.benefits import may_measure, plan_url
from samskaping.web.forms.base import Form, own_language
from samskaping.web.forms.benefits import AskForm, ReadingForm, WhyForm

bp = Blueprint("measurements", __name__)


@bp.route("/arbeid/gevinst/<benefit>/mal", methods=["GET", "POST"])
@open_to(Can.PROPOSAL_INSPECT)
def enter(benefit: str) -> ResponseReturnValue:
    """Put down what a benefit came to on a day."""
    row, about = _measured(benefit)
    form = ReadingForm(data={"on": g.ctx.today})
    del form.signed
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda key: deeds.measure(g.ctx, benefit, form.reading(), once=key))
        if error is None:
            sending.say(_("Målingen er lagret, og alle kan se den. De som følger saken, får vite det."))
            return redirect(plan_url(about.kind, about.name, benefit), 303)
    return replies.page("benefits/measure.html", form, error, about=about, row=row)


@bp.route("/arbeid/maling/<measurement>/ta-tilbake", methods=["GET", "POST"])
@open_to(Can.PROPOSAL_INSPECT)
def take_back(measurement: str) -> ResponseReturnValue:
    """Say that a measurement was wrong, and why."""
    row, about = _measured(benefits.measured_by(g.ctx, measurement))
    one = next(found for found in row.all_measured if found.public_id == measurement)
    form = WhyForm()
    error: Denied | None = None
    if form.is_sent:
        why = form.why.data or ""
        error = sending.once(form, lambda key: deeds.take_back(g.ctx, measurement, why, once=key))
        if error is None:
            sending.say(_("Målingen teller ikke lenger. Den står med grunnen."))
            return redirect(plan_url(about.kind, about.name, row.id), 303)
    return replies.page("benefits/take_back.html", form, error, about=about, row=row, one=one)


def _measured(benefit: str) -> tuple[Row, About]:
    """A benefit that can be measured now, for those who may."""
    row = benefits.one(g.ctx, benefit)
    about = benefits.about_of(g.ctx, row)
    if not may_measure(row, about):
        raise Refused(Can.BENEFIT_MEASURE)
    takes = about.is_public if about.kind == "utfordring" else about.state in MEASURES
    if not takes or row.zero_value is None:
        raise Missing(_("Her kan ikke gevinster måles nå."))
    return row, about


@bp.route("/arbeid/gevinst/<benefit>/be-noen-male", methods=["GET", "POST"])
@open_to(Can.PROPOSAL_INSPECT)
def ask(benefit: str) -> ResponseReturnValue:
    """Mail a link to somebody who shall measure, once, without an account."""
    row, about = _measured(benefit)
    form = AskForm(data={"due": row.measure_on or row.target_on, "language": own_language()})
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda key: asking.ask(g.ctx, benefit, form.asking(), once=key))
        if error is None:
            sending.say(_("Lenken er på vei. Den virker én gang."))
            return redirect(url_for("measurements.ask", benefit=benefit), 303)
    return replies.page(
        "benefits/ask.html", form, error, about=about, row=row, waiting=measure_asks.of_benefit(g.ctx, benefit),
        press=Form(formdata=None),
    )  # fmt: skip


@bp.post("/arbeid/maling/<asked>/steng")
@open_to(Can.PROPOSAL_INSPECT)
def close(asked: str) -> ResponseReturnValue:
    """A link that was mailed works no more."""
    found = measure_asks.one(g.ctx, asked)
    if found is None:
        raise Missing
    form = Form()
    if form.is_sent:
        error = sending.once(form, lambda key: asking.drop(g.ctx, asked, once=key))
        sending.say(error.message if error else _("Lenken er stengt."), "danger" if error else "success")
    return redirect(url_for("measurements.ask", benefit=found.benefit), 303)


@bp.route("/maling/<token>", methods=["GET", "POST"])
@open_to(PUBLIC)
def by_link(token: str) -> ResponseReturnValue:
    """The page of whoever measures, without an account: the link is the proof, for one benefit, once."""
    behind = measure_asks.behind(g.ctx, token_hash(token))
    if behind is None or not _works(behind):
        return make_response(render_template("benefits/expired.html", canonical=""), 410)
    form = ReadingForm(data={"on": g.ctx.today})
    error: Denied | None = None
    if form.is_sent and behind.asked.is_open:
        try:
            error = sending.once(form, lambda key: asking.measure(g.ctx, token, form.reading(), once=key))
        except Missing:
            return make_response(render_template("benefits/expired.html", canonical=""), 410)
        if error is None:
            behind = replace(behind, asked=replace(behind.asked, answered_at=g.ctx.now))
    answer = make_response(replies.page("benefits/by_link.html", form, error, behind=behind, canonical=""))
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


def _works(behind: Behind) -> bool:
    """Whether a link still shows anything: its benefit, or for some days a word of thanks."""
    is_closed = behind.asked.dropped_at is not None or asking.is_over(behind.asked.due, g.ctx.now)
    return not is_closed and behind.about.is_public
