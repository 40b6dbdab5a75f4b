"""People fetch what is kept about them, and erase their accounts; support stays counted without anybody's name.

Revises: 0036
"""

import sqlalchemy as sa
from alembic import op

from samskaping.db import Key, Moment, narrow, widen

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

STATES = ("venter", "lages", "ferdig", "mislykket")
#: Rows that say «I too», table → the row that counts them, and its total.
COUNTED = {
    "supports": ("proposals", "proposal_id", "support_count"),
    "need_concerns": ("needs", "need_id", "concern_count"),
}


def upgrade() -> None:
    op.create_table(
        "own_copies",
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="exportstate", native_enum=False, length=40, create_constraint=True),
            nullable=False,
        ),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("done_at", Moment(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("leased_until", Moment(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_own_copies_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_copies")),
        sa.UniqueConstraint("public_id", name=op.f("uq_own_copies_public_id")),
    )
    op.create_index(op.f("ix_own_copies_person_id_asked_at"), "own_copies", ["person_id", "asked_at"])
    op.create_index(op.f("ix_own_copies_state_asked_at"), "own_copies", ["state", "asked_at"])
    op.create_table(
        "own_copy_pieces",
        sa.Column("copy_id", Key, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["copy_id"], ["own_copies.id"], name=op.f("fk_own_copy_pieces_copy_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_copy_pieces")),
        sa.UniqueConstraint("copy_id", "number", name=op.f("uq_own_copy_pieces_copy_id_number")),
    )
    op.add_column("people", sa.Column("erased_at", Moment(), nullable=True))
    for table in COUNTED:
        with op.batch_alter_table(table) as rows:
            rows.alter_column("person_id", existing_type=Key, nullable=True)
    widen(op.get_bind(), "letters", "kind", "erased")
    widen(op.get_bind(), "authors", "kind", "tidligere")


def downgrade() -> None:
    op.execute("DELETE FROM letters WHERE kind = 'erased'")
    op.execute("UPDATE authors SET kind = 'person' WHERE kind = 'tidligere'")
    narrow(op.get_bind(), "authors", "kind", "tidligere")
    narrow(op.get_bind(), "letters", "kind", "erased")
    for table, (counting, key, total) in COUNTED.items():
        nobodys = f"SELECT count(*) FROM {table} WHERE {table}.{key} = {counting}.id AND {table}.person_id IS NULL"  # noqa: S608
        op.execute(f"UPDATE {counting} SET {total} = {total} - ({nobodys})")  # noqa: S608  names from above
        op.execute(f"DELETE FROM {table} WHERE person_id IS NULL")  # noqa: S608
        with op.batch_alter_table(table) as rows:
            rows.alter_column("person_id", existing_type=Key, nullable=False)
    op.drop_column("people", "erased_at")
    op.drop_table("own_copy_pieces")
    op.drop_table("own_copies")
