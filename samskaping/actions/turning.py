"""A challenge comes into the phase that the day says, and the history tells of it: by the clock, or with a deed."""

from collections.abc import Sequence

from samskaping.actions.record import record
from samskaping.context import Context
from samskaping.models import Challenge
from samskaping.rules.events import What
from samskaping.rules.phases import Phase, held_on


def turn(ctx: Context, row: Challenge, phases: Sequence[Phase]) -> bool:
    """Bring a locked challenge to today's phase, and leave a line that followers hear of. Answers whether it turned.

    What is open never waits for this: that goes by the phases' days. A phase that came and went while nobody looked
    leaves no line.
    """
    held = held_on(phases, ctx.today)
    kind = held.kind if held else None
    if row.phase == kind:
        return False
    before, row.phase = row.phase, kind
    what = What.CHALLENGE_PHASE_BEGAN if kind else What.CHALLENGE_PHASE_ENDED
    record(ctx, what, row, phase=kind or before)
    return True
