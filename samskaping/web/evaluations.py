"""Evaluating a proposal: whom to ask, one's own evaluation with its versions, and the criteria of a challenge."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import evaluations as deeds
from samskaping.actions.evaluations import Mine
from samskaping.errors import Clash, Denied, Missing
from samskaping.language import gettext as _
from samskaping.queries import case_page, challenges, colleagues, evaluations
from samskaping.rules.evaluation import FEASIBILITY_NAMES, criterion_name, spelled
from samskaping.rules.policy import Can
from samskaping.web import casework_tables, replies, sending
from samskaping.web.access import open_to
from samskaping.web.casework_moves import refuse_joined
from samskaping.web.forms.base import Form
from samskaping.web.forms.evaluations import CriteriaForm, EvaluatorsForm, judgement_form, written

bp = Blueprint("evaluations", __name__)
bp.context_processor(casework_tables.names)


@bp.app_context_processor
def names() -> dict[str, object]:
    """How evaluations are worded."""
    return {"feasibilities": FEASIBILITY_NAMES, "criterion_name": criterion_name, "spelled": spelled}


@bp.route("/arbeid/sak/<ref>/vurderere", methods=["GET", "POST"])
@open_to(Can.EVALUATION_ASK)
def ask(ref: str) -> ResponseReturnValue:
    """Ask colleagues to evaluate the proposal."""
    case = case_page.case(g.ctx, ref)
    g.ctx.require(Can.EVALUATION_ASK, case)
    judging = evaluations.in_case(g.ctx, case)
    asked = {row.evaluator_id for row in judging.rows}
    form = EvaluatorsForm.of(case)
    if judging.hides and judging.done:
        asked.add(g.ctx.actor.person_id or 0)
    offered = colleagues.insiders(g.ctx, but=case.partial_ids)
    form.people.choices = [(one.public_id, one.spoken) for one in offered if one.id not in asked]
    error: Denied | None = None
    if form.is_sent:
        people = form.people.data or []
        error = sending.once(form, lambda once: deeds.ask(g.ctx, ref, people, due=form.due.data, once=once))
        if error is None:
            sending.say(_("De du valgte, får beskjed med en gang."))
            return _to_case(ref)
    drop = Form(formdata=None)
    return replies.page("evaluations/ask.html", form, error, case=case, judging=judging, drop=drop)


@bp.post("/arbeid/sak/<ref>/vurderere/<evaluation>/fjern")
@open_to(Can.EVALUATION_ASK)
def drop(ref: str, evaluation: str) -> ResponseReturnValue:
    """Somebody need not evaluate after all."""
    form = Form()
    if form.is_sent:
        error = sending.once(form, lambda once: deeds.drop(g.ctx, ref, evaluation, once=once))
        sending.say(
            error.message if error else _("Kollegaen skal ikke vurdere saken."), "danger" if error else "success"
        )
    return redirect(url_for("evaluations.ask", ref=ref), 303)


@bp.route("/arbeid/sak/<ref>/vurdering", methods=["GET", "POST"])
@open_to(Can.PROPOSAL_INSPECT)
def judge(ref: str) -> ResponseReturnValue:
    """One's own evaluation. Whoever is not asked finds nothing here."""
    case = case_page.case(g.ctx, ref)
    judging = evaluations.in_case(g.ctx, case)
    if judging.mine is None:
        raise Missing
    g.ctx.require(Can.EVALUATION_WRITE, Mine(judging.mine.evaluator_id, case.partial_ids))
    refuse_joined(case)
    if not case.is_open and not request.form:
        raise Missing(_("Saken er avsluttet, og skal ikke vurderes nå."))
    form = judgement_form(judging.criteria).of(case, **written(judging))
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda once: deeds.submit(g.ctx, ref, form.judgement(), once=once))
        if error is None:
            sending.say(_("Vurderingen er levert. Bare ansatte kan lese den."))
            return _to_case(ref)
    if isinstance(error, Clash):
        again = evaluations.in_case(g.ctx, case_page.case(g.ctx, ref)).mine
        form.held.data = str(again.version) if again else "0"
    return replies.page("evaluations/judge.html", form, error, case=case, judging=judging)


@bp.get("/arbeid/sak/<ref>/vurderinger/<evaluation>")
@open_to(Can.PROPOSAL_INSPECT)
def versions(ref: str, evaluation: str) -> ResponseReturnValue:
    """Everything that one evaluation has been."""
    case = case_page.case(g.ctx, ref)
    one, kept = evaluations.versions(g.ctx, case, evaluation)
    return render_template("evaluations/versions.html", case=case, one=one, kept=kept)


@bp.route("/arbeid/utfordringer/<public_id>/kriterier", methods=["GET", "POST"])
@open_to(Can.CHALLENGE_WRITE)
def criteria(public_id: str) -> ResponseReturnValue:
    """What the proposals of a challenge are scored on, in both forms."""
    challenge = challenges.page(g.ctx, public_id)
    if challenge.slug != g.ctx.here.slug:
        raise Missing
    held, hides = evaluations.criteria(g.ctx, public_id)
    texts = {f"criterion{n}_{form}": one.get(form, "") for n, one in enumerate(held, 1) for form in ("nb", "nn")}
    form = CriteriaForm(data={**texts, "hides": hides})
    error: Denied | None = None
    if form.is_sent:
        wanted, hidden = form.criteria(), bool(form.hides.data)
        error = sending.once(form, lambda once: deeds.set_criteria(g.ctx, public_id, wanted, hides=hidden, once=once))
        if error is None:
            sending.say(_("Kriteriene er lagret. Bare ansatte ser dem."))
            return redirect(url_for("challenge_desk.listing"), 303)
    return replies.page("evaluations/criteria.html", form, error, challenge=challenge)


def _to_case(ref: str) -> ResponseReturnValue:
    return redirect(url_for("casework.case", ref=ref, _anchor="vurderinger"), 303)
