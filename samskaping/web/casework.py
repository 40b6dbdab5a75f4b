"""The caseworker's inbox, and a case with everything on one page."""

from typing import Any

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.errors import Missing
from samskaping.language import gettext as _
from samskaping.queries import case_choices, case_page, casework, cursors, proposals, timeline
from samskaping.queries.case_page import Case
from samskaping.queries.casework import Counts, Filters
from samskaping.rules import limits
from samskaping.rules.moves import Move, moves_from
from samskaping.rules.pipeline import ENDED
from samskaping.rules.policy import Can
from samskaping.web import casework_tables
from samskaping.web.access import open_to
from samskaping.web.forms.casework import AnswerForm, NoteForm, TakeForm, writers_form

bp = Blueprint("casework", __name__)
bp.context_processor(casework_tables.names)
#: Similar cases shown beside one.
SIMILAR = 4


@bp.get("/arbeid")
@open_to(Can.STAFF_ENTER)
def inbox() -> ResponseReturnValue:
    """Cases in queues; every queue, search and filter is an address."""
    if not g.ctx.may(Can.PROPOSAL_INSPECT):
        return render_template("casework/no-insight.html")
    filters = read_filters()
    place = cursors.read(request.args.get("etter", ""), request.args.get("for", ""))
    offered = _offered(filters)
    counts = casework.counts(g.ctx)
    found = casework.inbox(g.ctx, filters, place)
    return render_template(
        "casework/inbox.html",
        found=found,
        filters=filters,
        counts=counts,
        queues=queues(filters, counts),
        **offered,
        previous=page_url(filters, "for", found.preceding),
        following=page_url(filters, "etter", found.following),
    )


def read_filters() -> Filters:
    """Filters from the address. Raises ``Missing`` for a queue that does not exist."""
    queue = request.args.get("ko", "alle")
    if queue not in casework.QUEUES:
        raise Missing(_("Køen finnes ikke."))
    return Filters(
        queue=queue,
        query=request.args.get("sok", "").strip()[: limits.QUERY],
        challenge=request.args.get("utfordring", "")[:20],
        theme=request.args.get("tema", "")[:20],
        unit=request.args.get("enhet", "")[:20],
    )


def _offered(filters: Filters) -> dict[str, list[tuple[str, Any]]]:
    """What each filter can be set to. Raises ``Missing`` for one that is set to something else."""
    offered: dict[str, list[tuple[str, Any]]] = {}
    for name, chosen, among, words in (
        ("challenges", filters.challenge, case_choices.challenges(g.ctx), _("Utfordringen finnes ikke.")),
        ("themes", filters.theme, case_choices.themes(g.ctx), _("Temaet finnes ikke.")),
        ("units", filters.unit, case_choices.units(g.ctx), _("Enheten finnes ikke.")),
    ):
        offered[name] = [(one.public_id, one.name) for one in among]
        if chosen and chosen not in dict(offered[name]):
            raise Missing(words)
    return offered


def page_url(filters: Filters, direction: str, cursor: str) -> str | None:
    """The address of the page before or after this one, with the same filters."""
    named: dict[str, Any] = {
        "ko": filters.queue,
        "sok": filters.query,
        "utfordring": filters.challenge,
        "tema": filters.theme,
        "enhet": filters.unit,
        direction: cursor,
    }
    return url_for("casework.inbox", **{name: value for name, value in named.items() if value}) if cursor else None


def queues(filters: Filters, counts: Counts) -> list[tuple[str, str, str, bool, bool]]:
    """(name, count, address, whether one stands there, whether it is late) of each queue that is shown."""
    names = {
        "nye": _("Nye"),
        "mine": _("Mine"),
        "frist": _("Over fristen"),
        "andre": _("Venter på andre"),
        "alle": _("Alle åpne"),
        "godkjenning": _("Til godkjenning"),
        "avsluttet": _("Avsluttet"),
    }
    if not (g.ctx.here.approval or counts.queues["godkjenning"]):
        del names["godkjenning"]
    shown = [
        (name, bounded(counts.queues[key]), url_for("casework.inbox", ko=key), key == filters.queue,
         key == "frist" and counts.queues[key] > 0)
        for key, name in names.items()
    ]  # fmt: skip
    if g.ctx.may(Can.MODERATE):
        shown.append((_("Meldt"), bounded(counts.reports), url_for("moderation.listing"), False, False))
    return shown


def bounded(count: int) -> str:
    """«1000+» when there are more than we count."""
    return f"{limits.COUNT_BOUND}+" if count > limits.COUNT_BOUND else str(count)


@bp.get("/arbeid/sak/<ref>")
@open_to(Can.PROPOSAL_INSPECT)
def case(ref: str) -> ResponseReturnValue:
    """One case. ``skriv`` says which pad is open: the official answer, or the note for colleagues."""
    page = case_page.page(g.ctx, ref)
    found = page.case
    queue = Filters(queue=request.args.get("ko", "") if request.args.get("ko") in casework.QUEUES else "alle")
    return render_template(
        "casework/case.html",
        page=page,
        case=found,
        queue=queue,
        next_case=casework.following(g.ctx, queue, found.due_on, ref),
        similar=proposals.similar(g.ctx, f"{found.title} {found.need}", most=SIMILAR, but=ref),
        steps=timeline.steps(g.ctx, found.state, page.history),
        **_deeds(found),
    )


def _deeds(found: Case) -> dict[str, Any]:
    """The pad that is open, and the moves that lead on and that end the case."""
    moves = [move for move in moves_from(found.state) if g.ctx.may(move.takes)]
    answers = g.ctx.may(Can.PROPOSAL_HANDLE) and found.is_public
    writes_note = not answers or request.args.get("skriv") == "merknad"
    pad: AnswerForm | NoteForm
    pad = NoteForm.of(found) if writes_note else AnswerForm.of(found, language=writers_form(found))
    return {
        "answers": answers,
        "writes_note": writes_note,
        "form": pad,
        "take": TakeForm.of(found, before=found.handler_id or ""),
        "onwards": [move for move in moves if not _ends(move)],
        "endings": [move for move in moves if _ends(move)],
    }


def _ends(move: Move) -> bool:
    return move.after in ENDED and move.verb != "fortell_effekt"
