"""The selection of the inbox: one deed in many cases, looked over before it is done."""

import re
from collections import Counter
from typing import Any

from flask import Blueprint, g, redirect, request
from flask.typing import ResponseReturnValue

from samskaping.actions import selection as deeds
from samskaping.actions.moves import Wish
from samskaping.actions.statements import Said
from samskaping.errors import Clash, Denied, Missing, Unfit
from samskaping.language import gettext as _
from samskaping.language import ngettext
from samskaping.queries import case_choices
from samskaping.queries import selection as queries
from samskaping.rules.policy import Can
from samskaping.rules.selection import DOING_NAMES, TAKES, TOGETHER, Doing
from samskaping.web import assuring, casework_tables, handlers, inbox_views, replies, sending
from samskaping.web.access import open_to
from samskaping.web.forms.assuring import unasked
from samskaping.web.forms.selection import AssignTogether, MoveTogether, TellTogether, ThemeTogether, Together

#: A case as a preview showed it; see ``queries.selection.mark``.
_MARK = re.compile(r"[0-9-]{8,14}\.[0-9]{1,9}\.(ja|nei)", re.ASCII)
bp = Blueprint("selection", __name__)
bp.context_processor(casework_tables.names)
Form = AssignTogether | MoveTogether | TellTogether | ThemeTogether


@bp.route("/arbeid/valgte", methods=["GET", "POST"])
@open_to(Can.STATEMENT_PUBLISH)
def chosen() -> ResponseReturnValue:
    """What to do with the chosen cases: filled in, looked over, done. The cases and the deed stand in the address."""
    refs = request.args.getlist("sak")
    if not refs:
        return inbox_views.none_chosen()
    doing = next((one for one in Doing if one.value == request.args.get("gjor")), None)
    if doing is None:
        raise Missing(_("Velg hva som skal gjøres med sakene."))
    g.ctx.require(TAKES[doing])
    cases = queries.cases(g.ctx, refs)
    if doing is Doing.FLYTT and request.args.get("steg", "") not in TOGETHER:
        return _ways(cases)
    form = _form(doing)
    unasked(form, all(case.has_answered for case in cases))
    error: Denied | None = None
    verdicts: tuple[queries.Verdict, ...] = ()
    more: dict[str, Any] = {}
    if form.is_sent and _is_sure(form):
        if form.is_confirmed:
            error = sending.once(form, lambda once: _do(refs, form, once))
            if error is None:
                return redirect(inbox_views.back(request.args.get("tilbake", "")), 303)
        verdicts, more = _looked_over(cases, form, error)
    return replies.page(
        "casework/selection.html", form, error, **_common(doing, cases), verdicts=verdicts, **more,
        clashed=isinstance(error, Clash), step=TOGETHER.get(request.args.get("steg", "")),
    )  # fmt: skip


def _ways(cases: tuple[queries.Case, ...]) -> ResponseReturnValue:
    """The moves that some of the cases can take, and how many can take each."""
    counted = Counter(move.verb for move in TOGETHER.values() for case in cases if case.state in move.before)
    ways = [(TOGETHER[verb], count) for verb, count in counted.items()]
    return replies.page("casework/selection-moves.html", Together(), **_common(Doing.FLYTT, cases), ways=ways)


def _common(doing: Doing, cases: tuple[queries.Case, ...]) -> dict[str, Any]:
    return {
        "doing": doing,
        "heading": DOING_NAMES[doing],
        "cases": cases,
        "refs": [case.reference for case in cases],
        "back": inbox_views.back(request.args.get("tilbake", "")),
        "given_back": request.args.get("tilbake", ""),
    }


def _form(doing: Doing) -> Form:
    units = [(unit.public_id, str(unit.name)) for unit in case_choices.units(g.ctx)] if doing in _UNITED else []
    if doing is Doing.TILDEL:
        assigning = AssignTogether()
        assigning.offer(handlers.offered(), units)
        return assigning
    if doing is Doing.TEMA:
        theming = ThemeTogether()
        theming.offer([(theme.public_id, str(theme.name)) for theme in case_choices.themes(g.ctx)])
        return theming
    if doing is Doing.FLYTT:
        moving = MoveTogether(data={"language": g.ctx.language})
        moving.fit(TOGETHER[request.args["steg"]], units)
        return moving
    return TellTogether(data={"language": g.ctx.language})


_UNITED = (Doing.TILDEL, Doing.FLYTT)


def _is_sure(form: Form) -> bool:
    """Whoever takes cases says first that they are impartial in them."""
    takes = isinstance(form, AssignTogether) and g.ctx.me is not None and form.person.data == g.ctx.me.public_id
    if takes and isinstance(form, AssignTogether) and not form.assured.data:
        form.refuse(Unfit(assured=_("Si at du ikke kjenner til noe som gjør deg inhabil, eller ta sakene én for én")))
        return False
    return True


def _do(refs: list[str], form: Form, once: str) -> None:
    seen, wish, said = form.seen.data or "", _wish(form), _said(form)
    count = deeds.do(g.ctx, refs, form.wanted(), seen=seen, wish=wish, said=said, impartial=_vouches(form), once=once)
    sending.say(ngettext("Gjort i %(num)s sak.", "Gjort i %(num)s saker.", count) % {"num": count})


def _vouches(form: Form) -> bool:
    return assuring.says_so(form) or (isinstance(form, AssignTogether) and form.assured.data)


def _wish(form: Form) -> Wish | None:
    return form.wish(form.step.verb) if isinstance(form, MoveTogether) else None


def _said(form: Form) -> Said | None:
    return form.said() if isinstance(form, TellTogether) else None


def _looked_over(
    cases: tuple[queries.Case, ...], form: Form, error: Denied | None
) -> tuple[tuple[queries.Verdict, ...], dict[str, Any]]:
    """What will happen, to which unit and to whom cases go, and what has changed since; the form remembers it."""
    try:
        order = queries.order(g.ctx, form.wanted())
        deeds.fits(g.ctx, order, _wish(form), _said(form))
    except Unfit as unfit:
        form.refuse(unfit)
        return (), {}
    if error is not None:
        cases = queries.cases(g.ctx, [case.reference for case in cases])
    found = queries.verdicts(g.ctx, cases, order, _marks(form.seen.data) if isinstance(error, Clash) else None)
    form.seen.data = " ".join(one.mark for one in found)
    form.shown.data = form.asked
    return found, {"led": deeds.led(g.ctx, cases, order), "taken": deeds.taken(g.ctx, cases, order)}


def _marks(seen: str | None) -> dict[str, str]:
    """Reference → mark, of what the form says it showed; nothing that no preview ever wrote."""
    marks = [one for one in (seen or "").split() if _MARK.fullmatch(one)]
    return {one.partition(".")[0]: one for one in marks}
