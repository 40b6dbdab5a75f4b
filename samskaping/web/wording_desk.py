"""The desk for words that people suggest for challenges: what waits, and the answer."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import wording_decisions as decisions
from samskaping.actions.challenges import longest
from samskaping.errors import Clash, Denied, Missing
from samskaping.language import gettext as _
from samskaping.queries import cursors, wordings
from samskaping.rules.differences import differences
from samskaping.rules.policy import Can
from samskaping.web import replies, sending
from samskaping.web.access import open_to
from samskaping.web.forms.wordings import AnswerForm

bp = Blueprint("wording_desk", __name__)


@bp.get("/arbeid/endringer")
@open_to(Can.WORDING_DECIDE)
def listing() -> ResponseReturnValue:
    """What waits for an answer, the oldest first."""
    place = cursors.read(request.args.get("etter", ""), request.args.get("for", ""))
    return render_template("wordings/desk.html", slice=wordings.desk(g.ctx, place))


@bp.route("/arbeid/endring/<wording>", methods=["GET", "POST"])
@open_to(Can.WORDING_DECIDE)
def answer(wording: str) -> ResponseReturnValue:
    """Put the words in, say no, or hide them; beside the text as it stands now."""
    found = wordings.page(g.ctx, wording)
    if found.hidden_at is not None or not g.ctx.may(Can.WORDING_DECIDE, found):
        raise Missing
    shown = {"version": found.version, "joined": found.now, "besides": found.elsewhere}
    form = AnswerForm(data=shown).suit(is_open=found.is_open)
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda key: _decide(wording, form, key))
        if error is None:
            sending.say(_("Svaret er sendt."))
            return redirect(url_for("wordings.page", wording=wording), 303)
        if isinstance(error, Clash):
            found = wordings.page(g.ctx, wording)
            form.version.data = found.version
            form.joined.data = form.joined.data or found.now
    pieces = differences(found.beside, found.text)
    parts = {"wording": found, "pieces": pieces, "most": longest(found.field), "refused": error}
    return replies.page("wordings/answer.html", form, error, **parts)


def _decide(wording: str, form: AnswerForm, key: str) -> None:
    words = form.words.data or ""
    if form.deed.data == "ja":
        joined, besides = form.joined.data or "", form.besides.data or ""
        decisions.accept(g.ctx, wording, version=form.version.data or 0, joined=joined, besides=besides, once=key)
    elif form.deed.data == "nei":
        decisions.decline(g.ctx, wording, words, once=key)
    else:
        decisions.hide(g.ctx, wording, words, once=key)
