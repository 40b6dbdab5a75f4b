"""Tasks in a case: given and done, or asked as opinions of units, councils and other municipalities."""

from flask import Blueprint, g, redirect, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import opinions, tasks
from samskaping.errors import Denied, Missing
from samskaping.language import gettext as _
from samskaping.queries import case_choices, case_page, colleagues
from samskaping.queries import tasks as queries
from samskaping.queries.case_page import Case
from samskaping.rules.policy import Can
from samskaping.rules.tasks import TASK_NAMES, TaskKind
from samskaping.web import casework_tables, replies, sending
from samskaping.web.access import open_to
from samskaping.web.forms.base import Form
from samskaping.web.forms.tasks import OpinionForm, TaskForm

bp = Blueprint("tasks", __name__)
bp.context_processor(casework_tables.names)


@bp.route("/arbeid/sak/<ref>/oppgaver/<any(oppgave,enhet,rad,kommune):kind>", methods=["GET", "POST"])
@open_to(Can.TASK_GIVE)
def give(ref: str, kind: str) -> ResponseReturnValue:
    """Give a task, or ask for an opinion."""
    case, asked = case_page.case(g.ctx, ref), TaskKind(kind)
    g.ctx.require(Can.TASK_GIVE, case)
    form = TaskForm.of(case).suit(asked, _offered(asked, case))
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda once: tasks.give(g.ctx, ref, form.wanted(asked), once=once))
        if error is None:
            sending.say(_("Oppgaven er gitt.") if asked is TaskKind.OPPGAVE else _("Dere har bedt om en uttalelse."))
            return _to_case(ref)
    return replies.page("tasks/give.html", form, error, case=case, kind=asked, names=TASK_NAMES)


def _offered(kind: TaskKind, case: Case) -> list[tuple[str, str]]:
    """Who can be asked, as (value, words)."""
    if kind is TaskKind.OPPGAVE:
        return [(one.public_id, one.spoken) for one in colleagues.insiders(g.ctx, but=case.partial_ids)]
    if kind is TaskKind.ENHET:
        return [(unit.public_id, str(unit.name)) for unit in case_choices.units(g.ctx)]
    if kind is TaskKind.RAD:
        return [(public_id, str(name)) for public_id, name in queries.councils(g.ctx)]
    return list(queries.municipalities(g.ctx))


@bp.post("/arbeid/sak/<ref>/oppgave/<task>/<any(gjort,igjen):how>")
@open_to(Can.PROPOSAL_INSPECT)
def finish(ref: str, task: str, how: str) -> ResponseReturnValue:
    """A plain task is done, or is open again."""
    form = Form()
    if form.is_sent:
        error = sending.once(form, lambda once: tasks.finish(g.ctx, ref, task, undo=how == "igjen", once=once))
        if error is not None:
            sending.say(error.message, "danger")
    return _to_case(ref)


@bp.post("/arbeid/sak/<ref>/oppgave/<task>/trekk")
@open_to(Can.TASK_GIVE)
def drop(ref: str, task: str) -> ResponseReturnValue:
    """An opinion is not needed any more."""
    form = Form()
    if form.is_sent:
        error = sending.once(form, lambda once: tasks.drop(g.ctx, ref, task, once=once))
        sending.say(error.message if error else _("Uttalelsen trengs ikke lenger."), "danger" if error else "success")
    return _to_case(ref)


@bp.route("/arbeid/sak/<ref>/oppgave/<task>/svar", methods=["GET", "POST"])
@open_to(Can.OPINION_WRITE)
def answer(ref: str, task: str) -> ResponseReturnValue:
    """The unit answers, or staff enter what a council answered."""
    case = case_page.case(g.ctx, ref)
    g.ctx.require(Can.OPINION_WRITE, case)
    row = queries.one(g.ctx, case, task)
    if not row.is_opinion or row.kind is TaskKind.KOMMUNE:
        raise Missing
    form = OpinionForm()
    if row.kind is TaskKind.ENHET:
        del form.signed
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda once: opinions.give(g.ctx, ref, task, form.answer(), once=once))
        if error is None:
            sending.say(_("Uttalelsen er publisert i saken.") if row.is_public else _("Uttalelsen er lagret."))
            return _to_case(ref)
    return replies.page("tasks/answer.html", form, error, case=case, row=row)


def _to_case(ref: str) -> ResponseReturnValue:
    return redirect(url_for("casework.case", ref=ref, _anchor="oppgaver"), 303)
