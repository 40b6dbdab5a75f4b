"""A sheet says how it was read: a csv's encoding, or which of a workbook's sheets.

Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sheets", sa.Column("read_as", sa.String(length=40), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("sheets", "read_as")
