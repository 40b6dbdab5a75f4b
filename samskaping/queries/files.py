"""The one file that somebody fetches: had exactly while what it hangs on can be seen by them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select

from samskaping.context import Context
from samskaping.errors import Missing
from samskaping.models import Challenge, Comment, File, Need, Proposal, Statement
from samskaping.queries import needs, visible
from samskaping.queries.attached import PICTURES, Size
from samskaping.queries.proposing import own
from samskaping.rules.file_parents import FileState
from samskaping.rules.files import KINDS, FileKind
from samskaping.rules.pipeline import State
from samskaping.rules.policy import Can

#: A challenge's files are read wherever it is shared; conditions here say the municipality themselves.
_SHARED = {"every_municipality": True, "among_partners": True}


@dataclass(frozen=True)
class Fetched:
    """A file that this visitor may have now; ``key`` is an inner matter."""

    public_id: str
    key: str
    name: str
    kind: FileKind
    size: int
    sizes: tuple[Size, ...]
    uploaded_at: datetime
    is_shown: bool
    is_hidden: bool
    hidden_reason: str
    alt: str
    is_mine: bool

    @property
    def largest(self) -> Size | None:
        return self.sizes[-1] if self.sizes else None

    @property
    def is_picture(self) -> bool:
        return KINDS[self.kind].is_picture


def fetch(ctx: Context, public_id: str, *, for_moderator: bool = False) -> Fetched:
    """One file, while what it hangs on can be seen by this visitor. Raises ``Missing`` as for one that never was.

    Whoever uploaded it, and staff, get it before it says what it shows and after a moderator has hidden it;
    nobody gets one that is not looked through, but that a moderator may hide it.
    """
    described = or_(File.alt != "", File.is_decorative, File.kind.not_in(PICTURES))
    shown = and_(described, File.hidden_at.is_(None))
    own_file = File.uploader_id == ctx.actor.person_id if ctx.actor.is_known else false()
    wanted = [File.public_id == public_id, File.removed_at.is_(None), or_(*_reached(ctx))]
    if not ctx.may(Can.PROPOSAL_INSPECT):
        wanted.append(or_(shown, own_file))
    if not for_moderator:
        wanted.append(File.state == FileState.KLAR)
    columns = (File.public_id, File.key, File.name, File.kind, File.size, File.sizes, File.uploaded_at, shown)
    more = (File.hidden_at.is_not(None), File.hidden_reason, File.alt, own_file)
    found = select(*columns, *more).where(*wanted)
    row: Any = ctx.db.execute(found, execution_options=_SHARED).one_or_none()
    if row is None:
        raise Missing
    cells: tuple[Any, ...] = (*row[:5], tuple(Size(*one) for one in row[5]), *row[6:])
    return Fetched(*cells)


def _reached(ctx: Context) -> Iterable[ColumnElement[bool]]:
    """What the file hangs on is seen by this visitor: for each column the very condition of the thing's own page."""
    here, is_here = ctx.here.id, File.municipality_id == ctx.here.id
    draft = and_(own(ctx), Proposal.state == State.UTKAST)
    sees = or_(visible.proposals(ctx), draft)
    cases = select(Proposal.id).where(Proposal.municipality_id == here, sees)
    challenges = select(Challenge.id).where(
        Challenge.seen_from(here),
        visible.challenges(ctx),
        or_(Challenge.published_at.is_not(None), Challenge.municipality_id == here),
    )
    me = ctx.actor.person_id if ctx.actor.is_known else 0
    inner = ctx.may(Can.PROPOSAL_INSPECT)
    mine = cases.where(Proposal.writer_id == me)
    open_words = Statement.is_public if not inner else Statement.id.is_not(None)
    said = select(Statement.id).where(
        or_(
            and_(Statement.proposal_id.in_(cases), or_(open_words, Statement.proposal_id.in_(mine))),
            and_(Statement.challenge_id.in_(challenges), open_words),
        )
    )
    whole = and_(Comment.hidden_at.is_(None), Comment.held_since.is_(None))
    unsilenced = or_(whole, Comment.writer_id == me, Comment.id.is_not(None) if ctx.may(Can.MODERATE) else false())
    comments = select(Comment.id).where(Comment.proposal_id.in_(cases), Comment.retracted_at.is_(None), unsilenced)
    told = select(Need.id).where(Need.municipality_id == here, needs.visible(ctx))
    return (
        and_(is_here, File.proposal_id.in_(cases)),
        and_(is_here, File.need_id.in_(told)),
        File.challenge_id.in_(challenges),
        File.statement_id.in_(said),
        and_(is_here, File.comment_id.in_(comments)),
    )
