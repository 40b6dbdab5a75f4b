"""The caseworker's inbox, and a case with everything on one page."""

from typing import Any

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from samskaping.queries import absences, admin, appeals, case_page, casework, colleagues, cursors, timeline
from samskaping.queries import paces as measured
from samskaping.queries.case_page import Case
from samskaping.rules.moves import Move, moves_from
from samskaping.rules.pipeline import ENDED, State
from samskaping.rules.policy import Can
from samskaping.web import case_sections, casework_tables, inbox_views, paces
from samskaping.web.access import open_to
from samskaping.web.forms.casework import AnswerForm, writers_form
from samskaping.web.forms.notes import NoteForm
from samskaping.web.forms.taking import TakeForm
from samskaping.web.opening import opens

bp = Blueprint("casework", __name__)
bp.context_processor(casework_tables.names)


@bp.get("/arbeid")
@open_to(Can.STAFF_ENTER)
def inbox() -> ResponseReturnValue:
    """Cases in views; every view, search and filter is an address."""
    if not g.ctx.may(Can.PROPOSAL_INSPECT):
        return _setting_up()
    asked = inbox_views.asked()
    filters, offered, wrong = asked.filters, asked.offered, asked.wrong
    place = cursors.read(request.args.get("etter", ""), request.args.get("for", "")) if not wrong else None
    absent = absences.known(g.ctx)
    away = absences.stood_in_for(g.ctx, absent)
    counts = casework.counts(g.ctx, away)
    found = casework.inbox(g.ctx, filters, place, away=away)
    months = measured.last_year(g.ctx)
    pace = paces.chart(months, g.ctx.today, paces.asked(months, dict(offered["unit"]), wrong))
    page = render_template(
        "casework/inbox.html",
        found=found,
        filters=filters,
        left=inbox_views.as_shown(asked),
        wrong=wrong,
        counts=counts,
        views=inbox_views.shown(filters, counts),
        offered=offered,
        absent={one.person_id: one for one in absent if one.is_on(g.ctx.today)},
        also=inbox_views.elsewhere(),
        pace=pace,
        kept=inbox_views.arguments(filters),
        few=paces.few,
        none_chosen="ingen" in request.args,
        all=bool(request.args.get("velg")),
        ticked=request.args.getlist("sak"),
        all_url=inbox_views.all_url(filters),
        previous=inbox_views.page_url(filters, "for", found.preceding),
        following=inbox_views.page_url(filters, "etter", found.following),
    )
    return page, 422 if wrong else 200


@bp.route("/arbeid/sak/<ref>", methods=["GET", "POST"])
@open_to(Can.PROPOSAL_INSPECT)
def case(ref: str) -> ResponseReturnValue:
    """One case. ``skriv`` says which pad is open: the official answer, or the note for colleagues.

    Only the language switch sends this page; it is shown with what was typed, and nothing is done.
    """
    left = inbox_views.left()
    page = case_page.page(g.ctx, ref, casework.following(g.ctx, inbox_views.left_filters(), ref))
    found = page.case
    opens("proposal", found.key)
    return render_template(
        "casework/case.html",
        page=page,
        case=found,
        left=left,
        back=inbox_views.back(left or "") + f"#rad-{ref}",
        steps=timeline.steps(g.ctx, found.state, page.history),
        is_rewritten=timeline.is_rewritten(page.history),
        **case_sections.of(found),
        **_deeds(found),
    )


def _setting_up() -> ResponseReturnValue:
    """The desk of those who see no cases: what waits for an administrator."""
    overview = admin.overview(g.ctx) if g.ctx.may(Can.MUNICIPALITY_SET) else None
    asked = len(appeals.waiting(g.ctx)) if g.ctx.may(Can.APPEAL_DECIDE) else 0
    return render_template("casework/no-insight.html", overview=overview, appeals=asked)


def _deeds(found: Case) -> dict[str, Any]:
    """The pad that is open, and the moves that lead on and that end the case."""
    moves = [move for move in moves_from(found.state) if g.ctx.may(move.takes, found)]
    answers = g.ctx.may(Can.PROPOSAL_HANDLE, found) and found.is_public and found.state is not State.SLATT_SAMMEN
    writes_note = not answers or request.args.get("skriv") == "merknad"
    pad: AnswerForm | NoteForm
    pad = noting(found) if writes_note else AnswerForm.of(found, language=writers_form(found))
    return {
        "answers": answers,
        "writes_note": writes_note,
        "form": pad,
        "take": TakeForm.beside(found),
        "onwards": [move for move in moves if not _ends(move)],
        "endings": [move for move in moves if _ends(move)],
    }


def _ends(move: Move) -> bool:
    return move.after in ENDED and move.verb != "fortell_effekt"


def noting(found: Case) -> NoteForm:
    """An empty note, with the colleagues who can be mentioned."""
    offered = colleagues.insiders(g.ctx, but=found.partial_ids)
    return NoteForm.of(found).offer((one.public_id, one.spoken) for one in offered)
