"""Deeds in a case that are not words alone: moving it, taking it, giving it away, putting it in its place."""

from typing import Any

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import casework as deeds
from samskaping.actions import moves
from samskaping.errors import Clash, Denied, Missing
from samskaping.language import gettext as _
from samskaping.queries import case_choices, case_page
from samskaping.queries.case_page import Case
from samskaping.rules.identifiers import is_reference
from samskaping.rules.merging import joined_words
from samskaping.rules.moderation import Deed
from samskaping.rules.moves import BY_VERB, Move
from samskaping.rules.pipeline import STATES, Demand, State
from samskaping.rules.policy import Can
from samskaping.web import assuring, casework_tables, handlers, inbox_views, later, replies, sending
from samskaping.web.access import open_to
from samskaping.web.forms.casework import (
    AssignForm,
    CaseForm,
    ClassifyForm,
    number,
    writers_form,
)
from samskaping.web.forms.later import LaterMoveForm
from samskaping.web.forms.taking import TakeForm

bp = Blueprint("casework_moves", __name__)
bp.context_processor(casework_tables.names)


@bp.route("/arbeid/sak/<ref>/flytt/<verb>", methods=["GET", "POST"])
@open_to(Can.PROPOSAL_INSPECT)
def move(ref: str, verb: str) -> ResponseReturnValue:
    """One move out of the case's state, with exactly what the table of moves demands of it."""
    step = BY_VERB.get(verb)
    if step is None or step.by_writer:
        raise Missing
    g.ctx.require(step.takes)
    if page := _page_of_its_own(step, ref):
        return redirect(page, 303)
    case = case_page.case(g.ctx, ref)
    g.ctx.require(step.takes, case)
    if case.state not in step.before and not request.form:
        raise Missing(
            _("Dette steget går ikke herfra. Saken er nå i «%(state)s».") % {"state": STATES[case.state].label}
        )
    wanted = request.args.get("inn", "")
    form = LaterMoveForm.of(
        case,
        language=writers_form(case),
        unit=case.unit_id or (case_choices.own_unit(g.ctx) if Demand.UNIT in step.demands else ""),
        into=wanted if is_reference(wanted) else "",
    )
    units = case_choices.units(g.ctx) if Demand.UNIT in step.demands else ()
    form.suit(step, case, [(unit.public_id, str(unit.name)) for unit in units])
    form.suit_later()
    later.offer(form, case)
    error: Denied | None = None
    if later.is_asked(form):
        is_planned, error = later.attend(form, case, lambda: form.wish(verb))
        if is_planned:
            return _to_case(ref)
    elif form.is_sent and not form.wants_preview:
        error = sending.once(form, lambda once: _move(ref, form, verb, once))
        if error is None:
            sending.say(str(step.sentence) + ". " + _("Den som foreslo, og de som følger saken, får vite det."))
            return _to_case(ref) if STATES[step.after].is_public else _to_inbox()
    return show(ref, form, error, deed="move", step=step, can_move=lambda now: now.state in step.before)


def _move(ref: str, form: LaterMoveForm, verb: str, once: str) -> None:
    moves.move(g.ctx, ref, form.wish(verb), impartial=assuring.says_so(form), once=once)


def _page_of_its_own(step: Move, ref: str) -> str | None:
    """The address of a move that has one: joining shows both cases; sending back is a ruling like any other."""
    if step.after is State.SLATT_SAMMEN:
        return url_for("merging.page", ref=ref, inn=request.values.get("inn") or None)
    if step.verb == "send_tilbake":
        back = inbox_views.back(inbox_views.left() or "ko=godkjenning")
        return url_for("moderation.decide", kind="forslag", name=ref, gjor=Deed.AVVIST, tilbake=back)
    return None


@bp.post("/arbeid/sak/<ref>/ta")
@open_to(Can.PROPOSAL_HANDLE)
def take(ref: str) -> ResponseReturnValue:
    """Become the one who handles the case; the first time one is asked whether one is impartial in it."""
    form = TakeForm()
    if not form.is_sent:
        return _to_case(ref)
    case = case_page.case(g.ctx, ref)
    g.ctx.require(Can.PROPOSAL_HANDLE, case)
    if not case.has_answered and case.state is not State.SLATT_SAMMEN:
        back = inbox_views.left()
        sak = request.form.get("sak")
        return redirect(url_for("impartiality.declare", ref=ref, ta="1", tilbake=back, sak=sak), 303)
    error = sending.once(form, lambda once: deeds.take(g.ctx, ref, before=form.before.data or "", once=once))
    if error is None:
        sending.say(_("Du har saken."))
        return redirect(inbox_views.onwards(ref), 303)
    return _assigning(ref, error)


@bp.route("/arbeid/sak/<ref>/tildel", methods=["GET", "POST"])
@open_to(Can.PROPOSAL_HANDLE)
def assign(ref: str) -> ResponseReturnValue:
    """Give the case to a person who handles cases here, or to a unit."""
    return _assigning(ref)


def _assigning(ref: str, error: Denied | None = None) -> ResponseReturnValue:
    case = case_page.case(g.ctx, ref)
    g.ctx.require(Can.PROPOSAL_HANDLE, case)
    refuse_joined(case)
    form = AssignForm.of(case, before=case.handler_id or "", person=case.handler_id or "")
    form.offer(
        handlers.offered(but=case.partial_ids), [(unit.public_id, str(unit.name)) for unit in case_choices.units(g.ctx)]
    )
    if error is not None:
        form.refuse(error)
        form.person.data, form.unit.data = case.handler_id or "", ""
    elif form.is_sent:
        error = sending.once(form, lambda once: _give(ref, form, once))
        if error is None:
            sending.say(_("Saken er gitt videre."))
            return _to_case(ref)
    return show(ref, form, error, deed="assign")


def _give(ref: str, form: AssignForm, once: str) -> None:
    deeds.assign(
        g.ctx,
        ref,
        person=form.person.data or "",
        unit=form.unit.data or "",
        before=form.before.data or "",
        impartial=assuring.says_so(form),
        once=once,
    )


@bp.route("/arbeid/sak/<ref>/plassering", methods=["GET", "POST"])
@open_to(Can.PROPOSAL_HANDLE)
def classify(ref: str) -> ResponseReturnValue:
    """Change theme, area, challenge and goals."""
    case = case_page.case(g.ctx, ref)
    g.ctx.require(Can.PROPOSAL_HANDLE, case)
    form = ClassifyForm.of(
        case,
        theme=case.theme_id or "",
        area=case.area_id or "",
        challenge=case.challenge_id or "",
        goals=[str(goal) for goal in case.goals],
    )
    found = case_choices.narrowing(g.ctx)
    form.offer(
        _choices(found["theme"], case.theme_id, case.theme),
        _choices(found["area"], case.area_id, case.area),
        _choices(found["challenge"], case.challenge_id, case.challenge),
    )
    error: Denied | None = None
    if form.is_sent:
        version = form.shown_version
        error = sending.once(form, lambda once: deeds.classify(g.ctx, ref, form.place(), version=version, once=once))
        if error is None:
            sending.say(_("Saken har fått ny plassering."))
            return _to_case(ref)
    return show(ref, form, error, deed="classify")


def _choices(found: Any, held: str | None, name: Any) -> list[tuple[str, str]]:
    """What can be chosen, and what the case has although it can be chosen no longer."""
    choices = [(public_id, str(name)) for public_id, name in found]
    if held and held not in {public_id for public_id, _name in choices}:
        choices.append((held, str(name)))
    return choices


def refuse_joined(case: Case) -> None:
    """Raises ``Missing`` for the form of a deed that is not done in a case that goes on in another."""
    if case.state is State.SLATT_SAMMEN and not request.form:
        raise Missing(joined_words(case.into or ""))


def show(ref: str, form: CaseForm, error: Denied | None = None, **values: Any) -> ResponseReturnValue:
    """The page of a deed: as new, as a preview, with mistakes, or (409) beside what happened meanwhile."""
    case: Case = case_page.case(g.ctx, ref)
    can_move = values.pop("can_move", lambda _now: True)
    happened: tuple[Any, ...] = ()
    said: dict[str, Any] = {}
    if isinstance(error, Clash):
        said = {one.public_id: one for one in case_page.statements(g.ctx, case)}
        happened = case_page.history(g.ctx, case, since=max(0, number(form.seen.data)))
        form.freshen(case)
        if "before" in form:
            form["before"].data = case.handler_id or ""
    return replies.page(
        "casework/deed.html",
        form,
        error,
        case=case,
        clashed=isinstance(error, Clash),
        happened=happened,
        said=said,
        is_possible=can_move(case),
        preview=form.is_submitted() and form.wants_preview and not form.mistakes,
        **values,
    )


def _to_inbox() -> ResponseReturnValue:
    """From a draft that was sent back, which is its writer's own again: there is no case to come back to."""
    return redirect(inbox_views.back(inbox_views.left() or ""), 303)


def _to_case(ref: str) -> ResponseReturnValue:
    return redirect(url_for("casework.case", ref=ref), 303)
