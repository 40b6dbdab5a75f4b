"""What the one who proposed does with the case: change the text, withdraw it, send it in again, reply."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, g, redirect, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import moves, reopening, rewriting, statements
from samskaping.actions.drafts import Change
from samskaping.actions.moves import Wish
from samskaping.actions.reopening import Voice
from samskaping.actions.statements import Said
from samskaping.errors import Clash, Denied, Missing
from samskaping.queries import approval, proposal_page, proposing
from samskaping.queries.proposal_page import Case
from samskaping.rules.moves import moves_from, takes_reading
from samskaping.rules.pipeline import STATES
from samskaping.rules.policy import Can
from samskaping.rules.speech import StatementKind
from samskaping.web import replies, sending
from samskaping.web.access import SIGNED_IN, open_to
from samskaping.web.forms.base import Form
from samskaping.web.forms.proposals import EditForm, ReasonForm, ReplyForm, Versioned

bp = Blueprint("own_case", __name__)


@bp.route("/forslag/<ref>/endre", methods=["GET", "POST"])
@open_to(SIGNED_IN, is_writing=True)
def edit(ref: str) -> ResponseReturnValue:
    """Change what one wrote until the proposal is taken under assessment. A clash shows both texts."""
    case = _own(ref, Can.PROPOSAL_EDIT)
    form = _edit_form(case)

    def deed(key: str) -> None:
        said: dict[str, Any] = {name: form[name].data or "" for name in form.changed(case)}
        rewriting.edit(g.ctx, ref, Change(**said), version=form.version.data, once=key)

    states = {
        "is_open": STATES[case.state].takes_edits,
        "is_read_first": takes_reading(case.state) and approval.of_draft(g.ctx, case.challenge_id, case).waits,
    }
    if done := _done(form, deed, case, "behov"):
        return done
    form.offer(proposing.choices(g.ctx), case)
    return _show("proposals/edit.html", form, case, **states)


def _edit_form(case: Case) -> EditForm:
    texts = {name: getattr(case, name) for name in ("need", "title", "idea", "language", "place", "version")}
    kept = {"area": case.area_id or "", "theme": case.theme_id or "", "challenge": case.challenge_id or ""}
    form = EditForm(data={**texts, **kept})
    form.know(case)
    return form


@bp.route("/forslag/<ref>/trekk", methods=["GET", "POST"])
@open_to(SIGNED_IN)
def withdraw(ref: str) -> ResponseReturnValue:
    """Withdraw the proposal, with a reason; its page stays."""
    return _moved(ref, "trekk", Can.PROPOSAL_WITHDRAW, "proposals/withdraw.html")


@bp.route("/forslag/<ref>/send-inn-igjen", methods=["GET", "POST"])
@open_to(SIGNED_IN)
def resubmit(ref: str) -> ResponseReturnValue:
    """Send in a proposal that was withdrawn."""
    return _moved(ref, "send_inn_igjen", Can.PROPOSAL_WITHDRAW, "proposals/resubmit.html")


@bp.route("/forslag/<ref>/ta-opp-igjen", methods=["GET", "POST"])
@open_to(SIGNED_IN, is_writing=True)
def ask_again(ref: str) -> ResponseReturnValue:
    """Ask for an ended case to be taken up again: its writer, and those who act for its organisation."""
    case = proposal_page.case(g.ctx, ref)
    if not (case.is_public and g.ctx.may(Can.REOPENING_ASK, Voice(g.ctx.actor.person_id) if case.is_ours else case)):
        raise Missing
    form = ReasonForm(data={"version": case.version})

    def deed(key: str) -> None:
        reopening.ask(g.ctx, ref, Said(form.reason.data or "", form.version.data, language=g.ctx.language), once=key)

    return _done(form, deed, case, "historikk") or _show("proposals/reopen.html", form, case, is_open=case.takes_wish)


def _moved(ref: str, verb: str, can: Can, template: str) -> ResponseReturnValue:
    case = _own(ref, can)
    form = ReasonForm(data={"version": case.version})
    is_open = verb in {move.verb for move in moves_from(case.state, by_writer=True)}

    def deed(key: str) -> None:
        wish = Wish(verb, form.version.data, reason=form.reason.data or "", language=g.ctx.language)
        moves.move(g.ctx, ref, wish, once=key)

    return _done(form, deed, case, "historikk") or _show(template, form, case, is_open=is_open)


@bp.route("/forslag/<ref>/svar/<question>", methods=["GET", "POST"])
@open_to(SIGNED_IN)
def reply(ref: str, question: str) -> ResponseReturnValue:
    """Reply to a question from the municipality, as openly as it was asked."""
    case = _own(ref, Can.PROPOSAL_REPLY)
    said = proposal_page.said(g.ctx, case)
    asked = next((one for one in said if one.public_id == question and one.kind is StatementKind.QUESTION), None)
    if asked is None:
        raise Missing
    form = ReplyForm(data={"version": case.version})

    def deed(key: str) -> None:
        words = Said(form.text.data or "", form.version.data, language=g.ctx.language)
        statements.reply(g.ctx, ref, question, words, once=key)

    done = _done(form, deed, case, f"sagt-{question}")
    return done or _show("proposals/reply.html", form, case, asked=asked)


def _own(ref: str, can: Can) -> Case:
    """The visitor's own case. Anybody else's is missing here, public or not."""
    case = proposal_page.case(g.ctx, ref)
    if not g.ctx.may(can, case):
        raise Missing
    return case


def _done(form: Versioned, deed: Callable[[str], Any], case: Case, anchor: str) -> ResponseReturnValue | None:
    """To the case's page when the deed succeeded, now or when this form was sent before; else None."""
    g.turned_down = None
    if not form.is_sent:
        return None
    g.turned_down = sending.once(form, deed)
    if g.turned_down is not None:
        return None
    return redirect(url_for("proposals.page", ref=case.reference, _anchor=anchor), 303)


def _show(template: str, form: Form, case: Case, **values: Any) -> ResponseReturnValue:
    """The form's page; after a clash with the case as it stands now, and a form that fits it."""
    error: Denied | None = g.turned_down
    if isinstance(error, Clash) and isinstance(form, Versioned):
        case = proposal_page.case(g.ctx, case.reference)
        form.version.data = case.version
    clashed = isinstance(error, Clash)
    return replies.page(template, form, error, case=case, clashed=clashed, **values)
