"""Asking once whether one is impartial in a case, and lifting what was declared by mistake."""

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import casework as deeds
from samskaping.actions import impartiality as acts
from samskaping.errors import Denied
from samskaping.language import gettext as _
from samskaping.queries import case_page, impartiality
from samskaping.rules.policy import Can
from samskaping.web import casework_tables, inbox_views, replies, sending
from samskaping.web.access import open_to
from samskaping.web.forms.impartiality import DeclareForm, LiftForm

bp = Blueprint("impartiality", __name__)
bp.context_processor(casework_tables.names)


@bp.route("/arbeid/sak/<ref>/habilitet", methods=["GET", "POST"])
@open_to(Can.IMPARTIALITY_DECLARE)
def declare(ref: str) -> ResponseReturnValue:
    """«Er du habil?», with what it means; whoever came here by taking the case, takes it with the same button."""
    case = case_page.case(g.ctx, ref)
    form = DeclareForm.of(case, before=case.handler_id or "")
    takes = bool(form.takes.data) and g.ctx.may(Can.PROPOSAL_HANDLE, case)
    error: Denied | None = None
    if form.is_sent:
        partial = form.answer.data == "inhabil"
        error = sending.once(form, lambda once: _declare(ref, form, once, partial=partial, takes=takes))
        if error is None:
            sending.say(_said(partial=partial, takes=takes))
            return redirect(inbox_views.onwards(ref), 303)
    onwards = inbox_views.onwards(ref)
    return replies.page("impartiality/declare.html", form, error, case=case, takes=takes, onwards=onwards)


def _declare(ref: str, form: DeclareForm, once: str, *, partial: bool, takes: bool) -> None:
    if takes and not partial:
        deeds.take(g.ctx, ref, before=form.before.data or "", impartial=True, once=once)
    else:
        acts.declare(g.ctx, ref, partial=partial, reason=form.reason.data or "", once=once)


def _said(*, partial: bool, takes: bool) -> str:
    if partial:
        return _("Takk for at du sa fra. Du kan lese saken, men ikke skrive eller bestemme i den.")
    return _("Du har saken.") if takes else _("Svaret ditt er lagret.")


@bp.get("/arbeid/habilitet")
@open_to(Can.IMPARTIALITY_LIFT)
def listing() -> ResponseReturnValue:
    """Everyone who is partial in a case here."""
    return render_template("impartiality/listing.html", rows=impartiality.in_force(g.ctx))


@bp.route("/arbeid/habilitet/<declaration>", methods=["GET", "POST"])
@open_to(Can.IMPARTIALITY_LIFT)
def lift(declaration: str) -> ResponseReturnValue:
    """Lift a mistaken declaration, with the reason."""
    row = impartiality.one(g.ctx, declaration)
    g.ctx.require(Can.IMPARTIALITY_LIFT, row)
    form = LiftForm()
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda once: acts.lift(g.ctx, declaration, form.why.data or "", once=once))
        if error is None:
            sending.say(_("Meldingen er opphevet. Kollegaen kan arbeide med saken igjen."))
            return redirect(url_for("impartiality.listing"), 303)
    return replies.page("impartiality/lift.html", form, error, row=row)
