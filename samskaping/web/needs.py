"""Needs that anyone can read and tell of: the list, one of them, telling, confirming, «det gjelder meg også»."""

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from limits import parse

from samskaping.actions import concerns, drafts, ties
from samskaping.actions import needs as deeds
from samskaping.actions.drafts import Change
from samskaping.actions.sessions import token_hash
from samskaping.actions.ties import Receipt
from samskaping.errors import Denied, Missing, TooMuch, Unfit
from samskaping.language import gettext as _
from samskaping.queries import choices, cursors, needs, offers, organisations, own_needs, timeline
from samskaping.queries import ties as tied
from samskaping.queries.ties import Under
from samskaping.rules import limits
from samskaping.rules.policy import Can
from samskaping.rules.rates import RATES
from samskaping.rules.thresholds import Act
from samskaping.web import need_filters, rates, replies, sending
from samskaping.web.access import PUBLIC, SIGNED_IN, open_to
from samskaping.web.forms.base import Form
from samskaping.web.forms.needs import TellForm
from samskaping.web.opening import opens
from samskaping.web.thresholds import needed

bp = Blueprint("needs", __name__)
_PER_ADDRESS = parse(str(RATES["need.address"]))
#: So many needs are shown beside one that is written, once it is so long.
_SIMILAR, _LONG_ENOUGH = 3, 20


@bp.get("/behov")
@open_to(PUBLIC)
def listing() -> ResponseReturnValue:
    """The municipality's needs; every combination of filters is an address that can be shared."""
    _active()
    areas = need_filters.areas()
    wrong: dict[str, str] = {}
    filters = need_filters.read(areas, wrong)
    place = cursors.read(request.args.get("etter", ""), request.args.get("for", "")) if not wrong else None
    found = needs.listing(g.ctx, filters, place)
    page = render_template(
        "needs/listing.html",
        listing=found,
        filters=filters,
        wrong=wrong,
        chips=need_filters.chips(filters, dict(areas)),
        total=need_filters.total_words(found, filters),
        area_choices=[("", _("Alle områder")), *areas],
        lack_choices=[("", _("Alle behov")), *need_filters.lacking().items()],
        previous_url=need_filters.turned(**{"for": found.slice.preceding}),
        next_url=need_filters.turned(etter=found.slice.following),
    )
    return page, 422 if wrong else 200


@bp.route("/behov/fortell", methods=["GET", "POST"])
@open_to(PUBLIC, is_writing=True)
def tell() -> ResponseReturnValue:
    """Tell of a need, with an account or without; whoever has an idea too, goes on with the same words."""
    _active()
    form, error = TellForm(), None
    lack = g.ctx.lacks(Act.BEHOV)
    if lack and not form.is_submitted():
        return needed(lack)
    form.offer(choices.areas(g.ctx), organisations.mine(g.ctx))
    if not form.is_submitted():
        form.utfordring.data = request.args.get("utfordring", "")[:12]
    if form.is_sent and "ide" in request.form:
        _challenge(form)
        return _onwards(form)
    if form.is_sent:
        told: list[Receipt] = []
        error = sending.once(form, lambda key: told.append(_tell(form, key)))
        if error is None:
            return redirect(_after(form, told), 303)
    is_shut = isinstance(error, Unfit) and "challenge" in error.fields  # the deed has read it
    challenge = None if is_shut else _challenge(form)
    if challenge is None:
        form.utfordring.data = ""  # sent once more, it stands by itself
    return replies.page("needs/tell.html", form, error, challenge=challenge)


def _challenge(form: TellForm) -> Under | None:
    """The challenge that one came from, while it takes needs; whether it does when the need is sent, the deed says."""
    try:
        found = tied.told_under(g.ctx, form.utfordring.data) if form.utfordring.data else None
    except Missing:
        found = None
    takes = found is not None and found.takes_needs and not g.ctx.lacks(Act.BEHOV, found.thresholds)
    if found is None or not (takes or form.is_sent):
        form.utfordring.data = ""
    return found if takes else None


def _tell(form: TellForm, key: str) -> Receipt:
    if not g.ctx.actor.is_known:
        if not rates.limiter.limiter.hit(_PER_ADDRESS, "need", rates.peer()):
            raise TooMuch(
                _("Det er fortalt om mange behov herfra på kort tid. Teksten er tatt vare på. Prøv igjen om en time.")
            )
        if form.email.data:
            rates.within(rates.count_letter)
    return ties.tell(g.ctx, form.told(), challenge=form.utfordring.data or "", once=key)


def _after(form: TellForm, told: list[Receipt]) -> str:
    """The need itself where the teller can see it, else what happens now; a second press leads where the first did."""
    receipt = told[0] if told else Receipt(sending.landed(form, "reference"), False)
    if told and receipt.is_public:
        sending.say(_("Takk for at du forteller. Behovet er synlig for alle."))
        return url_for("needs.page", ref=receipt.reference)
    if receipt.reference and g.ctx.actor.is_known:
        if told:
            sending.say(_("Takk for at du forteller. En moderator leser behovet før andre ser det."))
        return url_for("needs.page", ref=receipt.reference)
    return url_for("needs.thanks", how="leses" if receipt.reference else "epost")


def _onwards(form: TellForm) -> ResponseReturnValue:
    """The words are the first step of a proposal: nothing is told before it is sent in."""
    try:
        draft = drafts.start(g.ctx, challenge=form.utfordring.data or None)
    except (Unfit, TooMuch) as error:
        form.refuse(error)
        return replies.page("needs/tell.html", form, error, challenge=_challenge(form))
    drafts.save(g.ctx, draft, Change(need=form.text.data))
    return redirect(url_for("proposing.idea", draft_id=draft), 303)


@bp.get("/behov/lik")
@open_to(PUBLIC)
def similar() -> ResponseReturnValue:
    """Needs like a text: a fragment while somebody writes, a page of its own for anybody else."""
    _active()
    words = request.args.get("q", "")[:400]
    found = needs.like(g.ctx, words, _SIMILAR) if len(words) >= _LONG_ENOUGH else ()
    page = "similar_fragment" if request.headers.get("X-Fragment") else "similar_page"
    return render_template(f"needs/{page}.html", similar=found)


@bp.get("/behov/takk/<any(epost, leses):how>")
@open_to(PUBLIC)
def thanks(how: str) -> ResponseReturnValue:
    """What happens now with a need that was told without an account."""
    _active()
    return render_template("needs/thanks.html", how=how, days=limits.NEED_LINK_DAYS)


@bp.route("/behov/bekreft/<token>", methods=["GET", "POST"])
@open_to(PUBLIC)
def confirm(token: str) -> ResponseReturnValue:
    """The page of a mailed link. Looking uses nothing up: only the button does, for scanners open links too."""
    asked = own_needs.behind(g.ctx, token_hash(token))
    if asked is None:
        return make_response(render_template("needs/expired.html", canonical=""), 410)
    form, error, done = Form(), None, [""]
    if form.is_sent:
        error = sending.once(form, lambda key: done.append(deeds.confirm(g.ctx, token, once=key)))
        if error is None:
            return redirect(_shown(sending.landed(form, "reference", done[-1])), 303)
    answer = make_response(replies.page("needs/confirm.html", form, error, asked=asked, canonical=""))
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


def _shown(ref: str) -> str:
    """The need that was confirmed, or what happens now when a moderator reads it first."""
    try:
        return url_for("needs.page", ref=needs.page(g.ctx, ref).reference)
    except Missing:
        return url_for("needs.thanks", how="leses")


@bp.get("/behov/<ref>")
@open_to(PUBLIC)
def page(ref: str) -> ResponseReturnValue:
    """One need: whom it concerns, the challenges it is tied to, and the proposals that meet it."""
    _active()
    need = needs.page(g.ctx, ref)
    opens("need", need.key)
    return render_template(
        "needs/page.html",
        need=need,
        is_mine=g.ctx.may(Can.NEED_RETRACT, need),
        voices=own_needs.voices(g.ctx, need.key),
        challenges=tied.of_need(g.ctx, need.key),
        answers=tied.answers(g.ctx, need.key),
        beside=offers.beside(g.ctx, "need", need.key),
        happened=timeline.history(g.ctx, "need", need.key),
    )


@bp.post("/behov/<ref>/gjelder-meg")
@open_to(SIGNED_IN, is_writing=True)
def concern(ref: str) -> ResponseReturnValue:
    """«Det gjelder meg også»."""
    rates.support()
    if concerns.say(g.ctx, ref, organisation=_speaker()):
        flash(_("Det er notert. Vi sier fra når noe skjer med det."), "success")
    return _back(ref)


@bp.post("/behov/<ref>/gjelder-meg/trekk")
@open_to(SIGNED_IN)
def unconcern(ref: str) -> ResponseReturnValue:
    """It does not concern the visitor after all."""
    rates.support()
    if concerns.take_back(g.ctx, ref, organisation=_speaker()):
        flash(_("Det er tatt bort."), "success")
    return _back(ref)


@bp.route("/behov/<ref>/trekk", methods=["GET", "POST"])
@open_to(SIGNED_IN)
def retract(ref: str) -> ResponseReturnValue:
    """Take one's own need back, after a page that says what it means."""
    need = needs.page(g.ctx, ref)
    if not g.ctx.may(Can.NEED_RETRACT, need) or need.retracted_at is not None:
        raise Missing
    form = Form()
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda key: deeds.retract(g.ctx, ref, once=key))
        if error is None:
            sending.say(_("Behovet er trukket. Ingen andre ser det lenger."))
            return redirect(url_for("needs.listing"), 303)
    return replies.page("needs/retract.html", form, error, need=need)


def _speaker() -> str:
    return request.form.get("for", "")[:20]


def _back(ref: str) -> ResponseReturnValue:
    return redirect(url_for("needs.page", ref=ref, _anchor="gjelder"), 303)


def _active() -> None:
    if not g.ctx.here.is_active:
        raise Missing
