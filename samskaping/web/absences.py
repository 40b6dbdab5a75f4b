"""Who is away, and who stands in: a list, and a form to say so."""

from typing import Any

from flask import Blueprint, g, redirect, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import absences as deeds
from samskaping.errors import Refused
from samskaping.language import gettext as _
from samskaping.queries import absences, case_choices
from samskaping.rules.policy import Can
from samskaping.rules.roles import Role
from samskaping.web import replies, sending
from samskaping.web.access import open_to
from samskaping.web.forms.absences import AbsenceForm
from samskaping.web.forms.base import Form

bp = Blueprint("absences", __name__)
#: Who may say it for others.
SPEAKING = frozenset({Role.LEDER, Role.ADMINISTRATOR})


@bp.route("/arbeid/fravaer", methods=["GET", "POST"])
@open_to(Can.STAFF_ENTER)
def listing() -> ResponseReturnValue:
    """Absences in force and to come, and the form."""
    people = [(one.public_id, one.name) for one in case_choices.handlers(g.ctx)]
    me = g.ctx.me.public_id
    form = AbsenceForm(data={"person": me, "from_on": g.ctx.today})
    says_for_all = not SPEAKING.isdisjoint(g.ctx.actor.roles)
    offered = [pair for pair in people if says_for_all or pair[0] == me]
    form.offer(offered, people)
    error = None
    if form.is_sent:
        error = sending.once(form, lambda once: deeds.say(g.ctx, **_said(form), once=once))
        if error is None:
            sending.say(_("Fraværet er meldt. Vikaren får beskjed."))
            return redirect(url_for("absences.listing"), 303)
    rows = absences.known(g.ctx)
    may_end = {row.public_id for row in rows if g.ctx.may(Can.ABSENCE_SAY, deeds.Whose(row.person_id))}
    return replies.page("casework/absences.html", form, error, rows=rows, may_end=may_end, offered=offered)


@bp.post("/arbeid/fravaer/<public_id>/avslutt")
@open_to(Can.STAFF_ENTER)
def end(public_id: str) -> ResponseReturnValue:
    """Call it off."""
    try:
        error = sending.once(Form(), lambda once: deeds.end(g.ctx, public_id, once=once))
    except Refused as refused:
        error = refused
        g.ctx.db.rollback()
    sending.say(
        error.message or _("Dette kan du ikke.") if error else _("Fraværet er avsluttet."),
        "danger" if error else "success",
    )
    return redirect(url_for("absences.listing"), 303)


def _said(form: AbsenceForm) -> dict[str, Any]:
    return {
        "person": form.person.data or "",
        "stand_in": form.stand_in.data or "",
        "from_on": form.from_on.data,
        "until_on": form.until_on.data,
    }
