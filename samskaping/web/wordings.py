"""Writing a challenge together: other words for its texts are suggested, read side by side, and taken back."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import wordings as deeds
from samskaping.actions.challenges import longest
from samskaping.errors import Denied, Missing
from samskaping.language import FORMS, NAMES
from samskaping.language import gettext as _
from samskaping.queries import challenges, cursors, organisations, wordings
from samskaping.queries import phases as plans
from samskaping.queries.challenges import Page
from samskaping.rules.differences import differences
from samskaping.rules.kinds import ChallengeState
from samskaping.rules.phases import kept_out
from samskaping.rules.policy import Can
from samskaping.rules.thresholds import Act
from samskaping.rules.wordings import WORDING_STATE_NAMES, WRITTEN_TOGETHER, WordingState
from samskaping.web import replies, sending
from samskaping.web.access import PUBLIC, SIGNED_IN, open_to
from samskaping.web.forms.base import Form
from samskaping.web.forms.wordings import SuggestForm
from samskaping.web.opening import opens
from samskaping.web.phases import is_kept_out
from samskaping.web.thresholds import needed

bp = Blueprint("wordings", __name__)


@bp.app_template_global()
def wording_state(state: WordingState) -> str:
    """«Venter på svar», for templates."""
    return str(WORDING_STATE_NAMES[state])


@bp.app_template_global()
def text_name(field: str, form: str = "") -> str:
    """«Behovet (bokmål)», for templates."""
    name = str(WRITTEN_TOGETHER[field])
    return f"{name} ({NAMES[form].lower()})" if form else name


@bp.get("/utfordring/<public_id>/endringer")
@open_to(PUBLIC)
def listing(public_id: str) -> ResponseReturnValue:
    """All that people have suggested for a challenge's texts, and what became of it."""
    challenge = _challenge(public_id)
    place = cursors.read(request.args.get("etter", ""), request.args.get("for", ""))
    found = wordings.listing(g.ctx, challenge.key, place)
    is_open = challenge.state is ChallengeState.APEN and not kept_out(plans.at(g.ctx, challenge.key))
    return render_template("wordings/listing.html", challenge=challenge, slice=found, is_open=is_open)


@bp.route("/utfordring/<public_id>/ny-tekst", methods=["GET", "POST"])
@open_to(SIGNED_IN, is_writing=True)
def suggest(public_id: str) -> ResponseReturnValue:
    """Choose a text (``tekst``, ``form``), and write it as it should be."""
    challenge = _challenge(public_id)
    if challenge.state is not ChallengeState.APEN:
        raise Missing
    # What was written meanwhile, the deed answers.
    if request.method == "GET" and is_kept_out(plans.at(g.ctx, challenge.key)):
        return redirect(url_for("challenges.page", public_id=public_id), 303)
    lack = g.ctx.lacks(Act.ENDRING, challenge.thresholds)
    if lack and request.method == "GET":
        return needed(lack)
    field, form_of = request.args.get("tekst", ""), request.args.get("form", "")
    if field not in WRITTEN_TOGETHER or form_of not in FORMS:
        return render_template("wordings/choose.html", challenge=challenge, fields=WRITTEN_TOGETHER, forms=FORMS)
    now, made = getattr(challenge, field).get(form_of), [""]
    form = SuggestForm(data={"text": now}).offer(organisations.mine(g.ctx))
    error: Denied | None = None
    if form.is_sent:
        said = form.suggested(field, form_of)
        error = sending.once(form, lambda key: made.append(deeds.suggest(g.ctx, public_id, said, once=key)))
        if error is None:
            sending.say(_("Takk. Kommunen svarer, og du får beskjed."))
            one = sending.landed(form, "wording", made[-1])
            every = url_for("wordings.listing", public_id=public_id)
            return redirect(url_for("wordings.page", wording=one) if one else every, 303)
    told: dict[str, Any] = {"field_name": field, "form_of": form_of, "now": now, "most": longest(field)}
    return replies.page("wordings/suggest.html", form, error, challenge=challenge, **told)


@bp.get("/endring/<wording>")
@open_to(PUBLIC)
def page(wording: str) -> ResponseReturnValue:
    """One suggestion beside the text that it is for."""
    found = wordings.page(g.ctx, wording)
    opens("challenge", found.challenge_key)
    return render_template(
        "wordings/page.html",
        wording=found,
        pieces=differences(found.beside, found.text),
        joined=differences(found.text, found.taken) if found.taken and found.taken != found.text else None,
        may_withdraw=g.ctx.may(Can.WORDING_WITHDRAW, found) and found.is_open,
        may_answer=g.ctx.may(Can.WORDING_DECIDE, found) and found.hidden_at is None,
    )


@bp.route("/endring/<wording>/trekk", methods=["GET", "POST"])
@open_to(SIGNED_IN)
def withdraw(wording: str) -> ResponseReturnValue:
    """Take one's own suggestion back, after asking once."""
    found = wordings.page(g.ctx, wording)
    if not g.ctx.may(Can.WORDING_WITHDRAW, found) or not found.is_open:
        raise Missing
    form = Form()
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda key: deeds.withdraw(g.ctx, wording, once=key))
        if error is None:
            sending.say(_("Endringen er trukket."))
            return redirect(url_for("challenges.page", public_id=found.challenge), 303)
    return replies.page("wordings/withdraw.html", form, error, wording=found)


def _challenge(public_id: str) -> Page:
    """A published challenge that this municipality leads; a partner's is written there."""
    found = challenges.page(g.ctx, public_id)
    if not g.ctx.here.is_active or found.published_at is None or found.slug != g.ctx.here.slug:
        raise Missing
    return found
