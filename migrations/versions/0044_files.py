"""Files and pictures that are attached to proposals, needs, challenges, answers and comments.

Revises: 0060
"""

import sqlalchemy as sa
from alembic import op

from samskaping.db import Key, Moment, narrow, widen

revision = "0044"
down_revision = "0060"
branch_labels = None
depends_on = None

EVENTS = ("file.added", "file.removed", "file.hidden", "file.restored")
KINDS = ("jpeg", "png", "webp", "pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp")
STATES = ("venter", "klar", "avvist", "borte")
REFUSALS = ("virus", "odelagt")
PARENTS = {
    "proposal_id": "proposals",
    "need_id": "needs",
    "challenge_id": "challenges",
    "statement_id": "statements",
    "comment_id": "comments",
}


def _kinds(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40, create_constraint=True)


def upgrade() -> None:
    widen(op.get_bind(), "events", "what", *EVENTS)
    one = " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in PARENTS)
    op.create_table(
        "files",
        sa.Column("public_id", sa.String(length=12), nullable=False),
        *(sa.Column(column, sa.Integer(), nullable=True) for column in PARENTS),
        sa.Column("uploader_id", Key, nullable=True),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("kind", _kinds("filekind", KINDS), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("state", _kinds("filestate", STATES), nullable=False),
        sa.Column("refusal", _kinds("refusal", REFUSALS), nullable=True),
        sa.Column("sizes", sa.JSON(), nullable=False),
        sa.Column("alt", sa.String(length=300), nullable=False),
        sa.Column("is_decorative", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("uploaded_at", Moment(), nullable=False),
        sa.Column("leased_until", Moment(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("hidden_at", Moment(), nullable=True),
        sa.Column("hidden_reason", sa.String(length=500), nullable=False),
        sa.Column("removed_at", Moment(), nullable=True),
        sa.Column("municipality_id", Key, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.CheckConstraint(f"{one} = 1", name=op.f("ck_files_parent")),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name=op.f("fk_files_municipality_id")),
        sa.ForeignKeyConstraint(["uploader_id"], ["people.id"], name=op.f("fk_files_uploader_id")),
        *(
            sa.ForeignKeyConstraint(
                ["municipality_id", column],
                [f"{table}.municipality_id", f"{table}.id"],
                name=op.f(f"fk_files_municipality_id_{column}"),
                ondelete="CASCADE",
            )
            for column, table in PARENTS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
        sa.UniqueConstraint("key", name=op.f("uq_files_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_files_public_id")),
    )
    for column in PARENTS:
        op.create_index(op.f(f"ix_files_{column}"), "files", [column])
    op.create_index(op.f("ix_files_uploader_id_uploaded_at"), "files", ["uploader_id", "uploaded_at"])
    op.create_index(op.f("ix_files_state_leased_until"), "files", ["state", "leased_until"])
    op.create_index(op.f("ix_files_removed_at"), "files", ["removed_at"])


def downgrade() -> None:
    op.drop_table("files")
    narrow(op.get_bind(), "events", "what", *EVENTS)
