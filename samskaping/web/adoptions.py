"""What others have done: a search across municipalities, and the page on which staff take something of it over."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import adopting
from samskaping.language import gettext as _
from samskaping.queries import adoptions, learnt
from samskaping.queries.adoptions import Kind
from samskaping.rules import limits
from samskaping.rules.policy import Can
from samskaping.web import replies, sending
from samskaping.web.access import open_to
from samskaping.web.forms.base import Form

bp = Blueprint("adoptions", __name__)


@bp.get("/arbeid/gjort-av-andre")
@open_to(Can.CHALLENGE_WRITE)
def listing() -> ResponseReturnValue:
    """What other municipalities have done that holds the words that are asked for; the newest without any."""
    query = request.args.get("sok", "").strip()[: limits.QUERY].replace("\x00", "")
    return render_template("adoptions/listing.html", query=query, found=adoptions.of_others(g.ctx, query))


@bp.route("/arbeid/gjort-av-andre/<slug>/<any(utfordring, forslag):kind>/<name>", methods=["GET", "POST"])
@open_to(Can.CHALLENGE_WRITE)
def take_over(slug: str, kind: str, name: str) -> ResponseReturnValue:
    """What comes along and what does not, what was learnt there, and the button that begins a draft of our own."""
    source = adoptions.source(g.ctx, slug, Kind(kind), name)
    form, error, made = Form(), None, [""]
    if form.is_sent:
        error = sending.once(form, lambda _key: made.append(adopting.adopt(g.ctx, slug, Kind(kind), name)))
        if error is None:
            sending.say(_said(taken_before=source.taken is not None))
            return redirect(url_for("challenge_desk.edit", public_id=made[-1]), 303)
    told = learnt.learnt(g.ctx, source)
    return replies.page("adoptions/take_over.html", form, error, source=source, learnt=told)


def _said(*, taken_before: bool) -> str:
    if taken_before:
        return _("Dere har tatt over dette før. Her er det dere har.")
    return _("Utkastet er laget. Bare ansatte kan se det.")
