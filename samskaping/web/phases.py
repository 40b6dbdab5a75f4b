"""What a challenge's page shows of its phases: the thread, what is open now, and what the visitor can do there."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import g

from samskaping.language import gettext as _
from samskaping.language import short_day
from samskaping.queries import phases as plans
from samskaping.queries import reflections
from samskaping.queries.challenges import Page
from samskaping.rules.participants import PARTICIPANT_NAMES
from samskaping.rules.phases import OPENING_NAMES, Now, Opening, Phase, closed, kept_out
from samskaping.web import sending


@dataclass(frozen=True)
class Step:
    """A phase on the thread."""

    name: str
    state: str
    date_text: str


def shown(challenge: Page) -> dict[str, Any]:
    """What a challenge's page shows of its phases, and what the visitor can do there now."""
    phases = plans.of_challenge(g.ctx, challenge.key)
    at, is_known = plans.today(g.ctx, challenge.key, phases), g.ctx.actor.is_known
    is_open = challenge.is_open(g.ctx.today)
    why_not = {opening: closed(at, opening, is_known=is_known) for opening in Opening}
    # One that was closed by hand takes no proposals, whatever its phase says.
    opens = (at.phase.opens if at.phase else frozenset()) - (set() if is_open else {Opening.FORSLAG})
    following = next((one for one in phases if one.begins_on > g.ctx.today), None)
    return {
        "steps": [_step(one) for one in phases],
        "reflections": reflections.of_challenge(g.ctx, challenge.key, only_shown=True) if phases else (),
        "at": at,
        "following": following,
        "opening_names": [str(OPENING_NAMES[one]) for one in Opening if one in opens],
        "participants": PARTICIPANT_NAMES[at.phase.participants] if at.phase else "",
        "kept_out": kept_out(at, is_known=is_known),
        "why_not": why_not[Opening.FORSLAG],
        "is_open": is_open and not why_not[Opening.FORSLAG],
        "takes_needs": (is_open or at.has_phases) and not why_not[Opening.BEHOV],
    }


def is_kept_out(at: Now) -> bool:
    """Whether whoever is about to write cannot take part; then they are told why."""
    words = kept_out(at)
    if words:
        sending.say(words, "info")
    return bool(words)


def _step(phase: Phase) -> Step:
    today = g.ctx.today
    state = "now" if phase.holds(today) else "done" if phase.is_over(today) else "waiting"
    return Step(phase.label, state, days(phase))


def days(phase: Phase) -> str:
    """«1. mars–30. apr.», with the year where it is not this one; «fra 1. mars» where no last day is set."""
    if phase.ends_on is None:
        return _("fra %(day)s") % {"day": _short(phase.begins_on)}
    return f"{_short(phase.begins_on)}–{_short(phase.ends_on)}"


def _short(value: date) -> str:
    return short_day(value, year=value.year != g.ctx.today.year)
