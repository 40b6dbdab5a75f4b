"""Staff set the vote of a challenge, announce it, take it back, and tell what was decided after it."""

from flask import Blueprint, g, redirect, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import votes as deeds
from samskaping.errors import Clash, Denied, Missing
from samskaping.language import gettext as _
from samskaping.queries import votes
from samskaping.rules.policy import Can
from samskaping.rules.votes import BALLOT_KIND_MEANINGS
from samskaping.web import replies, sending
from samskaping.web.access import open_to
from samskaping.web.challenge_desk import own
from samskaping.web.forms.base import Form
from samskaping.web.forms.challenges import Version
from samskaping.web.forms.votes import DecisionForm, TakeBackForm, terms_form
from samskaping.web.votes import WORDS

bp = Blueprint("vote_desk", __name__)


class AnnounceForm(Form):
    """Asking once, with the version that was looked at."""

    version = Version(default=0)


@bp.route("/arbeid/utfordringer/<public_id>/avstemning", methods=["GET", "POST"])
@open_to(Can.VOTE_SET)
def terms(public_id: str) -> ResponseReturnValue:
    """Set what is voted on, and how; once it is announced, its own page shows it."""
    challenge = own(public_id)
    vote = votes.of_challenge(g.ctx, challenge.key)
    if vote is not None and vote.announced_at is not None:
        return redirect(url_for("votes.page", public_id=public_id), 303)
    candidates = votes.candidates(g.ctx, challenge.key)
    form, error = terms_form(candidates, vote), None
    if form.is_sent:
        version = form.version.data or 0
        error = sending.once(form, lambda _key: deeds.set_terms(g.ctx, public_id, form.terms(), version=version))
        if error is None:
            return redirect(url_for("vote_desk.announce", public_id=public_id), 303)
        if isinstance(error, Clash):
            form.version.data = _version(challenge.key)
    meanings = {kind.value: str(words) for kind, words in BALLOT_KIND_MEANINGS.items()}
    return replies.page(
        "votes/terms.html", form, error, challenge=challenge, vote=vote, candidates=candidates, meanings=meanings
    )


@bp.route("/arbeid/utfordringer/<public_id>/avstemning/kunngjor", methods=["GET", "POST"])
@open_to(Can.VOTE_SET)
def announce(public_id: str) -> ResponseReturnValue:
    """Make it known, after seeing it as it will be."""
    challenge = own(public_id)
    vote = votes.of_challenge(g.ctx, challenge.key)
    if vote is None:
        raise Missing
    if vote.announced_at is not None:
        return redirect(url_for("votes.page", public_id=public_id), 303)
    form = AnnounceForm(data={"version": vote.version})
    error: Denied | None = None
    if form.is_sent:
        version = form.version.data or 0
        error = sending.once(form, lambda key: deeds.announce(g.ctx, public_id, version=version, once=key))
        if error is None:
            sending.say(_("Avstemningen er kunngjort. De som følger utfordringen, får vite det."))
            return redirect(url_for("votes.page", public_id=public_id), 303)
        form.version.data = _version(challenge.key)
    return replies.page("votes/announce.html", form, error, challenge=challenge, vote=vote, **WORDS)


@bp.route("/arbeid/utfordringer/<public_id>/avstemning/trekk", methods=["GET", "POST"])
@open_to(Can.VOTE_SET)
def take_back(public_id: str) -> ResponseReturnValue:
    """Call it off, with a reason that everyone reads."""
    challenge = own(public_id)
    vote = votes.of_challenge(g.ctx, challenge.key)
    if vote is None or vote.announced_at is None:
        raise Missing
    if vote.closed_at is not None:
        return redirect(url_for("votes.page", public_id=public_id), 303)
    form, error = TakeBackForm(), None
    if form.is_sent:
        why = form.why.data or ""
        error = sending.once(form, lambda key: deeds.take_back(g.ctx, public_id, why, once=key))
        if error is None:
            sending.say(
                _("Avstemningen er trukket tilbake, og stemmene er slettet. De som følger utfordringen, får vite det.")
            )
            return redirect(url_for("votes.page", public_id=public_id), 303)
    return replies.page("votes/take_back.html", form, error, challenge=challenge, vote=vote)


@bp.route("/arbeid/utfordringer/<public_id>/avstemning/bestemt", methods=["GET", "POST"])
@open_to(Can.VOTE_SET)
def decide(public_id: str) -> ResponseReturnValue:
    """Tell what was decided after it, or tell it anew."""
    challenge = own(public_id)
    vote = votes.of_challenge(g.ctx, challenge.key)
    if vote is None or vote.closed_at is None:
        raise Missing
    told = {"decision_nb": vote.decision.nb, "decision_nn": vote.decision.nn, "on": vote.decision_on}
    form, error = DecisionForm(data={**told, "version": vote.version}), None
    if form.is_sent and form.on.data:
        on, version = form.on.data, form.version.data or 0
        error = sending.once(
            form, lambda key: deeds.decide(g.ctx, public_id, form.decision, on, version=version, once=key)
        )
        if error is None:
            sending.say(_("Det som ble bestemt, står på siden. De som følger utfordringen, får vite det."))
            return redirect(url_for("votes.page", public_id=public_id), 303)
        if isinstance(error, Clash):
            form.version.data = _version(challenge.key)
    return replies.page("votes/decide.html", form, error, challenge=challenge, vote=vote)


def _version(challenge: int) -> int:
    vote = votes.of_challenge(g.ctx, challenge)
    return vote.version if vote else 0
