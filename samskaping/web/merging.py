"""Joining cases: finding the other one, seeing both, doing it, undoing it, and the supporters' own answers."""

from collections.abc import Collection
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import merging as deeds
from samskaping.actions import moves
from samskaping.errors import Clash, Denied, Missing
from samskaping.language import gettext as _
from samskaping.queries import case_choices, case_page, merging
from samskaping.queries import selection as chosen
from samskaping.queries.case_page import Case
from samskaping.rules import merging as rules
from samskaping.rules.identifiers import is_reference
from samskaping.rules.moves import BY_VERB
from samskaping.rules.pipeline import OPEN, STATES, State
from samskaping.rules.policy import Can
from samskaping.web import assuring, casework_tables, inbox_views, replies, sending
from samskaping.web.access import SIGNED_IN, open_to
from samskaping.web.forms.casework import CaseForm, MoveForm, number, writers_form
from samskaping.web.forms.merging import FollowForm, GoesOnForm, NumberForm, UndoForm

bp = Blueprint("merging", __name__)
bp.context_processor(casework_tables.names)
_STEP = BY_VERB["sla_sammen"]


@bp.route("/arbeid/sak/<ref>/sla-sammen", methods=["GET", "POST"])
@open_to(Can.PROPOSAL_HANDLE)
def page(ref: str) -> ResponseReturnValue:
    """Find the case to join with; with one chosen: both side by side, what will happen, and the joining itself."""
    case = case_page.case(g.ctx, ref)
    if case.state not in _STEP.before and not request.form:
        state = STATES[case.state].label
        raise Missing(_("Dette steget går ikke herfra. Saken er nå i «%(state)s».") % {"state": state})
    form = MoveForm.of(case, language=writers_form(case), unit=case.unit_id or "", into=_wanted())
    form.suit(_STEP, case, [(form.unit.data or "", "")])  # whether there is such a unit, the deed asks
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda once: _join(ref, form, once))
        if error is None:
            sending.say(_("Sakene er slått sammen. De det gjelder, får vite det, og de som støtter, blir spurt."))
            left = request.args.getlist("sak")
            if not left:
                return redirect(url_for("casework.case", ref=ref), 303)
            chosen, back = [*left, form.into.data], inbox_views.left()
            return redirect(url_for("merging.selection", sak=chosen, fortsetter=form.into.data, tilbake=back), 303)
    return _joining(ref, form, error)


def _join(ref: str, form: MoveForm, once: str) -> None:
    moves.move(g.ctx, ref, form.wish(_STEP.verb), impartial=assuring.says_so(form), once=once)


@bp.get("/arbeid/sla-sammen")
@open_to(Can.PROPOSAL_HANDLE)
def selection() -> ResponseReturnValue:
    """Of the cases chosen in the inbox: which one goes on. The others are joined with it, one after the other."""
    if not request.args.getlist("sak"):
        return inbox_views.none_chosen()
    cases = chosen.cases(g.ctx, request.args.getlist("sak"))
    can_stop, can_go_on = ([case for case in cases if _fits(case, states)] for states in (_STEP.before, OPEN))
    into = next((case for case in can_go_on if case.reference == request.args.get("fortsetter")), None)
    stopping = [case.reference for case in can_stop if case is not into]
    if into is not None and stopping and not _switches():
        return redirect(url_for("merging.page", ref=stopping[0], inn=into.reference, sak=stopping[1:]), 303)
    marked = into or next(iter(can_go_on), None)
    form = GoesOnForm(formdata=None, data={"fortsetter": marked.reference} if marked else None)
    form.fortsetter.choices = [(case.reference, f"{case.title} ({case.reference})") for case in can_go_on]
    is_possible = bool(can_go_on) and len({case.key for case in (*can_stop, *can_go_on)}) > 1
    back = inbox_views.back(request.args.get("tilbake", ""))
    hindered = [case for case in cases if case not in can_stop and case not in can_go_on]
    return render_template(
        "merging/selection.html", form=form, cases=cases, back=back, is_possible=is_possible, hindered=hindered
    )


def _fits(case: chosen.Case, states: Collection[State]) -> bool:
    """Whether everyone sees the case, it stands in one of these states, and the reader may handle it."""
    return case.is_public and case.state in states and g.ctx.may(Can.PROPOSAL_HANDLE, case)


def _wanted() -> str:
    written = request.args.get("inn", "").strip()
    return written if is_reference(written) and not _switches() else ""


def _switches() -> bool:
    """Whether it is the language switch that sent the form: it is shown again as it is."""
    return "_switch" in request.args


def _joining(ref: str, form: MoveForm, error: Denied | None) -> ResponseReturnValue:
    """The page as the case is now: with the other one beside it, or with what there is to choose from."""
    case = case_page.case(g.ctx, ref)
    form.unit.choices = [("", _("Velg enhet")), *((one.public_id, str(one.name)) for one in case_choices.units(g.ctx))]
    other = merging.target(g.ctx, case, form.into.data or "") if form.into.data else None
    clashed = isinstance(error, Clash)
    values = _news(case, form, clashed=clashed)
    if other is not None and not form.is_submitted():
        form.unit.data = other.unit_id or case.unit_id or case_choices.own_unit(g.ctx)  # it keeps the unit it has
    if other is None:
        return _choosing(case, form, error, values)
    waits_alone = case.waiting_since is not None and other.waiting_since is None
    return replies.page(
        "merging/page.html",
        form,
        error,
        case=case,
        other=other,
        foreseen=merging.foreseen(g.ctx, case, other),
        undo_until=rules.undo_until(g.ctx.now),
        is_possible=case.state in _STEP.before and not waits_alone,
        waits_alone=waits_alone,
        step=_STEP,
        **values,
    )


def _choosing(case: Case, form: MoveForm, error: Denied | None, values: dict[str, Any]) -> ResponseReturnValue:
    choose = NumberForm(formdata=request.args if "inn" in request.args else None, data={"inn": form.into.data})
    asked = request.args.get("inn", "").strip() or (form.into.data or "")
    if asked and not _switches():
        words = _("Ingen åpen sak har nummeret %(ref)s. Den kan være avsluttet eller slått sammen med en annen.")
        choose.inn.errors = [words % {"ref": asked[:20]}]
    return replies.page(
        "merging/choose.html",
        choose,
        error,
        case=case,
        alike=merging.alike(g.ctx, case),
        is_possible=case.state in _STEP.before,
        words=form.reason,
        **values,
    )


def _news(case: Case, form: CaseForm, *, clashed: bool) -> dict[str, Any]:
    """What happened in the case while the form was open; from now on the form is about the case as it is."""
    if not clashed:
        return {"clashed": False}
    happened = case_page.history(g.ctx, case, since=max(0, number(form.seen.data)))
    form.freshen(case)
    return {
        "clashed": True,
        "happened": happened,
        "said": {one.public_id: one for one in case_page.statements(g.ctx, case)},
    }


@bp.route("/arbeid/sak/<ref>/angre-sammenslaing", methods=["GET", "POST"])
@open_to(Can.PROPOSAL_HANDLE)
def undo(ref: str) -> ResponseReturnValue:
    """Undo a joining, within a day: what that does, and the button."""
    case = case_page.case(g.ctx, ref)
    form = UndoForm.of(case)
    error: Denied | None = None
    if form.is_sent:
        version = form.shown_version
        error = sending.once(form, lambda once: deeds.undo(g.ctx, ref, version=version, once=once))
        if error is None:
            sending.say(_("Sammenslåingen er angret. Saken står der den sto, og de det gjelder, får vite det."))
            return redirect(url_for("casework.case", ref=ref), 303)
        case = case_page.case(g.ctx, ref)
        form.freshen(case)
    joined = merging.joined(g.ctx, case)
    is_open = rules.can_undo(joined.merged_at, g.ctx.now)
    return replies.page("merging/undo.html", form, error, case=case, joined=joined, is_open=is_open)


@bp.route("/forslag/<ref>/flytt-stotten", methods=["GET", "POST"])
@open_to(SIGNED_IN)
def support(ref: str) -> ResponseReturnValue:
    """A supporter's own answer: whether the support may follow to the case that the proposal went into."""
    question = merging.question(g.ctx, ref)
    form = FollowForm()
    error: Denied | None = None
    if form.is_sent and request.form.get("svar") in ("ja", "nei"):
        follows, organisation = request.form["svar"] == "ja", (form.organisation.data or "")[:20]
        moved: list[bool] = []
        error = sending.once(
            form, lambda _once: moved.append(deeds.answer(g.ctx, ref, follows=follows, organisation=organisation))
        )
        if error is None:
            sending.say(_("Støtten din er flyttet.") if any(moved) else _("Svaret er lagret."))
            return redirect(url_for("merging.support", ref=ref), 303)
        question = merging.question(g.ctx, ref)
    return replies.page("merging/support.html", form, error, question=question)


@bp.app_template_global("can_undo_merge")
def can_undo_merge(case: Case) -> bool:
    """Whether a case is joined into another and that can still be undone."""
    return case.state is State.SLATT_SAMMEN and rules.can_undo(case.state_since, g.ctx.now)
