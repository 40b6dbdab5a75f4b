"""What waits for staff at a place, for the numbers in their menu: bounded, and read with whoever stands at the door."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Boolean, Select, case, func, literal_column, select

from samskaping.db import constant
from samskaping.models import (
    Appeal,
    ChallengePartner,
    Comment,
    Membership,
    Municipality,
    Need,
    Proposal,
    Raised,
    Report,
    Wording,
)
from samskaping.models.comments import WAITS
from samskaping.models.needs import WAITS as NEED_WAITS
from samskaping.models.proposals import OPEN_SHELF
from samskaping.rules.partners import Standing
from samskaping.rules.policy import BINDING, HANDLING, PUBLISHING, REVIEWING
from samskaping.rules.raised import RaisedState
from samskaping.rules.roles import Role
from samskaping.rules.shelves import Shelf
from samskaping.rules.wordings import WordingState

#: A number in the menu is exact up to this.
MOST = 99


def new_cases(place: Any) -> Any:
    """How many open cases nobody has taken, for those who handle cases; read along the inbox's index."""
    new = select(Proposal.id).where(
        Proposal.municipality_id == place, literal_column(f"proposals.{OPEN_SHELF}"), Proposal.handler_id.is_(None)
    )
    return _for(HANDLING, _count(new))


def to_decide(place: Any) -> Any:
    """How much waits for a moderator, for those who moderate: as many as their queue has (``queries.moderation``)."""
    reported = select(Report.proposal_id).where(Report.municipality_id == place, Report.closed_at.is_(None))
    waiting: tuple[Select[Any], ...] = (
        select(Proposal.id).where(Proposal.municipality_id == place, Proposal.shelf == constant(Shelf.GODKJENNING)),
        select(Comment.id).where(Comment.municipality_id == place, literal_column(f"({WAITS})", Boolean)),
        select(Need.id).where(Need.municipality_id == place, literal_column(f"({NEED_WAITS})", Boolean)),
        reported.group_by(Report.proposal_id, Report.comment_id, Report.need_id),
        select(Appeal.id).where(Appeal.municipality_id == place, Appeal.decided_at.is_(None)),
    )
    first, *others = map(_count, waiting)
    return _for(REVIEWING, sum(others, first))


def invitations(place: Any) -> Any:
    """How many invitations to share a challenge wait, for those who answer for the municipality."""
    waiting = select(ChallengePartner.id).where(
        ChallengePartner.municipality_id == place, ChallengePartner.standing == constant(Standing.INVITERT)
    )
    return _for(BINDING, _count(waiting))


def suggested(place: Any) -> Any:
    """How much people have suggested that waits for an answer (challenges they raise, and other words for texts of
    the municipality's own), for those who write challenges."""
    waiting = (
        select(Raised.id).where(Raised.municipality_id == place, Raised.state == constant(RaisedState.SENDT)),
        select(Wording.id).where(Wording.municipality_id == place, Wording.state == constant(WordingState.APEN)),
    )
    first, second = map(_count, waiting)
    return _for(PUBLISHING, first + second)


def _count(rows: Select[Any]) -> Any:
    bounded = rows.limit(literal_column(str(MOST + 1))).correlate(Municipality).subquery()
    return select(func.count()).select_from(bounded).correlate(Municipality).scalar_subquery()


def _for(roles: Collection[Role], count: Any) -> Any:
    """Counted for those roles, and not for anybody else."""
    return case((Membership.role.in_([constant(role) for role in roles]), count), else_=literal_column("0"))
