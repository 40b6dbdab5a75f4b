"""Staff plan the phases of a challenge: what a plan leads to is shown first, then it is kept."""

from collections.abc import Sequence

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import phases as deeds
from samskaping.errors import Clash, Denied, Unfit
from samskaping.language import day
from samskaping.language import gettext as _
from samskaping.queries import phases as plans
from samskaping.queries.challenges import Page
from samskaping.rules.kinds import ChallengeState
from samskaping.rules.phases import PHASES, Effects, Phase, effects
from samskaping.rules.policy import Can
from samskaping.web import replies, sending
from samskaping.web.access import open_to
from samskaping.web.challenge_desk import own
from samskaping.web.forms.phases import PhasesForm, fit, written
from samskaping.web.phases import days

bp = Blueprint("phase_desk", __name__)


@bp.route("/arbeid/utfordringer/<public_id>/faser", methods=["GET", "POST"])
@open_to(Can.CHALLENGE_WRITE)
def plan(public_id: str) -> ResponseReturnValue:
    """Plan the phases of a challenge: first what it leads to is shown, then it is kept."""
    challenge = own(public_id)
    before = plans.of_challenge(g.ctx, challenge.key)
    form, error, seen = PhasesForm(data=written(challenge, before)), None, None
    if form.is_sent:
        if "lagre" in request.form and not form.moves_along.data:
            error = sending.once(form, lambda key: _keep(form, public_id, before, key))
            if error is None:
                sending.say(_("Fasene er lagret."))
                return redirect(url_for("phase_desk.plan", public_id=public_id), 303)
        else:
            form, error, seen = _looked_at(form, challenge, before)
    if isinstance(error, Clash):
        challenge = own(public_id)
        form.version.data = challenge.version
    return replies.page(
        "challenges/phases.html", form, error, challenge=challenge, seen=seen, lines=_lines(seen, challenge),
        phases=PHASES, days=days, has_phases=bool(before),
    )  # fmt: skip


def _keep(form: PhasesForm, public_id: str, before: Sequence[Phase], key: str) -> None:
    version, why = form.version.data or 0, form.why.data or ""
    deeds.plan(g.ctx, public_id, form.phases(before), version=version, why=why, once=key)


def _looked_at(
    form: PhasesForm, challenge: Page, before: Sequence[Phase]
) -> tuple[PhasesForm, Denied | None, Effects | None]:
    """The form with what was written, moved along where that was asked for, and what keeping it would do."""
    try:
        wanted = form.phases(before)
        form = form.holding(wanted)
        fit(wanted, challenge)
    except Unfit as error:
        form.refuse(error)
        return form, error, None
    return form, None, effects(before, wanted, challenge.closes_on, g.ctx.today)


def _lines(seen: Effects | None, challenge: Page) -> list[str]:
    """What keeping a plan does besides the days of its phases."""
    if seen is None:
        return []
    found = []
    if not any(one.after for one in seen.changes):
        found.append(_("Utfordringen går videre uten faser."))
    if seen.today_after != seen.today_before and seen.today_after:
        found.append(_("I dag blir fasen «%(phase)s».") % {"phase": seen.today_after.label})
    found.append(_last_day(seen))
    if challenge.answers_on:
        words = _("Svarene er fortsatt lovet senest %(day)s.")
        found.append(words % {"day": day(challenge.answers_on)})
    is_ahead = seen.closes_after is None or seen.closes_after >= g.ctx.today
    if challenge.state is ChallengeState.LUKKET and is_ahead and seen.takes_proposals:
        found.append(_("Utfordringen åpner igjen for forslag."))
    return found


def _last_day(seen: Effects) -> str:
    before, after = (day(one) if one else "" for one in (seen.closes_before, seen.closes_after))
    if before == after:
        words = _("Siste dag for forslag er fortsatt %(day)s.") if after else _("Forslag har ingen siste dag.")
        return words % {"day": after}
    if not after:
        return _("Forslag har ingen siste dag lenger.")
    if not before:
        return _("Siste dag for forslag blir %(day)s.") % {"day": after}
    return _("Siste dag for forslag blir %(day)s, ikke %(before)s.") % {"day": after, "before": before}
