"""Whether a municipality keeps what residents wrote a year ago out of search engines, with the names that stand there.

Revises: 0056
"""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("old_names_unlisted", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("municipalities", column)


def downgrade() -> None:
    op.drop_column("municipalities", "old_names_unlisted")
