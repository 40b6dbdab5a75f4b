"""Who may say what is needed in a case."""

from dataclasses import dataclass

from samskaping.context import Context
from samskaping.queries.groups import sits
from samskaping.queries.proposal_page import Case
from samskaping.rules.groups import MemberRole
from samskaping.rules.pipeline import STATES
from samskaping.rules.policy import Can


@dataclass(frozen=True)
class _Seated:
    """A case and whether the visitor is in its group, as permissions ask."""

    partial_ids: list[int]
    is_member: bool
    is_open: bool
    writer_id: int | None = None
    session_id: int | None = None


def may_make(ctx: Context, case: Case, seat: MemberRole | None) -> bool:
    """Whether the visitor, who has this seat in the group of a case, may say what is needed there. No statement."""
    rule = STATES[case.state]
    seated = _Seated(case.partial_ids, sits(ctx, seat, case.partial_ids), case.is_public and rule.takes_group)
    return not rule.is_end and ctx.may(Can.ASK_MAKE, seated)
