"""What people must show of themselves first: chosen by the municipality, and told before anybody begins."""

from collections.abc import Iterable

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import thresholds as deeds
from samskaping.errors import Clash, Denied, Missing
from samskaping.language import gettext as _
from samskaping.queries import challenges
from samskaping.rules.policy import Can
from samskaping.rules.thresholds import ACTS, NONE, PROOF_NAMES, Act, Lacking, Thresholds, asked, mark
from samskaping.web import login, replies, sending
from samskaping.web.access import open_to
from samskaping.web.forms.thresholds import threshold_form

bp = Blueprint("thresholds", __name__)


@bp.app_template_global()
def lacks(act: str, challenge: Thresholds = NONE) -> Lacking | None:
    """What the visitor must show before an act, for templates."""
    return g.ctx.lacks(Act(act), challenge) if g.ctx.municipality else None


@bp.app_template_global()
def here_again() -> str:
    """The page at hand, for coming back to it."""
    return login.here()


def needed(lack: Lacking) -> ResponseReturnValue:
    """Instead of a form: what it takes to use it, and the way there and back."""
    return render_template("thresholds/needed.html", lack=lack)


def listed(*asking: Thresholds, acts: Iterable[Act] = ACTS) -> list[tuple[str, str]]:
    """(act, what is asked for it) in words."""
    return [(str(ACTS[act].label), str(PROOF_NAMES[asked(act, *asking)])) for act in acts]


def raised(*asking: Thresholds) -> list[tuple[str, str]]:
    """The same of what is done in a challenge, where more is asked than everywhere."""
    return listed(*asking, acts=[act for act, rule in ACTS.items() if rule.in_challenge and _is_raised(act, asking)])


def _is_raised(act: Act, asking: tuple[Thresholds, ...]) -> bool:
    return asked(act, *asking) is not ACTS[act].least


@bp.route("/oppsett/krav", methods=["GET", "POST"])
@open_to(Can.MUNICIPALITY_SET)
def of_municipality() -> ResponseReturnValue:
    """What the municipality asks for each act."""
    now = g.ctx.here.thresholds
    form, error = threshold_form(now), None
    if form.is_sent:
        wish, seen = form.wish(), form.seen.data or ""
        error = sending.once(form, lambda once: deeds.of_municipality(g.ctx, wish, seen=seen, once=once))
        if error is None:
            sending.say(_("Kravene er lagret. De gjelder fra nå."))
            return redirect(url_for("thresholds.of_municipality"), 303)
    if isinstance(error, Clash):
        form.seen.data = mark(now)
    return replies.page("thresholds/municipality.html", form, error)


@bp.route("/arbeid/utfordringer/<public_id>/krav", methods=["GET", "POST"])
@open_to(Can.CHALLENGE_WRITE)
def of_challenge(public_id: str) -> ResponseReturnValue:
    """What one challenge asks, where that is more."""
    challenge = challenges.page(g.ctx, public_id)
    if challenge.slug != g.ctx.here.slug:
        raise Missing
    form = threshold_form(challenge.thresholds, g.ctx.here.thresholds, in_challenge=True)
    error: Denied | None = None
    if form.is_sent:
        wish, seen = form.wish(), form.seen.data or ""
        error = sending.once(form, lambda once: deeds.of_challenge(g.ctx, public_id, wish, seen=seen, once=once))
        if error is None:
            sending.say(_("Kravene er lagret. De gjelder fra nå."))
            return redirect(url_for("challenge_desk.listing"), 303)
    if isinstance(error, Clash):
        form.seen.data = mark(challenge.thresholds)
    return replies.page("thresholds/challenge.html", form, error, challenge=challenge)
