"""A municipality's list of words that make a text be read before it is published.

Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("municipalities", sa.Column("read_first_words", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("municipalities", "read_first_words")
