"""Contributions: offering something, one offer with its answer and agreement, taking it back, and what is asked for."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import asks as asking
from samskaping.actions import offers as deeds
from samskaping.errors import Denied, Missing
from samskaping.language import gettext as _
from samskaping.queries import offer_pages, organisations
from samskaping.queries import phases as plans
from samskaping.queries.offer_pages import About, Page
from samskaping.rules.offers import OFFER_KIND_NAMES, OFFER_STATE_NAMES, STANDING, OfferKind, OfferState, Side, unit
from samskaping.rules.policy import Can
from samskaping.rules.thresholds import Act
from samskaping.web import replies, sending
from samskaping.web.access import PUBLIC, SIGNED_IN, open_to
from samskaping.web.forms.base import Form
from samskaping.web.forms.offers import OfferForm, VersionForm, WishForm
from samskaping.web.groups import group_of
from samskaping.web.opening import opens
from samskaping.web.phases import is_kept_out
from samskaping.web.thresholds import needed

bp = Blueprint("offers", __name__)
#: The words of addresses → the tables that deeds know.
KINDS = {"utfordring": "challenge", "behov": "need", "forslag": "proposal"}
_PAGES = {
    "utfordring": ("challenges.page", "public_id"),
    "behov": ("needs.page", "ref"),
    "forslag": ("proposals.page", "ref"),
}


@bp.app_template_global()
def offer_kind(kind: OfferKind) -> str:
    """«Lokale», for templates."""
    return str(OFFER_KIND_NAMES[kind])


@bp.app_template_global()
def offer_state(state: OfferState) -> str:
    """«Takket ja», for templates."""
    return str(OFFER_STATE_NAMES[state])


@bp.app_template_global()
def who_answers(kind: str) -> str:
    """Who answers what is offered to such a thing, and so sees it before everyone does, for templates."""
    if kind == "forslag":
        return _(
            "Kommunen svarer deg, eller arbeidsgruppen hvis forslaget har en. Du får beskjed."
            " Bare ansatte og de som er med i gruppen, ser tilbudet til da."
        )
    return _("Kommunen svarer deg, og du får beskjed. Bare ansatte ser tilbudet til da.")


@bp.app_template_global()
def to_subject(kind: str, name: str) -> str:
    """The page of what a contribution is about, where contributions stand on it."""
    endpoint, word = _PAGES[kind]
    words: dict[str, Any] = {word: name}
    return url_for(endpoint, _anchor="bidrag", **words)


@bp.route("/bidra/<any(utfordring, behov, forslag):kind>/<name>", methods=["GET", "POST"])
@open_to(SIGNED_IN, is_writing=True)
def make(kind: str, name: str) -> ResponseReturnValue:
    """Offer something; ``trenger`` is what is asked for that one answers."""
    about = offer_pages.subject(g.ctx, kind, name)
    # What was written meanwhile, the deed answers.
    if request.method == "GET":
        today = plans.under(g.ctx, KINDS[kind], name)
        if is_kept_out(today):
            return redirect(to_subject(kind, name), 303)
        if lack := g.ctx.lacks(Act.BIDRAG, today.thresholds):
            return needed(lack)
    form, error, made = OfferForm(), None, [""]
    form.offer(organisations.mine(g.ctx))
    asked = _answers(form, about)
    if form.is_sent:
        wish = form.wish()
        error = sending.once(form, lambda key: made.append(deeds.make(g.ctx, KINDS[kind], name, wish, once=key)))
        if error is None:
            sending.say(_("Takk. %(who)s") % {"who": who_answers(kind)})
            offer = sending.landed(form, "offer", made[-1])
            return redirect(url_for("offers.page", offer=offer) if offer else to_subject(kind, name), 303)
    return replies.page("offers/make.html", form, error, about=about, asked=asked, units=_units())


def _answers(form: OfferForm, about: About) -> Any:
    """What is asked for that the offer answers: it says what it is; none where it is not asked for here any more."""
    if not form.is_submitted():
        form.ask.data = request.args.get("trenger", "")[:12]
    try:
        kind, whose = offer_pages.ask(g.ctx, form.ask.data) if form.ask.data else (None, None)
    except Missing:
        kind, whose = None, None
    if kind is None or whose is None or whose.name != about.name:
        form.ask.data = ""
        return None
    if not form.is_submitted():
        form.kind.data = kind.value
    return kind


@bp.get("/bidrag/<offer>")
@open_to(PUBLIC)
def page(offer: str) -> ResponseReturnValue:
    """One offer: for everyone once it is accepted; its agreement for everyone once both parties have confirmed it."""
    found = offer_pages.page(g.ctx, offer)
    opens(*found.subject)
    side = side_of(found)
    return render_template(
        "offers/page.html",
        offer=found,
        side=side,
        answers=g.ctx.may(Can.OFFER_ANSWER, found),
        may_withdraw=side is Side.ORGANISASJON and found.state in STANDING,
        confirming=VersionForm(formdata=None, data={"version": str(found.agreed.version)}) if found.agreed else None,
    )


def side_of(offer: Page) -> Side | None:
    """For whom the visitor speaks about an offer: those who offer, the municipality, or nobody."""
    if g.ctx.may(Can.OFFER_WITHDRAW, offer):
        return Side.ORGANISASJON
    return Side.KOMMUNE if g.ctx.may(Can.OFFER_DECIDE, offer) else None


@bp.route("/bidrag/<offer>/trekk", methods=["GET", "POST"])
@open_to(SIGNED_IN)
def withdraw(offer: str) -> ResponseReturnValue:
    """Take an offer back, after asking once."""
    found = offer_pages.page(g.ctx, offer)
    if side_of(found) is not Side.ORGANISASJON or found.state not in STANDING:
        raise Missing
    form, error = Form(), None
    if form.is_sent:
        error = sending.once(form, lambda key: deeds.withdraw(g.ctx, offer, once=key))
        if error is None:
            sending.say(_("Tilbudet er trukket."))
            return redirect(url_for("offers.page", offer=offer), 303)
    return replies.page("offers/withdraw.html", form, error, offer=found, about=found.about)


@bp.route("/bidra/<any(utfordring, behov, forslag):kind>/<name>/be-om", methods=["GET", "POST"])
@open_to(Can.STATEMENT_PUBLISH)
def ask(kind: str, name: str) -> ResponseReturnValue:
    """Say what is needed."""
    return _ask(offer_pages.subject(g.ctx, kind, name))


@bp.route("/arbeidsgruppe/<ref>/trenger", methods=["GET", "POST"])
@open_to(SIGNED_IN, is_writing=True)
def group_ask(ref: str) -> ResponseReturnValue:
    """The same for the open working group of a case."""
    group_of(ref, Can.ASK_MAKE)
    return _ask(offer_pages.subject(g.ctx, "forslag", ref))


def _ask(about: About) -> ResponseReturnValue:
    kind, name = about.kind, about.name
    form = WishForm()
    error: Denied | None = None
    if form.is_sent:
        wish = form.wish()
        error = sending.once(form, lambda key: asking.make(g.ctx, KINDS[kind], name, wish, once=key))
        if error is None:
            sending.say(_("Det står på siden nå. De som følger, får vite det."))
            return redirect(to_subject(kind, name), 303)
    return replies.page("offers/ask.html", form, error, about=about, units=_units())


@bp.route("/arbeid/trenger/<ask>/avslutt", methods=["GET", "POST"])
@open_to(Can.STATEMENT_PUBLISH)
def close(ask: str) -> ResponseReturnValue:
    """What was asked for is not needed any more, after asking once."""
    return _close(ask, *offer_pages.ask(g.ctx, ask))


@bp.route("/arbeidsgruppe/<ref>/trenger/<ask>/avslutt", methods=["GET", "POST"])
@open_to(SIGNED_IN, is_writing=True)
def group_close(ref: str, ask: str) -> ResponseReturnValue:
    """The same for the open working group of the case."""
    group_of(ref, Can.ASK_MAKE)
    kind, about = offer_pages.ask(g.ctx, ask)
    if (about.kind, about.name) != ("forslag", ref):
        raise Missing
    return _close(ask, kind, about)


def _close(ask: str, kind: OfferKind, about: About) -> ResponseReturnValue:
    form = Form()
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda key: asking.close(g.ctx, ask, once=key))
        if error is None:
            sending.say(_("Det er tatt bort fra siden."))
            return redirect(to_subject(about.kind, about.name), 303)
    return replies.page("offers/close.html", form, error, about=about, kind=kind)


def _units() -> dict[str, str]:
    """What an amount of each kind counts, beside its name."""
    return {kind.value: _("Regnes i %(unit)s") % {"unit": unit(kind)} for kind in OFFER_KIND_NAMES}
