"""Files beside what they hang on: a column of the statement that reads the thing, so that they cost no other."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, cast, select

from samskaping.context import Context
from samskaping.db import Listed
from samskaping.models import File
from samskaping.rules.file_parents import FileState, Refusal
from samskaping.rules.files import KINDS, FileKind

#: What says by itself what it shows is no picture.
PICTURES = tuple(kind for kind, one in KINDS.items() if one.is_picture)


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


class HoldsFiles:
    """A row that was read with a column of ``beside``; that is its ``file_list``."""

    file_list: Any

    @property
    def files(self) -> tuple[Attached, ...]:
        return read(self.file_list)


def of(ctx: Context, column: str, key: int) -> tuple[Attached, ...]:
    """The files of one thing, asked for alone."""
    found = select(*_CELLS).where(getattr(File, column) == key, File.removed_at.is_(None))
    return read([tuple(row) for row in ctx.db.execute(found)])


def undescribed(key: Any) -> ColumnElement[bool]:
    """Whether a picture of a proposal does not say what it shows; in a larger statement."""
    return (
        select(File.id)
        .where(
            File.proposal_id == key, File.removed_at.is_(None), File.kind.in_(PICTURES), File.alt == "",
            File.is_decorative.is_(False), File.state != FileState.AVVIST,
        )
        .exists()
    )  # fmt: skip
