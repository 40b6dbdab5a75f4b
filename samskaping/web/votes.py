"""The vote of a challenge: what it is about, one's ballot, the result by both rules, every ballot to count again."""

from flask import Blueprint, Response, current_app, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import ballots as deeds
from samskaping.errors import Denied, Missing
from samskaping.language import day
from samskaping.language import gettext as _
from samskaping.queries import challenges, votes
from samskaping.queries.challenges import Page as Challenge
from samskaping.queries.votes import Page, TakenBack
from samskaping.rules import pabulib
from samskaping.rules.thresholds import Act
from samskaping.rules.votes import (
    BALLOT_KIND_MEANINGS,
    BALLOT_KIND_NAMES,
    RULE_MEANINGS,
    RULE_NAMES,
    STANDING_NAMES,
    VOTER_NAMES,
    Choice,
    Rule,
    Standing,
    election,
)
from samskaping.web import replies, sending, thresholds
from samskaping.web.access import PUBLIC, SIGNED_IN, open_to
from samskaping.web.forms.votes import BallotForm

bp = Blueprint("votes", __name__)

#: The tables of words that the templates read from.
WORDS = {
    "kind_names": BALLOT_KIND_NAMES,
    "kind_meanings": BALLOT_KIND_MEANINGS,
    "rule_names": RULE_NAMES,
    "rule_meanings": RULE_MEANINGS,
    "standing_names": STANDING_NAMES,
    "voter_names": VOTER_NAMES,
    "rules": tuple(Rule),
}


@bp.get("/utfordring/<public_id>/avstemning")
@open_to(PUBLIC)
def page(public_id: str) -> ResponseReturnValue:
    """What is voted on, who decides and when, and the result once it is counted."""
    challenge, vote, earlier = _announced(public_id)
    if vote is None:
        return render_template("votes/taken_back.html", challenge=challenge, earlier=earlier)
    standing = vote.standing(g.ctx.today)
    is_open = standing is Standing.APEN
    return render_template(
        "votes/page.html",
        challenge=challenge,
        vote=vote,
        standing=standing,
        earlier=earlier,
        mine=votes.mine(g.ctx, vote.key) if is_open else None,
        kinds=votes.kinds(g.ctx, vote),
        lack=g.ctx.lacks(Act.AVSTEMNING, asked(vote)) if is_open else None,
        **WORDS,
    )


@bp.route("/utfordring/<public_id>/avstemning/stem", methods=["GET", "POST"])
@open_to(SIGNED_IN)
def cast(public_id: str) -> ResponseReturnValue:
    """The ballot: cast, or changed, until the last day is over."""
    challenge, vote = found(public_id)
    if vote.standing(g.ctx.today) is not Standing.APEN:
        return redirect(url_for("votes.page", public_id=public_id), 303)
    if lack := g.ctx.lacks(Act.AVSTEMNING, asked(vote)):
        return thresholds.needed(lack)
    mine = votes.mine(g.ctx, vote.key)
    form = BallotForm(data={"marks": [str(one) for one in mine or ()]})
    form.offer(vote)
    error: Denied | None = None
    if form.is_sent:
        secret = current_app.config["SECRET_KEY"]
        error = sending.once(form, lambda _key: deeds.cast(g.ctx, public_id, form.numbers(), key=secret))
        if error is None:
            words = _("Stemmen din er lagret. Du kan endre den til og med %(day)s.")
            sending.say(words % {"day": day(vote.closes_on)})
            return redirect(url_for("votes.page", public_id=public_id), 303)
    return replies.page("votes/ballot.html", form, error, challenge=challenge, vote=vote, mine=mine, **WORDS)


@bp.get("/utfordring/<public_id>/avstemning/stemmesedler.pb")
@open_to(PUBLIC)
def ballots(public_id: str) -> ResponseReturnValue:
    """Every ballot, without who cast it, in Pabulib's format: anyone can count again."""
    challenge, vote = found(public_id)
    if vote.closed_at is None:
        raise Missing
    asked_for = election(vote.budget, _choices(vote), votes.ballots(g.ctx, vote.key))
    names = {str(line.number): line.title or _("Skjult forslag") for line in vote.lines}
    facts = {
        "description": str(challenge.title),
        "country": "Norway",
        "unit": challenge.municipality,
        "instance": str(vote.closes_on.year),
        "date_begin": f"{vote.opens_on:%d.%m.%Y}",
        "date_end": f"{vote.closes_on:%d.%m.%Y}",
        "currency": "NOK",
    }
    words = pabulib.written(asked_for, names, facts, is_within=vote.kind == "fordel")
    answer = Response(words, mimetype="text/plain")
    answer.headers["Content-Disposition"] = f'attachment; filename="stemmesedler-{challenge.id}.pb"'
    return answer


def asked(vote: Page) -> dict[str, str]:
    """What the vote asks people to have shown."""
    return {Act.AVSTEMNING.value: vote.proof.value}


def found(public_id: str) -> tuple[Challenge, Page]:
    """The challenge and its announced vote. Raises ``Missing``."""
    challenge = _published(public_id)
    vote = votes.of_challenge(g.ctx, challenge.key)
    if vote is None or vote.announced_at is None:
        raise Missing
    return challenge, vote


def _announced(public_id: str) -> tuple[Challenge, Page | None, tuple[TakenBack, ...]]:
    """The same with those that were taken back; without a vote where that is all there is."""
    challenge = _published(public_id)
    vote, earlier = votes.of_challenge(g.ctx, challenge.key), votes.taken_back(g.ctx, challenge.key)
    if vote is not None and vote.announced_at is not None:
        return challenge, vote, earlier
    if not earlier:
        raise Missing
    return challenge, None, earlier


def _published(public_id: str) -> Challenge:
    if not g.ctx.here.is_active:
        raise Missing
    challenge = challenges.page(g.ctx, public_id)
    if challenge.published_at is None:
        raise Missing
    return challenge


def _choices(vote: Page) -> list[Choice]:
    return [Choice(line.number, line.cost) for line in vote.lines]
