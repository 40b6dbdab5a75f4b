"""Challenges that anyone can read."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import support as deeds
from samskaping.errors import Missing
from samskaping.language import gettext as _
from samskaping.queries import (
    adoptions,
    benefits,
    challenge_past,
    challenges,
    cursors,
    offers,
    partners,
    proposals,
    support,
    ties,
    wordings,
)
from samskaping.queries.benefits import Row
from samskaping.queries.challenges import Page
from samskaping.queries.cursors import Slice
from samskaping.queries.proposals import Filters
from samskaping.rules.events import FACTS, What
from samskaping.rules.goals import GOALS
from samskaping.rules.moderation import is_read_first
from samskaping.rules.policy import Can
from samskaping.rules.speech import LEVEL_NAMES, LEVEL_OPENINGS, LEVEL_PROMISES, Level
from samskaping.web import filters, phases, proposal_filters, thresholds
from samskaping.web.access import PUBLIC, open_to
from samskaping.web.opening import opens

bp = Blueprint("challenges", __name__)
#: Closed challenges that are shown below the open ones; the rest have pages of their own.
_SOME_CLOSED = 6
#: The newest proposals of the other municipalities that share a challenge.
_SOME_OTHERS = 5
LEVELS = tuple(Level)


@bp.get("/utfordringer")
@open_to(PUBLIC)
def listing() -> ResponseReturnValue:
    """Open challenges first, then closed; ``vis=stengte`` gives all the closed ones in pages.

    What this list cannot be narrowed by is told, and everything is shown.
    """
    _active()
    shown = request.args.get("vis", "")
    is_wrong = shown not in ("", "stengte") or any(request.args.get(part) for part in proposal_filters.PARTS)
    shown = "" if is_wrong else shown
    place = cursors.read(request.args.get("etter", ""), request.args.get("for", ""))
    opened, closed = None, None
    if shown:
        closed = challenges.listing(g.ctx, is_closed_ones=True, place=place)
    else:
        opened = challenges.listing(g.ctx, is_closed_ones=False, place=place)
        if place is None:
            closed = challenges.listing(g.ctx, is_closed_ones=True, size=_SOME_CLOSED)
    page = render_template(
        "challenges/listing.html",
        opened=opened,
        closed=closed,
        previous=_previous,
        following=_following,
        is_wrong=is_wrong,
    )
    return page, 422 if is_wrong else 200


@bp.get("/utfordring/<public_id>")
@open_to(PUBLIC)
def page(public_id: str) -> ResponseReturnValue:
    """A challenge: the need, what is promised, who answers, its proposals, and all that has happened."""
    _active()
    challenge = challenges.page(g.ctx, public_id)
    if challenge.published_at is None:
        raise Missing
    opens("challenge", challenge.key)
    happened = challenge_past.history(g.ctx, challenge)
    place = cursors.read(request.args.get("etter", ""), request.args.get("for", ""))
    shared = partners.of_challenge(g.ctx, challenge.key) if challenge.is_shared else ()
    own = next((one for one in shared if one.slug == g.ctx.here.slug), None)
    # One that has left keeps what was proposed, and takes no more.
    shut = {"is_open": False, "takes_needs": False} if own and not own.is_in else {}
    return render_template(
        "challenges/page.html",
        **(dressed(challenge) | shut),
        own=own,
        updates=challenges.updates(g.ctx, challenge),
        history=happened,
        homes=adoptions.homes(g.ctx, challenge.key),
        **credits_of(happened),
        listing=proposals.listing(g.ctx, Filters(challenge=challenge.id), place),
        needs=ties.of_challenge(g.ctx, challenge.key),
        beside=offers.beside(g.ctx, "challenge", challenge.key),
        benefits=_benefits(challenge, happened),
        mobilised=offers.mobilised_for(g.ctx, challenge.key),
        partners=shared,
        others=partners.others(g.ctx, challenge.key, _SOME_OTHERS) if shared else (),
        # A page of several municipalities says how many there are; the one that leads shows them.
        reworded=wordings.beside(g.ctx, challenge.key) if challenge.wording_count and not shared else (),
        is_following=support.follows(g.ctx, "challenge", challenge.key),
    )


def _benefits(challenge: Page, happened: Sequence[Any]) -> tuple[Row, ...]:
    """The plan of benefits, asked for where the history says that there is one."""
    is_planned = any(one.what is What.BENEFIT_PLANNED for one in happened)
    return benefits.of_challenge(g.ctx, challenge.key) if is_planned else ()


@bp.get("/utfordring/<public_id>/versjoner")
@open_to(PUBLIC)
def versions(public_id: str) -> ResponseReturnValue:
    """Every published version of a challenge, and why each was made."""
    _active()
    challenge = challenges.page(g.ctx, public_id)
    if challenge.published_at is None:
        raise Missing
    return render_template(
        "challenges/versions.html", challenge=challenge, versions=challenge_past.versions(g.ctx, challenge)
    )


@bp.post("/utfordring/<public_id>/folg")
@open_to(Can.FOLLOW)
def follow(public_id: str) -> ResponseReturnValue:
    """Hear about a challenge, or (``slutt``) hear no more."""
    _active()
    deed = deeds.unfollow if "slutt" in request.form else deeds.follow
    deed(g.ctx, "challenge", public_id)
    return redirect(url_for("challenges.page", public_id=public_id, _anchor="folg"), 303)


def credits_of(happened: Sequence[Any]) -> dict[str, Any]:
    """What the public history says of whose idea a thing was, and of who does it too, for a page about it."""
    built = next((one.details for one in happened if one.what is What.CHALLENGE_BUILDS_ON), None)
    return {
        "built_on": built,
        "begun_from": adoptions.credited(g.ctx, built) if built else None,
        "done_too": [one.details for one in happened if one.what is What.ADOPTION_PUBLISHED],
    }


def dressed(challenge: Page) -> dict[str, Any]:
    """What the page and the preview of a challenge need beside it."""
    return {
        "challenge": challenge,
        **phases.shown(challenge),
        "level_openings": LEVEL_OPENINGS,
        "levels": {level: LEVEL_NAMES[level] for level in LEVELS},
        "promise": LEVEL_PROMISES.get(challenge.level) if challenge.level else None,
        "goals": [GOALS[number] for number in challenge.goals if number in GOALS],
        "facts_of": FACTS,
        "reads_first": _reads_first(challenge),
        "needed": thresholds.raised(g.ctx.here.thresholds, challenge.thresholds),
        "dates": _dates(challenge),
    }


def _reads_first(challenge: Page) -> str:
    """What is read here before others see it; empty where nothing is."""
    here, place = g.ctx.here, {"place": g.ctx.here.noun.capitalize()}
    proposals_wait = is_read_first(challenge.proposals_read, here.approval)
    comments_wait = is_read_first(challenge.comments_read, here.comment_approval)
    if proposals_wait and comments_wait:
        return _("%(place)s leser forslag og kommentarer her før andre ser dem.") % place
    if proposals_wait:
        return _("%(place)s leser forslag her før andre ser dem. Kommentarer er synlige med én gang.") % place
    if comments_wait:
        return _("%(place)s leser kommentarer her før andre ser dem. Forslag er synlige med én gang.") % place
    return ""


def _dates(challenge: Page) -> list[tuple[str, str, str]]:
    """(what, day, more) of the days that a challenge promises."""
    days = (
        (_("Svarene kommer senest"), challenge.answers_on),
        (_("Tar imot forslag til og med") if challenge.closed_at is None else _("Stengte"), challenge.closes_on),
        (_("Publisert"), challenge.published_at),
    )
    return [(what, filters.day(when), _left(when)) for what, when in days if when is not None]


def _left(when: date | datetime) -> str:
    """How long it is until a day to come; nothing for one that has passed."""
    is_ahead = not isinstance(when, datetime) and when >= g.ctx.today
    return filters.due_text(when) if is_ahead else ""


def _active() -> None:
    if not g.ctx.here.is_active:
        raise Missing


def _previous(shown: Slice, kind: str = "") -> str | None:
    address: dict[str, Any] = {"vis": kind or None, "for": shown.preceding}
    return url_for("challenges.listing", **address) if shown.preceding else None


def _following(shown: Slice, kind: str = "") -> str | None:
    address: dict[str, Any] = {"vis": kind or None, "etter": shown.following}
    return url_for("challenges.listing", **address) if shown.following else None
