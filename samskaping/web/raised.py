"""«Reis en utfordring»: writing one as a draft, sending it in, following what becomes of it, and taking it back."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import raised as deeds
from samskaping.errors import Denied, Missing
from samskaping.language import gettext as _
from samskaping.queries import challenges, organisations, raised, timeline
from samskaping.queries.raised import Page
from samskaping.rules.policy import Can
from samskaping.rules.raised import RAISED_STATE_NAMES, RaisedState
from samskaping.rules.thresholds import Act
from samskaping.web import replies, sending
from samskaping.web.access import SIGNED_IN, open_to
from samskaping.web.forms.base import Form
from samskaping.web.forms.raised import RaiseForm, kept
from samskaping.web.opening import opens
from samskaping.web.thresholds import needed

bp = Blueprint("raised", __name__)
#: What can be taken back.
OPEN = frozenset({RaisedState.UTKAST, RaisedState.SENDT})


@bp.app_template_global()
def raised_state(state: RaisedState) -> str:
    """«Venter på svar», for templates."""
    return str(RAISED_STATE_NAMES[state])


@bp.route("/reis-utfordring", methods=["GET", "POST"])
@open_to(SIGNED_IN, is_writing=True)
def new() -> ResponseReturnValue:
    """Write a challenge as a draft, or send it in at once; ``behov`` is a need that it grew from."""
    _active()
    form, made = _form(), [""]
    lack = g.ctx.lacks(Act.UTFORDRING)
    if lack and not form.is_submitted():
        return needed(lack)
    if not form.is_submitted():
        form.need.data = request.args.get("behov", "")[:14]
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda key: made.append(_start(form, key)))
        if error is None:
            one = sending.landed(form, "raised", made[-1])
            return redirect(url_for("raised.page", raised_id=one) if one else url_for("me.raised"), 303)
    return replies.page("raised/write.html", form, error, raised=None)


@bp.get("/reist/<raised_id>")
@open_to(SIGNED_IN)
def page(raised_id: str) -> ResponseReturnValue:
    """What was raised, and what has become of it: for whoever wrote it, and for staff."""
    found = raised.page(g.ctx, raised_id)
    opens("raised", found.key)
    return render_template(
        "raised/page.html",
        raised=found,
        is_mine=g.ctx.may(Can.RAISED_WITHDRAW, found),
        may_answer=g.ctx.may(Can.RAISED_DECIDE, found) and found.state is RaisedState.SENDT,
        happened=timeline.history(g.ctx, "raised", found.key, inner=True),
    )


@bp.route("/reist/<raised_id>/endre", methods=["GET", "POST"])
@open_to(SIGNED_IN, is_writing=True)
def edit(raised_id: str) -> ResponseReturnValue:
    """Write on a draft of one's own, and send it in."""
    found = _own(raised_id)
    if found.state is not RaisedState.UTKAST:
        raise Missing
    form = _form(kept(found))
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda key: _save(raised_id, form, key))
        if error is None:
            return redirect(url_for("raised.page", raised_id=raised_id), 303)
    return replies.page("raised/write.html", form, error, raised=found)


@bp.route("/reist/<raised_id>/trekk", methods=["GET", "POST"])
@open_to(SIGNED_IN)
def withdraw(raised_id: str) -> ResponseReturnValue:
    """Delete a draft, or take back what was sent in, after asking once."""
    found = _own(raised_id)
    if found.state not in OPEN:
        raise Missing
    form = Form()
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda key: deeds.withdraw(g.ctx, raised_id, once=key))
        if error is None:
            is_draft = found.state is RaisedState.UTKAST
            sending.say(_("Utkastet er slettet.") if is_draft else _("Utfordringen er trukket."))
            return redirect(url_for("me.raised"), 303)
    return replies.page("raised/withdraw.html", form, error, raised=found)


def _start(form: RaiseForm, key: str) -> str:
    made = deeds.start(g.ctx, form.written())
    _send(made, key)
    return made


def _save(raised_id: str, form: RaiseForm, key: str) -> None:
    deeds.save(g.ctx, raised_id, form.written())
    _send(raised_id, key)


def _send(raised_id: str, key: str) -> None:
    """In at once, where that button was pressed."""
    if "send" not in request.form:
        sending.say(_("Utkastet er lagret. Bare du ser det."))
        return
    deeds.send(g.ctx, raised_id, once=key)
    sending.say(_("Takk. Utfordringen er sendt, og du får beskjed når det kommer svar."))


def _form(data: dict[str, Any] | None = None) -> RaiseForm:
    return RaiseForm(data=data).offer(challenges.choices(g.ctx)[1], organisations.mine(g.ctx))


def _own(raised_id: str) -> Page:
    found = raised.page(g.ctx, raised_id)
    if not g.ctx.may(Can.RAISED_WITHDRAW, found):
        raise Missing
    return found


def _active() -> None:
    if not g.ctx.here.is_active:
        raise Missing
