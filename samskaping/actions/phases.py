"""Planning the phases of a challenge: all of them at once, for they follow each other."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete

from samskaping.actions import challenges, turning
from samskaping.context import Context
from samskaping.errors import Unfit
from samskaping.language import gettext as _
from samskaping.models import Challenge, ChallengePhase, ChallengeState
from samskaping.rules.phases import PHASES, Opening, Phase, flaws, takes_until


def plan(
    ctx: Context, challenge: str, phases: Sequence[Phase], *, version: int, why: str = "", once: str | None = None
) -> None:
    """Set the phases of a challenge: these and no others; none at all, and it goes on as one without.

    A published challenge gets a new version that says why, and its history a line if today's phase is another.
    Where a phase takes proposals, the last day for them follows, and a challenge that was closed opens again.
    Raises ``Unfit`` when they overlap, run backwards, or go beyond the day on which answers are promised.
    """
    row = challenges.locked(ctx, challenge, version)
    wanted = sorted(phases, key=lambda one: list(PHASES).index(one.kind))
    _refuse(row, wanted, why)
    ctx.db.execute(
        delete(ChallengePhase).where(ChallengePhase.challenge_id == row.id),
        execution_options={"synchronize_session": False},
    )
    ctx.db.add_all(_row(row, one) for one in wanted)
    _set_last_day(ctx, row, wanted)
    if row.published_at is None:
        row.version += 1
        row.edited_at = ctx.now
        ctx.db.flush()
        # A draft leaves no trace in the history: nobody has been promised anything yet.
        ctx.db.info.pop("untold", None)
        return
    challenges.renew(ctx, row, wanted, why, once=once)
    if not wanted:
        row.phase = None  # the new version says it
    turning.turn(ctx, row, wanted)


def _refuse(row: Challenge, wanted: Sequence[Phase], why: str) -> None:
    found = flaws(wanted, row.answers_on)
    if row.published_at is not None and not why.strip():
        found["why"] = _("Skriv hva du har endret, og hvorfor")
    if found:
        raise Unfit(**found)


def _set_last_day(ctx: Context, row: Challenge, wanted: Sequence[Phase]) -> None:
    takes, last = takes_until(wanted)
    if not takes:
        return
    row.closes_on = last
    if row.state is ChallengeState.LUKKET and (last is None or last >= ctx.today):
        row.state, row.closed_at = ChallengeState.APEN, None


def _row(row: Challenge, one: Phase) -> ChallengePhase:
    takes: dict[str, Any] = {
        "takes_needs": Opening.BEHOV in one.opens,
        "takes_proposals": Opening.FORSLAG in one.opens,
        "takes_comments": Opening.KOMMENTARER in one.opens,
        "takes_support": Opening.STOTTE in one.opens,
    }
    return ChallengePhase(
        municipality_id=row.municipality_id,
        challenge_id=row.id,
        kind=one.kind,
        begins_on=one.begins_on,
        ends_on=one.ends_on,
        participants=one.participants,
        **takes,
    )
