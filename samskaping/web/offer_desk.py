"""Answering contributions: the staff's list of what waits, the answer of theirs or of a working group, and agreements
of partnership.
"""

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import offer_decisions as decisions
from samskaping.actions import partnerships
from samskaping.errors import Denied, Missing
from samskaping.language import gettext as _
from samskaping.queries import cursors, offer_pages
from samskaping.queries import offers as asked
from samskaping.queries.offer_pages import Page
from samskaping.rules.offers import OFFER_KIND_NAMES, PUBLIC_STATES, OfferState
from samskaping.rules.policy import Can
from samskaping.web import replies, sending
from samskaping.web.access import SIGNED_IN, open_to
from samskaping.web.forms.casework import number
from samskaping.web.forms.offers import AnswerForm, TermsForm, VersionForm, written
from samskaping.web.offers import side_of

bp = Blueprint("offer_desk", __name__)


@bp.get("/arbeid/bidrag")
@open_to(Can.OFFER_DECIDE)
def listing() -> ResponseReturnValue:
    """Offers that wait for an answer, or all (``vis=alle``); ``om`` narrows it to one challenge, need or proposal."""
    about, shows_all = request.args.get("om", "")[:20].replace("\x00", ""), request.args.get("vis") == "alle"
    place = cursors.read(request.args.get("etter", ""), request.args.get("for", ""))
    found = offer_pages.listing(g.ctx, about, is_waiting=not shows_all, place=place)
    return render_template(
        "offers/desk.html",
        offers=found,
        about=about,
        shows_all=shows_all,
        waiting=offer_pages.waiting(g.ctx),
    )


@bp.route("/arbeid/bidrag/<offer>", methods=["GET", "POST"])
@open_to(Can.OFFER_DECIDE)
def answer(offer: str) -> ResponseReturnValue:
    """Take an offer, decline it with thanks, or mark it delivered, for the municipality."""
    return _answered(offer)


@bp.route("/bidrag/<offer>/svar", methods=["GET", "POST"])
@open_to(SIGNED_IN, is_writing=True)
def group_answer(offer: str) -> ResponseReturnValue:
    """The same for the open working group of the case that it is offered to."""
    return _answered(offer)


def _answered(offer: str) -> ResponseReturnValue:
    found = offer_pages.page(g.ctx, offer)
    deeds = _deeds(found)
    if not g.ctx.may(Can.OFFER_ANSWER, found) or not deeds:
        raise Missing
    asks = [(one, f"{OFFER_KIND_NAMES[kind]}: {words}") for one, kind, words in _asks(found) if kind is found.kind]
    form = AnswerForm(data={"ask": found.ask or ""}).suit(deeds, asks)
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda key: _decide(offer, form, key))
        if error is None:
            sending.say(_("Svaret er sendt."))
            return redirect(url_for("offers.page", offer=offer), 303)
    by_group = not g.ctx.may(Can.OFFER_DECIDE, found)
    return replies.page("offers/answer.html", form, error, offer=found, about=found.about, by_group=by_group)


def _asks(offer: Page) -> list[tuple[str, object, str]]:
    is_new = offer.state is OfferState.VENTER
    return list(asked.open_asks(g.ctx, *offer.subject)) if is_new else []


def _deeds(offer: Page) -> list[tuple[str, str]]:
    """What can be answered now."""
    if offer.state is OfferState.VENTER:
        return [("ja", _("Takk ja")), ("nei", _("Takk nei"))]
    if offer.state is OfferState.ANTATT:
        return [("levert", _("Det er levert")), ("nei", _("Det blir ikke noe av likevel"))]
    return []


def _decide(offer: str, form: AnswerForm, key: str) -> None:
    words = form.words.data or ""
    if form.deed.data == "ja":
        decisions.accept(g.ctx, offer, words=words, ask=form.ask.data or "", once=key)
    elif form.deed.data == "nei":
        decisions.decline(g.ctx, offer, words, once=key)
    else:
        decisions.deliver(g.ctx, offer, words=words, once=key)


@bp.route("/bidrag/<offer>/partnerskap", methods=["GET", "POST"])
@open_to(SIGNED_IN, is_writing=True)
def partnership(offer: str) -> ResponseReturnValue:
    """Write the agreement, for either party, until both have confirmed it."""
    found = offer_pages.page(g.ctx, offer)
    side = side_of(found)
    if side is None or found.organisation_id is None or found.state not in PUBLIC_STATES:
        raise Missing
    if found.agreed and found.agreed.confirmed_at:
        raise Missing
    form = TermsForm(data=written(found.agreed))
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda key: partnerships.write(g.ctx, offer, form.terms(), once=key))
        if error is None:
            sending.say(_("Avtalen er lagret, og den andre parten får beskjed om å bekrefte den."))
            return redirect(url_for("offers.page", offer=offer, _anchor="partnerskap"), 303)
    return replies.page("offers/partnership.html", form, error, offer=found, about=found.about, side=side)


@bp.post("/bidrag/<offer>/partnerskap/bekreft")
@open_to(SIGNED_IN, is_writing=True)
def confirm(offer: str) -> ResponseReturnValue:
    """The other party confirms what it has read."""
    found = offer_pages.page(g.ctx, offer)
    if side_of(found) is None or found.agreed is None:
        raise Missing
    form = VersionForm()
    if form.is_sent:
        error = sending.once(form, lambda key: partnerships.confirm(g.ctx, offer, number(form.version.data), once=key))
        done = _("Partnerskapet er bekreftet av begge parter, og alle kan lese avtalen.")
        sending.say(error.message if error else done, "danger" if error else "success")
    return redirect(url_for("offers.page", offer=offer, _anchor="partnerskap"), 303)
