"""Rulings on files: which file it was, so that whoever attached it can appeal.

Revises: 0067
"""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rulings", sa.Column("file", sa.String(length=12), server_default="", nullable=False))


def downgrade() -> None:
    # Without the column they would be read as rulings on the text that the file hung on.
    op.execute("DELETE FROM appeals WHERE ruling_id IN (SELECT id FROM rulings WHERE file <> '')")
    op.execute("DELETE FROM rulings WHERE file <> ''")
    op.drop_column("rulings", "file")
