"""Cases that stand near one: those that it is linked to, from either side, and those that may be alike."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Float, and_, false, literal, or_, select, true, union_all

from samskaping.context import Context
from samskaping.models import CaseLink, Proposal
from samskaping.queries import search
from samskaping.queries.case_page import Case
from samskaping.rules import likeness
from samskaping.rules.pipeline import OPEN, State
from samskaping.rules.policy import Can

_MOST, _CANDIDATES = 50, 20


@dataclass(frozen=True)
class Linked:
    """A case that stands near another."""

    reference: str
    title: str
    language: str
    state: State
    support_count: int

    @property
    def is_open(self) -> bool:
        """Whether another case can be joined with it."""
        return self.state in OPEN


@dataclass(frozen=True)
class Near:
    """Those linked, newest first, and those alike, most alike first; a case stands in one of them only."""

    linked: tuple[Linked, ...]
    alike: tuple[Linked, ...]


def near(ctx: Context, case: Case, *, most: int) -> Near:
    """What one is linked to, and at most so many public ones that are like it. One statement."""
    ctx.require(Can.PROPOSAL_INSPECT)
    words = f"{case.title} {case.need}"
    around = _around(ctx, case, words)
    found: Any = (
        select(
            Proposal.reference, Proposal.title, Proposal.language, Proposal.state, Proposal.support_count,
            Proposal.need, Proposal.idea, around.c.is_linked,
        )
        .join(around, around.c.id == Proposal.id)
        .where(
            or_(and_(around.c.is_linked, Proposal.state != State.UTKAST), Proposal.is_public),
            Proposal.municipality_id == ctx.here.id,
            Proposal.id != case.key,
        )
        .order_by(around.c.is_linked.desc(), around.c.rank, Proposal.reference.desc())
        .limit(_MOST + _CANDIDATES)
    )  # fmt: skip
    rows = ctx.db.execute(found).all()
    linked = {row.reference: Linked(*row[:5]) for row in rows if row.is_linked}
    others = [row for row in rows if row.reference not in linked]
    weighed = [(likeness.likeness(words, row.title, f"{row.need} {row.idea}"), Linked(*row[:5])) for row in others]
    alike = tuple(one for points, one in sorted(weighed, key=lambda pair: -pair[0]) if points)
    return Near(tuple(linked.values()), alike[:most])


def _around(ctx: Context, case: Case, words: str) -> Any:
    """Keys of those linked from either side, and of those that share telling words with it."""
    by_hand = (true().label("is_linked"), literal(0.0, Float).label("rank"))
    parts: list[Any] = [
        select(CaseLink.other_id.label("id"), *by_hand).where(CaseLink.proposal_id == case.key),
        select(CaseLink.proposal_id.label("id"), *by_hand).where(CaseLink.other_id == case.key),
    ]
    likes = search.like(ctx, "proposal", words, _CANDIDATES)
    if likes is not None:
        parts.append(select(likes.c.thing_id, false().label("is_linked"), likes.c.rank))
    return union_all(*parts).subquery("around")
