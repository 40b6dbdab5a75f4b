"""Why a text was stopped, to the one who wrote it; asking somebody else to look again; and deciding that."""

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import appeals as deeds
from samskaping.errors import Missing
from samskaping.language import gettext as _
from samskaping.queries import appeals
from samskaping.queries.appeals import Ruled
from samskaping.rules.appeals import APPEAL_MONTHS, CONCLUSION_NAMES, DECIDE_DAYS, Conclusion
from samskaping.rules.policy import Can
from samskaping.web import casework_tables, replies, sending
from samskaping.web.access import SIGNED_IN, open_to
from samskaping.web.forms.appeals import AppealForm, DecideForm
from samskaping.web.opening import opens_ruling

bp = Blueprint("appeals", __name__)
bp.context_processor(casework_tables.names)


@bp.context_processor
def _rules() -> dict[str, object]:
    return {"conclusions": CONCLUSION_NAMES, "appeal_months": APPEAL_MONTHS, "decide_days": DECIDE_DAYS}


@bp.route("/avgjorelse/<ruling>", methods=["GET", "POST"])
@open_to(SIGNED_IN)
def ruling(ruling: str) -> ResponseReturnValue:
    """What was decided about one's own text, why, and the form to appeal it."""
    ruled = appeals.own(g.ctx, ruling)
    opens_ruling(ruling, is_of_need=ruled.is_of_need)
    form, error = AppealForm(), None
    if form.is_sent:
        error = sending.once(form, lambda key: deeds.appeal(g.ctx, ruling, form.text.data or "", once=key))
        if error is None:
            sending.say(_("Klagen er sendt. En annen enn den som avgjorde, ser på saken."))
            return redirect(url_for("appeals.ruling", ruling=ruling), 303)
        ruled = appeals.own(g.ctx, ruling)
    others = appeals.others(g.ctx, ruled)
    return replies.page("appeals/ruling.html", form, error, ruled=ruled, others=others)


@bp.get("/forslag/<ref>/avgjorelse")
@open_to(SIGNED_IN)
def newest(ref: str) -> ResponseReturnValue:
    """To the newest ruling against one's own proposal."""
    return _to_newest(ref, "")


@bp.get("/forslag/<ref>/kommentar/<comment>/avgjorelse")
@open_to(SIGNED_IN)
def newest_of_comment(ref: str, comment: str) -> ResponseReturnValue:
    """To the newest ruling against one's own comment."""
    return _to_newest(ref, comment)


@bp.get("/behov/<ref>/avgjorelse")
@open_to(SIGNED_IN)
def newest_of_need(ref: str) -> ResponseReturnValue:
    """To the newest ruling against one's own need."""
    return _to(appeals.own_of_need(g.ctx, ref))


@bp.get("/arbeid/klager")
@open_to(Can.APPEAL_DECIDE)
def listing() -> ResponseReturnValue:
    """Appeals that wait, the first that is due on top, and those that were decided last."""
    return render_template("appeals/listing.html", waiting=appeals.waiting(g.ctx), decided=appeals.decided(g.ctx))


@bp.route("/arbeid/klage/<appeal>", methods=["GET", "POST"])
@open_to(Can.APPEAL_DECIDE)
def decide(appeal: str) -> ResponseReturnValue:
    """One appeal with all that it is about, and the form to decide it for those who may."""
    form, error = DecideForm(), None
    if form.is_sent:
        conclusion, words = Conclusion(form.conclusion.data), form.text.data or ""
        error = sending.once(form, lambda key: deeds.decide(g.ctx, appeal, conclusion, words, once=key))
        if error is None:
            sending.say(_("Klagen er avgjort. Den som klaget, får vite det."))
            return redirect(url_for("appeals.decide", appeal=appeal), 303)
    ruled = appeals.appealed(g.ctx, appeal)
    others = appeals.others(g.ctx, ruled)
    return replies.page("appeals/decide.html", form, error, ruled=ruled, others=others)


def _to_newest(ref: str, comment: str) -> ResponseReturnValue:
    return _to(appeals.own_in_case(g.ctx, ref).get(comment))


def _to(found: Ruled | None) -> ResponseReturnValue:
    if found is None:
        raise Missing
    return redirect(url_for("appeals.ruling", ruling=found.public_id))
