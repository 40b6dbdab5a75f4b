"""Stamps: a value for each municipality that changes with what its public pages show; and what is late is counted along an index.

Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stamps",
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stamps")),
        sa.UniqueConstraint("place", name=op.f("uq_stamps_place")),
    )
    waits = sa.text("waiting_since IS NOT NULL")
    columns = ["municipality_id", "is_public", "answer_due", "unit_id"]
    op.create_index("ix_proposals_late", "proposals", columns, postgresql_where=waits, sqlite_where=waits)


def downgrade() -> None:
    op.drop_index("ix_proposals_late", "proposals")
    op.drop_table("stamps")
