"""What is said in a case: the official answer, interim replies, questions, news, corrections, and notes inside."""

from collections.abc import Callable

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import notes, reopening, statements
from samskaping.errors import Clash, Denied, Missing
from samskaping.language import gettext as _
from samskaping.queries import case_page, colleagues
from samskaping.queries.case_page import Case, Said
from samskaping.rules.pipeline import asks_to_reopen
from samskaping.rules.policy import Can
from samskaping.rules.speech import AuthorKind
from samskaping.web import assuring, casework_tables, later, sending
from samskaping.web.access import open_to
from samskaping.web.casework_moves import refuse_joined, show
from samskaping.web.forms.casework import (
    CaseForm,
    CorrectionForm,
    QuestionForm,
    SayForm,
    UpdateForm,
    writers_form,
)
from samskaping.web.forms.later import CheckInForm, DeclineForm, InterimMailForm, OfficialAnswerForm
from samskaping.web.forms.notes import NoteForm

bp = Blueprint("casework_words", __name__)
bp.context_processor(casework_tables.names)


@bp.route("/arbeid/sak/<ref>/svar", methods=["GET", "POST"])
@open_to(Can.PROPOSAL_HANDLE)
def answer(ref: str) -> ResponseReturnValue:
    """The official answer; the first one stops the answer clock."""
    return _now_or_later(ref, OfficialAnswerForm, "answer", statements.answer, _("Svaret er publisert."))


@bp.route("/arbeid/sak/<ref>/forelopig", methods=["GET", "POST"])
@open_to(Can.PROPOSAL_HANDLE)
def interim(ref: str) -> ResponseReturnValue:
    """An interim reply with its new date."""
    return _now_or_later(ref, InterimMailForm, "interim", statements.interim, _("Det foreløpige svaret er publisert."))


@bp.route("/arbeid/sak/<ref>/i-gang", methods=["GET", "POST"])
@open_to(Can.PROPOSAL_HANDLE)
def check_in(ref: str) -> ResponseReturnValue:
    """Why a slow matter is still alive, and the next date."""
    return _say(ref, CheckInForm, "check_in", statements.check_in, _("Det er publisert. Neste dato står på saken."))


@bp.route("/arbeid/sak/<ref>/ikke-opp-igjen", methods=["GET", "POST"])
@open_to(Can.PROPOSAL_HANDLE)
def decline(ref: str) -> ResponseReturnValue:
    """No to those who ask for an ended case to be taken up again; yes is a move."""
    case = case_page.case(g.ctx, ref)
    g.ctx.require(Can.PROPOSAL_HANDLE, case)
    if not asks_to_reopen(case) and not request.form:
        raise Missing(_("Ingen ber om at saken tas opp igjen."))
    form = DeclineForm.of(case, language=writers_form(case))
    impartial = assuring.says_so(form)

    def deed(once: str) -> None:
        reopening.decline(g.ctx, ref, form.said(), impartial=impartial, once=once)

    return _send(ref, form, "decline", deed, _("Svaret er publisert. Saken er fortsatt avsluttet."), asks_to_reopen)


@bp.route("/arbeid/sak/<ref>/spor", methods=["GET", "POST"])
@open_to(Can.PROPOSAL_HANDLE)
def ask(ref: str) -> ResponseReturnValue:
    """A question to the one who proposed."""
    return _say(ref, QuestionForm, "ask", statements.ask, _("Spørsmålet er sendt. Ballen er hos den som foreslo."))


@bp.route("/arbeid/sak/<ref>/nytt", methods=["GET", "POST"])
@open_to(Can.STATEMENT_PUBLISH)
def update(ref: str) -> ResponseReturnValue:
    """News in the case, without a move."""
    return _say(ref, UpdateForm, "update", statements.update, _("Nyheten er publisert."))


@bp.route("/arbeid/sak/<ref>/rett/<statement>", methods=["GET", "POST"])
@open_to(Can.STATEMENT_PUBLISH)
def correct(ref: str, statement: str) -> ResponseReturnValue:
    """Correct something published, as a new version that says why."""
    case = case_page.case(g.ctx, ref)
    g.ctx.require(Can.STATEMENT_PUBLISH, case)
    said = _published(case, statement)
    form = CorrectionForm.of(case, version=str(said.version), text=said.text, title=said.title, language=said.language)

    def deed(once: str) -> None:
        try:
            statements.correct(g.ctx, ref, statement, form.said(), why=form.why.data or "", once=once)
        except Clash:
            form.version.data = str(_published(case, statement).version)
            raise

    return _send(ref, form, "correct", deed, _("Rettelsen er publisert. Den forrige versjonen kan fortsatt leses."))


@bp.route("/arbeid/sak/<ref>/merknad", methods=["GET", "POST"])
@open_to(Can.NOTE_WRITE)
def note(ref: str) -> ResponseReturnValue:
    """A note for colleagues, never published."""
    case = case_page.case(g.ctx, ref)
    g.ctx.require(Can.NOTE_WRITE, case)
    offered = colleagues.insiders(g.ctx, but=case.partial_ids)
    form = NoteForm.of(case).offer((one.public_id, one.spoken) for one in offered)
    words = _("Merknaden er lagret. Bare ansatte kan lese den.")

    def deed(once: str) -> None:
        notes.write(g.ctx, ref, form.text.data or "", mentions=form.mentions.data or (), once=once)

    return _send(ref, form, "note", deed, words)


def _published(case: Case, statement: str) -> Said:
    said = next((one for one in case_page.statements(g.ctx, case) if one.public_id == statement), None)
    if said is None or said.author_kind is not AuthorKind.KOMMUNE or not said.is_public:
        raise Missing
    return said


def _now_or_later(
    ref: str, kind: type[OfficialAnswerForm | InterimMailForm], name: str, deed: Callable[..., object], done: str
) -> ResponseReturnValue:
    """Published now, or planned."""
    case = case_page.case(g.ctx, ref)
    g.ctx.require(Can.PROPOSAL_HANDLE, case)
    refuse_joined(case)
    form = kind.of(case, language=writers_form(case))
    later.offer(form, case)
    if later.is_asked(form):
        is_planned, error = later.attend(form, case, form.said)
        return redirect(url_for("casework.case", ref=ref), 303) if is_planned else show(ref, form, error, deed=name)
    impartial = assuring.says_so(form)
    return _send(ref, form, name, lambda once: deed(g.ctx, ref, form.said(), impartial=impartial, once=once), done)


def _say(ref: str, kind: type[SayForm], name: str, deed: Callable[..., object], done: str) -> ResponseReturnValue:
    case = case_page.case(g.ctx, ref)
    g.ctx.require(Can.STATEMENT_PUBLISH if kind is UpdateForm else Can.PROPOSAL_HANDLE, case)
    if kind is not UpdateForm:
        refuse_joined(case)
    form = kind.of(case, language=writers_form(case))
    return _send(ref, form, name, lambda once: deed(g.ctx, ref, form.said(), once=once), done)


def _send(
    ref: str,
    form: CaseForm,
    name: str,
    deed: Callable[[str], object],
    done: str,
    can_do: Callable[[Case], bool] = lambda _now: True,
) -> ResponseReturnValue:
    error: Denied | None = None
    if form.is_sent and not form.wants_preview:
        error = sending.once(form, deed)
        if error is None:
            sending.say(done)
            return redirect(url_for("casework.case", ref=ref), 303)
    return show(ref, form, error, deed=name, can_move=can_do)
