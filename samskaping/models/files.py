"""Files and pictures that are attached to what people and the municipality write."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Tenanted
from samskaping.rules.file_parents import COLUMNS, FileState, Refusal
from samskaping.rules.files import KINDS, FileKind

_ONE = " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in COLUMNS)


class File(Tenanted, Base):
    """One file; its bytes lie in the store under ``key``. It belongs to exactly one thing, and goes with it.

    ``sizes`` are the widths that a picture was made in: nominal, true width and height. ``removed_at`` takes it away
    for everybody; the worker then deletes the bytes and the row. A moderator's ``hidden_at`` keeps both.
    """

    __tablename__ = "files"
    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "proposal_id"], ["proposals.municipality_id", "proposals.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["municipality_id", "need_id"], ["needs.municipality_id", "needs.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(
            ["municipality_id", "challenge_id"], ["challenges.municipality_id", "challenges.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["municipality_id", "statement_id"], ["statements.municipality_id", "statements.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["municipality_id", "comment_id"], ["comments.municipality_id", "comments.id"], ondelete="CASCADE"
        ),
        CheckConstraint(f"{_ONE} = 1", name="parent"),
        UniqueConstraint("key"),
        *(Index(None, column) for column in COLUMNS),
        Index(None, "uploader_id", "uploaded_at"),
        Index(None, "state", "leased_until"),
        Index(None, "removed_at"),
    )

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    proposal_id: Mapped[int | None]
    need_id: Mapped[int | None]
    challenge_id: Mapped[int | None]
    statement_id: Mapped[int | None]
    comment_id: Mapped[int | None]
    #: Nobody, once the person has erased the account.
    uploader_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    key: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(160))
    kind: Mapped[FileKind]
    size: Mapped[int]
    #: Of what came, so that the same file sent twice is there once.
    digest: Mapped[str] = mapped_column(String(64))
    state: Mapped[FileState] = mapped_column(default=FileState.VENTER)
    refusal: Mapped[Refusal | None]
    sizes: Mapped[list[list[int]]] = mapped_column(JSON, default=list)
    alt: Mapped[str] = mapped_column(String(300), default="")
    is_decorative: Mapped[bool] = mapped_column(default=False, server_default=false())
    uploaded_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    hidden_at: Mapped[datetime | None]
    hidden_reason: Mapped[str] = mapped_column(String(500), default="")
    removed_at: Mapped[datetime | None]

    @property
    def is_picture(self) -> bool:
        return KINDS[self.kind].is_picture

    @property
    def is_described(self) -> bool:
        """Whether it says what it shows, or that it shows nothing that is not said; a document says it by its name."""
        return bool(self.alt) or self.is_decorative or not self.is_picture

    def belongs_to(self) -> tuple[str, Any]:
        """The column and the key of what it is attached to."""
        return next((column, key) for column in COLUMNS if (key := getattr(self, column)) is not None)
