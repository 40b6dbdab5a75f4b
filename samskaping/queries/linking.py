"""Cases that are linked to one, from either side."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from samskaping.context import Context
from samskaping.models import CaseLink, Proposal
from samskaping.queries.case_page import Case
from samskaping.rules.pipeline import State
from samskaping.rules.policy import Can

_MOST = 50


@dataclass(frozen=True)
class Linked:
    """A case that another is linked to."""

    reference: str
    title: str
    language: str
    state: State
    support_count: int


def of_case(ctx: Context, case: Case) -> tuple[Linked, ...]:
    """The cases that this one is linked to, newest first. One statement."""
    ctx.require(Can.PROPOSAL_INSPECT)
    ahead = select(CaseLink.other_id).where(CaseLink.proposal_id == case.key)
    behind = select(CaseLink.proposal_id).where(CaseLink.other_id == case.key)
    found: Any = (
        select(Proposal.reference, Proposal.title, Proposal.language, Proposal.state, Proposal.support_count)
        .where(
            or_(Proposal.id.in_(ahead), Proposal.id.in_(behind)),
            Proposal.municipality_id == ctx.here.id,
            Proposal.state != State.UTKAST,
        )
        .order_by(Proposal.reference.desc())
        .limit(_MOST)
    )
    return tuple(Linked(*row) for row in ctx.db.execute(found))
