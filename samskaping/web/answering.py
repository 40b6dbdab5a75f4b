"""Answering the selection: a template filled in for each case, each text changed as one likes, all or nothing."""

from typing import Any

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import answering as deeds
from samskaping.actions.answering import Changed
from samskaping.errors import Denied
from samskaping.language import ngettext
from samskaping.queries import answer_templates
from samskaping.queries import answering as queries
from samskaping.queries.answer_templates import Template, writers_form
from samskaping.queries.answering import Asked
from samskaping.rules.policy import Can
from samskaping.web import assuring, casework_tables, inbox_views, replies, sending
from samskaping.web.access import open_to
from samskaping.web.forms.answering import AnswersForm, form_of

bp = Blueprint("answering", __name__)
bp.context_processor(casework_tables.names)


@bp.route("/arbeid/svar-samlet", methods=["GET", "POST"])
@open_to(Can.PROPOSAL_HANDLE)
def selection() -> ResponseReturnValue:
    """Official answers in the chosen cases. ``sak`` is in the address once for each."""
    if not request.args.getlist("sak"):
        return inbox_views.none_chosen()
    cases = queries.chosen(g.ctx, request.args.getlist("sak"))
    hindered = [(one, words) for one in cases if (words := queries.obstacle(g.ctx, one))]
    open_ones = [one for one in cases if not queries.obstacle(g.ctx, one)]
    form = form_of(open_ones, {one.reference: writers_form(one.language, g.ctx.language) for one in open_ones})
    offered = _offered(open_ones)
    form.offer(offered)
    error: Denied | None = None
    given = request.args.get("tilbake", "")
    back = inbox_views.back(given)
    if form.is_submitted() and "_mal" in request.form:
        _fill(form, open_ones, offered)
    elif open_ones and form.is_sent and "_vis" not in request.form:
        error = sending.once(form, lambda once: _answer(form, once))
        if error is None:
            words = ngettext("%(num)s svar er publisert.", "%(num)s svar er publisert.", len(open_ones))
            sending.say(words % {"num": len(open_ones)})
            return redirect(back, 303)
    if isinstance(error, Changed):
        cases = queries.chosen(g.ctx, request.args.getlist("sak"))
        open_ones = [one for one in cases if one.reference in form.refs]
        _freshen(form, open_ones)
    return replies.page(
        "answering/selection.html", form, error, cases=open_ones, hindered=hindered,
        changed=error.refs if isinstance(error, Changed) else (), without=_without(cases, given), back=back,
        preview=form.is_submitted() and "_vis" in request.form and not form.mistakes,
    )  # fmt: skip


def _answer(form: AnswersForm, once: str) -> None:
    deeds.answer_all(g.ctx, form.said(), impartial=assuring.says_so(form), once=once)


def _offered(cases: list[Asked]) -> tuple[Template, ...]:
    """Templates by how well they fit the first of the cases."""
    return answer_templates.offered(g.ctx, cases[0].state, cases[0].theme_id) if cases else ()


def _fill(form: AnswersForm, cases: list[Asked], offered: tuple[Template, ...]) -> None:
    """The template into every answer that has no text yet; what somebody wrote is never touched."""
    one = next((each for each in offered if each.public_id == form.template.data), None)
    if one is None:
        return
    for case in cases:
        if (form.of("text", case.reference).data or "").strip():
            continue
        filled = answer_templates.fill(g.ctx, one, case, writers_form(case.language, g.ctx.language))
        form.of("language", case.reference).data = filled.form
        form.of("text", case.reference).data = filled.text
        for name in ("title", "mail_text"):
            form.of(name, case.reference).data = form.of(name, case.reference).data or getattr(filled, name)
        decided = filled.decision.value if filled.decision else ""
        form.of("decision", case.reference).data = form.of("decision", case.reference).data or decided


def _freshen(form: AnswersForm, cases: list[Asked]) -> None:
    """The words stay; the form is about the cases as they are now."""
    for case in cases:
        form.of("version", case.reference).data = str(case.version)


def _without(cases: Any, back: str) -> dict[str, str]:
    """Case → the address of this page without it."""
    refs = [one.reference for one in cases]
    return {
        ref: url_for("answering.selection", sak=[other for other in refs if other != ref], tilbake=back or None)
        for ref in refs
    }
