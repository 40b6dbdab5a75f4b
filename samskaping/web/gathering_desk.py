"""Staff plan meetings on a challenge, publish, change and cancel them, and see who comes."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import gatherings as deeds
from samskaping.actions import minutes as minute_deeds
from samskaping.errors import Clash, Denied, Missing
from samskaping.language import gettext as _
from samskaping.queries import cursors, gatherings, minutes
from samskaping.queries.gatherings import Page
from samskaping.rules.gatherings import GATHERING_KIND_MEANINGS, SEATS_KEPT, Held
from samskaping.rules.policy import Can
from samskaping.web import replies, sending
from samskaping.web.access import open_to
from samskaping.web.challenge_desk import own
from samskaping.web.forms.base import Form
from samskaping.web.forms.challenges import Version
from samskaping.web.forms.gatherings import CancelForm, PlanForm, minutes_form, plan_form
from samskaping.web.gatherings import shown

bp = Blueprint("gathering_desk", __name__)


class PublishForm(Form):
    """Asking once, with the version that was looked at."""

    version = Version(default=0)


@bp.get("/arbeid/utfordringer/<public_id>/moter")
@open_to(Can.GATHERING_PLAN)
def listing(public_id: str) -> ResponseReturnValue:
    """The meetings of a challenge, drafts among them."""
    challenge = own(public_id)
    rows = gatherings.of_challenge(g.ctx, challenge.key)
    return render_template("gatherings/desk.html", challenge=challenge, rows=rows, now=g.ctx.now)


@bp.route("/arbeid/utfordringer/<public_id>/moter/nytt", methods=["GET", "POST"])
@open_to(Can.GATHERING_PLAN)
def new(public_id: str) -> ResponseReturnValue:
    """Plan a meeting; it is a draft until it is published."""
    challenge = own(public_id)
    form, made = _form(None), [""]
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda _key: made.append(deeds.plan(g.ctx, public_id, form.plan())))
        if error is None:
            return redirect(url_for("gathering_desk.publish", gathering=made[-1]), 303)
    return _plan_page(form, error, None, challenge.id)


@bp.route("/arbeid/moter/<gathering>/endre", methods=["GET", "POST"])
@open_to(Can.GATHERING_PLAN)
def change(gathering: str) -> ResponseReturnValue:
    """Write on a draft, or change what is published."""
    found = gatherings.page(g.ctx, gathering)
    if found.held(g.ctx.now) not in (Held.UTKAST, Held.KOMMER):
        return redirect(url_for("gatherings.page", gathering=gathering), 303)
    form, version = _form(found), 0
    error: Denied | None = None
    if form.is_sent:
        version = form.version.data or 0
        error = sending.once(form, lambda key: deeds.change(g.ctx, gathering, form.plan(), version=version, once=key))
        if error is None:
            if found.published_at is None:
                return redirect(url_for("gathering_desk.publish", gathering=gathering), 303)
            sending.say(_("Møtet er endret. De som er påmeldt, får vite det."))
            return redirect(url_for("gatherings.page", gathering=gathering), 303)
        if isinstance(error, Clash):
            form.version.data = gatherings.page(g.ctx, gathering).version
    return _plan_page(form, error, found, found.challenge_id)


@bp.route("/arbeid/moter/<gathering>/kunngjor", methods=["GET", "POST"])
@open_to(Can.GATHERING_PLAN)
def publish(gathering: str) -> ResponseReturnValue:
    """Make it known, after seeing it as it will be."""
    found = gatherings.page(g.ctx, gathering)
    if found.published_at is not None:
        return redirect(url_for("gatherings.page", gathering=gathering), 303)
    can_be_known = own(found.challenge_id).published_at is not None
    form = PublishForm(data={"version": found.version})
    error: Denied | None = None
    if form.is_sent:
        version = form.version.data or 0
        error = sending.once(form, lambda key: deeds.publish(g.ctx, gathering, version=version, once=key))
        if error is None:
            sending.say(_("Møtet er kunngjort. De som følger utfordringen, får vite det."))
            return redirect(url_for("gatherings.page", gathering=gathering), 303)
        form.version.data = gatherings.page(g.ctx, gathering).version
    return replies.page("gatherings/publish.html", form, error, can_be_known=can_be_known, **shown(found))


@bp.route("/arbeid/moter/<gathering>/avlys", methods=["GET", "POST"])
@open_to(Can.GATHERING_PLAN)
def cancel(gathering: str) -> ResponseReturnValue:
    """Call it off, with a reason that everyone reads."""
    found = gatherings.page(g.ctx, gathering)
    if found.published_at is None:
        raise Missing
    if found.held(g.ctx.now) not in (Held.KOMMER, Held.PAGAR):
        return redirect(url_for("gatherings.page", gathering=gathering), 303)
    form, error = CancelForm(), None
    if form.is_sent:
        why = form.why.data or ""
        error = sending.once(form, lambda key: deeds.cancel(g.ctx, gathering, why, once=key))
        if error is None:
            sending.say(_("Møtet er avlyst. De som er påmeldt, får vite det."))
            return redirect(url_for("gatherings.page", gathering=gathering), 303)
    return replies.page("gatherings/cancel.html", form, error, one=found)


@bp.route("/arbeid/moter/<gathering>/referat", methods=["GET", "POST"])
@open_to(Can.GATHERING_PLAN)
def write_minutes(gathering: str) -> ResponseReturnValue:
    """What came of a meeting that is over; or a correction, with why."""
    found = gatherings.page(g.ctx, gathering)
    if found.held(g.ctx.now) is not Held.OVER:
        return redirect(url_for("gatherings.page", gathering=gathering), 303)
    read = minutes.of(g.ctx, found.key)
    form = minutes_form(read)
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda key: minute_deeds.write(g.ctx, gathering, form.content(), once=key))
        if error is None:
            sending.say(_("Referatet er lagt ut. De som følger utfordringen, får vite det."))
            return redirect(url_for("gatherings.page", gathering=gathering), 303)
        if isinstance(error, Clash) and (now := minutes.of(g.ctx, found.key)):
            form.version.data = now.version
    return replies.page("gatherings/minutes.html", form, error, one=found, is_known=read is not None)


@bp.get("/arbeid/moter/<gathering>/pameldte")
@open_to(Can.SEAT_READ)
def attendees(gathering: str) -> ResponseReturnValue:
    """Who has signed up. That somebody looked is in the security log."""
    found = gatherings.page(g.ctx, gathering)
    if found.published_at is None:
        raise Missing
    place = cursors.read(request.args.get("etter", ""), request.args.get("for", ""))
    rows = gatherings.attendees(g.ctx, found, place)
    g.looked = ("seats.read", {"gathering": gathering})  # for the security log
    reads_needs = g.ctx.may(Can.SEAT_NEEDS, found)
    return render_template(
        "gatherings/attendees.html", one=found, slice=rows, reads_needs=reads_needs, kept_days=SEATS_KEPT.days
    )


def _form(one: Page | None) -> PlanForm:
    return plan_form(gatherings.responsible(g.ctx), one, g.ctx.me.public_id if g.ctx.me else "")


def _plan_page(form: PlanForm, error: Denied | None, one: Page | None, challenge: str) -> ResponseReturnValue:
    meanings = {kind.value: str(words) for kind, words in GATHERING_KIND_MEANINGS.items()}
    return replies.page("gatherings/plan.html", form, error, one=one, challenge_id=challenge, meanings=meanings)
