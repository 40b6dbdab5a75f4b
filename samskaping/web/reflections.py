"""Staff ask themselves a few questions about each phase of a challenge, and answer before it closes."""

from flask import Blueprint, g, redirect, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import reflections as deeds
from samskaping.errors import Denied, Missing
from samskaping.language import gettext as _
from samskaping.queries import phases as plans
from samskaping.queries import reflections
from samskaping.rules.phases import PhaseKind
from samskaping.rules.policy import Can
from samskaping.web import replies, sending
from samskaping.web.access import open_to
from samskaping.web.challenge_desk import own
from samskaping.web.forms.reflections import INNER, SHOWN, AnswerForm, QuestionForm

bp = Blueprint("reflections", __name__)


@bp.route("/arbeid/utfordringer/<public_id>/refleksjon", methods=["GET", "POST"])
@open_to(Can.CHALLENGE_WRITE)
def listing(public_id: str) -> ResponseReturnValue:
    """The questions of a challenge by its phases, with their answers; and asking another."""
    challenge = own(public_id)
    phases = plans.of_challenge(g.ctx, challenge.key)
    if not phases:
        raise Missing
    form, error = QuestionForm(), None
    form.offer(phases)
    if form.is_sent:
        kind, question = PhaseKind(form.phase.data), form.question.data or ""
        error = sending.once(form, lambda key: deeds.ask(g.ctx, public_id, kind, question, once=key))
        if error is None:
            sending.say(_("Spørsmålet er lagt til."))
            return redirect(url_for("reflections.listing", public_id=public_id), 303)
    asked = reflections.of_challenge(g.ctx, challenge.key)
    return replies.page("challenges/reflections.html", form, error, challenge=challenge, asked=asked, today=g.ctx.today)


@bp.route("/arbeid/refleksjon/<reflection>", methods=["GET", "POST"])
@open_to(Can.CHALLENGE_WRITE)
def answer(reflection: str) -> ResponseReturnValue:
    """Answer a question, for staff alone or for everyone."""
    asked = reflections.one(g.ctx, reflection)
    kept = {"text": asked.answer, "language": asked.answer_language, "seen_by": SHOWN if asked.is_public else INNER}
    form = AnswerForm(data=kept if asked.answered_at else None)
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda key: deeds.answer(g.ctx, reflection, form.thought(), once=key))
        if error is None:
            sending.say(_("Svaret er lagret."))
            return redirect(url_for("reflections.listing", public_id=asked.challenge), 303)
    return replies.page("challenges/reflection.html", form, error, asked=asked)
