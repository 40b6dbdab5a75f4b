"""What is written now and published later: the list, one of them to change or stop, and batches."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import batches as batch_deeds
from samskaping.actions import planned as deeds
from samskaping.actions.moves import Wish
from samskaping.actions.statements import Said
from samskaping.errors import Denied, Unfit
from samskaping.language import gettext as _
from samskaping.language import ngettext
from samskaping.queries import case_choices, case_page
from samskaping.queries import planned as queries
from samskaping.queries.case_page import Case
from samskaping.queries.planned import Row
from samskaping.rules.moves import BY_VERB
from samskaping.rules.pipeline import Demand
from samskaping.rules.planned import STATE_NAMES, PlannedState
from samskaping.rules.policy import Can
from samskaping.web import assuring, casework_tables, later, replies, sending
from samskaping.web.access import open_to
from samskaping.web.forms.casework import number
from samskaping.web.forms.later import (
    BatchForm,
    InterimMailForm,
    LaterMoveForm,
    OfficialAnswerForm,
    TimedForm,
    as_typed,
)

bp = Blueprint("planned", __name__)
bp.context_processor(casework_tables.names)


@bp.context_processor
def _names() -> dict[str, Any]:
    return {"planned_states": STATE_NAMES, "verbs": BY_VERB}


@bp.route("/arbeid/planlagt", methods=["GET", "POST"])
@open_to(Can.PROPOSAL_INSPECT)
def listing() -> ResponseReturnValue:
    """What waits and what was settled lately; batches, with room for one more."""
    form = BatchForm()
    error: Denied | None = None
    if form.is_sent:
        made: list[str] = []
        error = sending.once(form, lambda _key: made.append(batch_deeds.make(g.ctx, form.name.data or "")))
        if error is None:
            # A form that was sent before, as another one, makes nothing.
            return redirect(url_for("planned.batch", public_id=made[0]) if made else url_for("planned.listing"), 303)
    rows, batches = queries.listing(g.ctx), queries.batches(g.ctx)
    return replies.page("planned/listing.html", form, error, rows=rows, batches=batches)


@bp.route("/arbeid/planlagt/<public_id>", methods=["GET", "POST"])
@open_to(Can.PROPOSAL_INSPECT)
def page(public_id: str) -> ResponseReturnValue:
    """One that waits, to change; one that is settled, to read."""
    row = queries.one(g.ctx, public_id)
    case = case_page.case(g.ctx, row.reference)
    if row.state is not PlannedState.VENTER or not g.ctx.may(Can.PROPOSAL_HANDLE, case):
        return render_template("planned/settled.html", row=row, case=case)
    form, deed = _form(row, case)
    error: Denied | None = None
    if later.is_asked(form) and form.wants_template:
        later.attend(form, case, deed)
    elif form.is_sent and "_vis" not in request.form:
        error = sending.once(form, lambda once: _replan(row, form, deed, once))
        if error is None:
            sending.say(_("Endringen er lagret."))
            return redirect(url_for("planned.page", public_id=public_id), 303)
    step = BY_VERB.get(row.verb)
    preview = form.is_submitted() and "_vis" in request.form and not form.mistakes
    return replies.page("planned/page.html", form, error, row=row, case=case, step=step, preview=preview)


@bp.post("/arbeid/planlagt/<public_id>/stopp")
@open_to(Can.PROPOSAL_HANDLE)
def stop(public_id: str) -> ResponseReturnValue:
    """Not published after all."""
    row = queries.one(g.ctx, public_id)
    try:
        deeds.stop(g.ctx, public_id)
    except Unfit as unfit:
        g.ctx.db.rollback()
        sending.say(unfit.message, "warning")
    else:
        sending.say(_("Det er stoppet, og blir ikke publisert."))
    return redirect(url_for("casework.case", ref=row.reference), 303)


@bp.route("/arbeid/bunke/<public_id>", methods=["GET", "POST"])
@open_to(Can.PROPOSAL_HANDLE)
def batch(public_id: str) -> ResponseReturnValue:
    """A batch: what is in it, and when it is published."""
    one, rows = queries.batch(g.ctx, public_id)
    form = TimedForm(data=as_typed(one.publish_at))
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda once: _schedule(public_id, one.waiting, form, once))
        if error is None:
            return redirect(url_for("planned.batch", public_id=public_id), 303)
    out = min((row.must_be_out for row in rows if row.must_be_out), default=None)
    held = sum(row.has_changed for row in rows if row.state is PlannedState.VENTER)
    return replies.page("planned/batch.html", form, error, batch=one, rows=rows, must_be_out=out, held=held)


def _schedule(public_id: str, waiting: int, form: TimedForm, once: str) -> None:
    at = None
    if "_na" not in request.form:
        at = form.moment()
        if at is None:
            raise Unfit(publish_on=_("Velg dag og klokkeslett"))
    count = batch_deeds.schedule(g.ctx, public_id, at, once=once)
    words = ngettext("%(num)s svar er planlagt.", "%(num)s svar er planlagt.", count)
    now = ngettext("%(num)s svar publiseres nå.", "%(num)s svar publiseres nå.", count)
    held = ngettext(
        "%(num)s blir ikke publisert, fordi saken er endret.", "%(num)s blir ikke publisert, fordi sakene er endret.",
        waiting - count,
    )  # fmt: skip
    left = " " + held % {"num": waiting - count} if waiting > count else ""
    sending.say((words if at else now) % {"num": count} + left, "warning" if left else "success")


def _form(row: Row, case: Case) -> tuple[later.Speaking, Callable[[], Said | Wish]]:
    """The form of what waits, with its words; ``seen`` holds the number of the change that it was opened with."""
    words = deeds.read(row.verb, row.words, row.case_version).__dict__
    at = as_typed(None if row.batch_id else row.publish_at)
    values = {**words, **at, "batch": row.batch_id or "", "version": str(case.version), "seen": str(row.version)}
    if not row.verb:
        answer = (InterimMailForm if row.is_interim else OfficialAnswerForm).of(case, **values)
        later.offer(answer, case)
        return answer, answer.said
    step = BY_VERB[row.verb]
    move = LaterMoveForm.of(case, **values)
    units = case_choices.units(g.ctx) if Demand.UNIT in step.demands else ()
    move.suit(step, case, [(unit.public_id, str(unit.name)) for unit in units])
    later.offer(move, case)
    return move, lambda: move.wish(row.verb)


def _replan(row: Row, form: Any, deed: Callable[[], Said | Wish], once: str) -> None:
    version, impartial = number(form.seen.data), assuring.says_so(form)
    deeds.replan(g.ctx, row.public_id, deed(), later.when(form), version=version, impartial=impartial, once=once)
