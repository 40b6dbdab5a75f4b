"""Meetings that anyone can read of, and signing up for one."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import seats
from samskaping.errors import Denied, Missing, Refused
from samskaping.language import gettext as _
from samskaping.queries import cursors, gatherings, minutes
from samskaping.queries.gatherings import Page
from samskaping.rules.gatherings import GATHERING_KIND_NAMES, HELD_NAMES, GatheringKind, Held
from samskaping.rules.policy import Can
from samskaping.web import replies, sending
from samskaping.web.access import PUBLIC, SIGNED_IN, open_to
from samskaping.web.forms.base import Form
from samskaping.web.forms.gatherings import SeatForm
from samskaping.web.opening import opens

bp = Blueprint("gatherings", __name__)


@bp.app_template_global()
def gathering_kind(kind: GatheringKind) -> str:
    """«Verksted», for templates."""
    return str(GATHERING_KIND_NAMES[kind])


@bp.app_template_global()
def gathering_held(held: Held) -> str:
    """«Avlyst», for templates."""
    return str(HELD_NAMES[held])


@bp.get("/moter")
@open_to(PUBLIC)
def listing() -> ResponseReturnValue:
    """Those that come, the next first; ``vis=tidligere`` those that have been."""
    if not g.ctx.here.is_active:
        raise Missing
    shown = request.args.get("vis", "")
    is_wrong = shown not in ("", "tidligere")
    past = shown == "tidligere"
    place = cursors.read(request.args.get("etter", ""), request.args.get("for", ""))
    found = gatherings.listing(g.ctx, past=past, place=place)
    page = render_template("gatherings/listing.html", slice=found, past=past, is_wrong=is_wrong, now=g.ctx.now)
    return page, 422 if is_wrong else 200


@bp.get("/moter/<gathering>")
@open_to(PUBLIC)
def page(gathering: str) -> ResponseReturnValue:
    """When and where, what is arranged so that everyone can come, and one's own seat."""
    found = gatherings.page(g.ctx, gathering)
    opens("challenge", found.challenge_key)
    return render_template("gatherings/page.html", **shown(found))


@bp.route("/moter/<gathering>/meld-pa", methods=["GET", "POST"])
@open_to(SIGNED_IN)
def sign_up(gathering: str) -> ResponseReturnValue:
    """Sign up, or say what one needs in another way."""
    found = _public(gathering)
    mine = gatherings.mine(g.ctx, found)
    if mine is None and not found.takes_names(g.ctx.now, g.ctx.today):
        return redirect(url_for("gatherings.page", gathering=gathering), 303)
    if not g.ctx.may(Can.SEAT_TAKE):
        raise Refused(_("Bekreft e-postadressen din før du melder deg på."))
    form, seated = SeatForm(data={"needs": mine.needs if mine else ""}), [False]
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda _key: seated.append(seats.take(g.ctx, gathering, form.needs.data or "")))
        if error is None:
            sending.say(_said(is_new=mine is None, is_seated=seated[-1]))
            return redirect(url_for("gatherings.page", gathering=gathering), 303)
    return replies.page("gatherings/sign_up.html", form, error, one=found, mine=mine)


@bp.route("/moter/<gathering>/meld-av", methods=["GET", "POST"])
@open_to(SIGNED_IN)
def leave(gathering: str) -> ResponseReturnValue:
    """Give up one's seat, after asking once."""
    found = _public(gathering)
    mine = gatherings.mine(g.ctx, found)
    if mine is None:
        return redirect(url_for("gatherings.page", gathering=gathering), 303)
    form, error = Form(), None
    if form.is_sent:
        error = sending.once(form, lambda _key: seats.leave(g.ctx, gathering))
        if error is None:
            sending.say(_("Du er meldt av."))
            return redirect(url_for("gatherings.page", gathering=gathering), 303)
    return replies.page("gatherings/leave.html", form, error, one=found, mine=mine)


def shown(one: Page) -> dict[str, object]:
    """What the page of one meeting says."""
    return {
        "one": one,
        "held": (where := one.held(g.ctx.now)),
        "minutes": minutes.of(g.ctx, one.key) if where is Held.OVER else None,
        "mine": gatherings.mine(g.ctx, one),
        "is_open": one.takes_names(g.ctx.now, g.ctx.today),
    }


def _said(*, is_new: bool, is_seated: bool) -> str:
    if not is_new:
        return _("Det du trenger, er lagret.")
    if is_seated:
        return _("Du er påmeldt. Vi minner deg om møtet dagen før.")
    return _("Møtet er fullt. Du står på ventelista, og får e-post hvis du får plass.")


def _public(gathering: str) -> Page:
    found = gatherings.page(g.ctx, gathering)
    if found.published_at is None:
        raise Missing
    return found
