"""What moderators have ruled on a text, the newest last, and the mark by which two of them find each other out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.models import Comment, Need, Person, Proposal, Ruling
from samskaping.rules.moderation import Deed
from samskaping.rules.pipeline import State
from samskaping.rules.speech import ReportReason

_MOST = 50


@dataclass(frozen=True)
class RulingLine:
    """One ruling: who, what and when, and why in code and words."""

    public_id: str
    deed: Deed
    reason: ReportReason | None
    words: str
    decided_at: datetime
    by: str
    #: What ``words`` are written in; empty where nobody knows.
    language: str


def about(
    ctx: Context,
    proposal_id: int | None,
    comment_id: int | None,
    need_id: int | None = None,
    challenge_id: int | None = None,
) -> tuple[RulingLine, ...]:
    """The rulings on a proposal, a comment, a need or a challenge, the newest first. One statement."""
    found = _lines().where(_on(proposal_id, comment_id, need_id, challenge_id)).order_by(Ruling.id.desc()).limit(_MOST)
    return tuple(RulingLine(*row) for row in ctx.db.execute(found))


def these(ctx: Context, public_ids: Iterable[str]) -> dict[str, RulingLine]:
    """Rulings by their public ids. One statement."""
    found = _lines().where(Ruling.municipality_id == ctx.here.id, Ruling.public_id.in_(set(public_ids)))
    return {row.public_id: RulingLine(*row) for row in ctx.db.execute(found)}


def _lines() -> Any:
    return select(
        Ruling.public_id, Ruling.deed, Ruling.reason, Ruling.words, Ruling.decided_at, Person.name, Ruling.language
    ).join(Person, Person.id == Ruling.decided_by_id)


def newest_on(
    proposal_id: Any, comment_id: int | None, need_id: int | None = None, challenge_id: int | None = None
) -> Any:
    """The public id of the newest ruling on a proposal, a comment, a need or a challenge, for a larger statement."""
    found = select(Ruling.public_id).where(_on(proposal_id, comment_id, need_id, challenge_id))
    return found.order_by(Ruling.id.desc()).limit(1).scalar_subquery()


def that_sent_back(ctx: Context, ref: str) -> RulingLine | None:
    """The ruling by which a proposal that is its writer's draft again, was sent back. One or two statements."""
    draft = select(Proposal.id).where(
        Proposal.reference == ref, Proposal.municipality_id == ctx.here.id, Proposal.state == State.UTKAST
    )
    key = ctx.db.scalar(draft)
    ruled = about(ctx, key, None) if key else ()
    return ruled[0] if ruled else None


def mark(version: int, last: str | None) -> str:
    """What a form is opened on: the text's version, and the last ruling on it."""
    return f"{version}.{last or ''}"


def last() -> Any:
    """The public id of the newest ruling on the comment, need or else proposal, of a row in a larger statement."""
    ruling = aliased(Ruling)
    on_comment = and_(Comment.id.is_not(None), ruling.comment_id == Comment.id)
    on_proposal = and_(Comment.id.is_(None), ruling.comment_id.is_(None))
    in_case = and_(ruling.proposal_id == Proposal.id, on_comment | on_proposal)
    newest = select(ruling.public_id).where(ruling.file == "", or_(in_case, ruling.need_id == Need.id))
    return newest.order_by(ruling.id.desc()).limit(1).correlate(Proposal, Comment, Need).scalar_subquery()


def _on(proposal_id: Any, comment_id: int | None, need_id: int | None, challenge_id: int | None) -> ColumnElement[bool]:
    """The text itself, and not a file that hangs there."""
    of_text = Ruling.file == ""
    if challenge_id is not None:
        return and_(of_text, Ruling.challenge_id == challenge_id)
    if need_id is not None:
        return and_(of_text, Ruling.need_id == need_id)
    on_comment = Ruling.comment_id.is_(None) if comment_id is None else Ruling.comment_id == comment_id
    return and_(of_text, Ruling.proposal_id == proposal_id, on_comment)
