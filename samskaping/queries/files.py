"""Files that hang on what is shown, and the one that somebody fetches."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, false, or_, select

from samskaping.context import Context
from samskaping.db import Listed
from samskaping.errors import Missing
from samskaping.models import Challenge, Comment, File, Need, Proposal, Statement
from samskaping.queries import needs, visible
from samskaping.queries.proposing import own
from samskaping.rules.file_parents import FileState, Refusal
from samskaping.rules.files import KINDS, FileKind
from samskaping.rules.pipeline import State
from samskaping.rules.policy import Can

#: A challenge's files are read wherever it is shared; conditions here say the municipality themselves.
_SHARED = {"every_municipality": True, "among_partners": True}


@dataclass(frozen=True)
class Size:
    """One of the widths that a picture was made in; ``width`` and ``height`` are its true ones."""

    nominal: int
    width: int
    height: int


@dataclass(frozen=True)
class Attached:
    """One file of something."""

    order: int
    public_id: str
    name: str
    kind: FileKind
    size: int
    state: FileState
    refusal: Refusal | None
    sizes: tuple[Size, ...]
    alt: str
    is_decorative: bool
    is_hidden: bool
    hidden_reason: str
    uploader_id: int | None

    @property
    def is_picture(self) -> bool:
        return KINDS[self.kind].is_picture

    @property
    def is_described(self) -> bool:
        """Whether it says what it shows, or that it shows nothing that is not said."""
        return bool(self.alt) or self.is_decorative or not self.is_picture

    @property
    def waits(self) -> bool:
        """Whether it is still looked through; nobody gets it before."""
        return self.state is FileState.VENTER

    @property
    def is_ready(self) -> bool:
        return self.state is FileState.KLAR

    @property
    def is_shown(self) -> bool:
        """Whether everybody gets it who sees what it hangs on."""
        return self.is_ready and self.is_described and not self.is_hidden

    @property
    def largest(self) -> Size | None:
        return self.sizes[-1] if self.sizes else None


_CELLS: tuple[Any, ...] = (
    File.id, File.public_id, File.name, File.kind, File.size, File.state, File.refusal, cast(File.sizes, String),
    File.alt, File.is_decorative, File.hidden_at.is_not(None), File.hidden_reason, File.uploader_id,
)  # fmt: skip


def beside(column: Any, key: Any) -> Any:
    """A column in the statement that reads the thing: all its files, for ``read``."""
    found = select(Listed(*_CELLS)).where(column == key, File.removed_at.is_(None))
    return found.correlate(key.table).scalar_subquery()


def read(cell: Any) -> tuple[Attached, ...]:
    """The files of a cell that ``beside`` made, in the order in which they came."""
    return tuple(sorted((_attached(row) for row in cell or ()), key=lambda one: one.order))


def _attached(row: Any) -> Attached:
    order, public_id, name, kind, size, state, refusal, sizes, alt, is_decorative, hidden, why, uploader = row
    return Attached(
        order, public_id, name, FileKind(kind), size, FileState(state), Refusal(refusal) if refusal else None,
        tuple(Size(*one) for one in json.loads(sizes or "[]")), alt, bool(is_decorative), bool(hidden), why, uploader,
    )  # fmt: skip


def of(ctx: Context, column: str, key: int) -> tuple[Attached, ...]:
    """The files of one thing, asked for alone."""
    found = select(*_CELLS).where(getattr(File, column) == key, File.removed_at.is_(None))
    return read([tuple(row) for row in ctx.db.execute(found)])


def undescribed(key: Any) -> ColumnElement[bool]:
    """Whether a picture of a proposal does not say what it shows; in a larger statement."""
    pictures = [kind for kind, one in KINDS.items() if one.is_picture]
    return (
        select(File.id)
        .where(
            File.proposal_id == key, File.removed_at.is_(None), File.kind.in_(pictures), File.alt == "",
            File.is_decorative.is_(False), File.state != FileState.AVVIST,
        )
        .exists()
    )  # fmt: skip


@dataclass(frozen=True)
class Fetched:
    """A file that this visitor may have now. ``column`` and ``thing_id`` say what it hangs on; inner matters."""

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
    def is_picture(self) -> bool:
        return KINDS[self.kind].is_picture


def fetch(ctx: Context, public_id: str, *, for_moderator: bool = False) -> Fetched:
    """One file, while what it hangs on can be seen by this visitor. Raises ``Missing`` as for one that never was.

    Whoever uploaded it, and staff, get it before it says what it shows and after a moderator has hidden it;
    nobody gets one that is not looked through, but that a moderator may hide it.
    """
    described = or_(File.alt != "", File.is_decorative, File.kind.not_in([k for k, v in KINDS.items() if v.is_picture]))
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
    return Fetched(*row[:5], tuple(Size(*one) for one in row[5]), *row[6:])


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
    comments = select(Comment.id).where(
        Comment.proposal_id.in_(cases), Comment.retracted_at.is_(None), unsilenced
    )
    told = select(Need.id).where(Need.municipality_id == here, needs.visible(ctx))
    return (
        and_(is_here, File.proposal_id.in_(cases)),
        and_(is_here, File.need_id.in_(told)),
        File.challenge_id.in_(challenges),
        File.statement_id.in_(said),
        and_(is_here, File.comment_id.in_(comments)),
    )
