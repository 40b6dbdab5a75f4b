"""Roles that a municipality's own issuer gives, and sessions that began there.

Revises: 0063
"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0063"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("memberships", sa.Column("by_issuer", sa.String(length=200), nullable=True))
    op.add_column("web_sessions", sa.Column("works_at_id", KEY, nullable=True))


def downgrade() -> None:
    op.drop_column("web_sessions", "works_at_id")
    # Without the column a role that an issuer gave would count wherever somebody signs in.
    op.execute("UPDATE memberships SET ended_at = granted_at WHERE by_issuer IS NOT NULL AND ended_at IS NULL")
    op.drop_column("memberships", "by_issuer")
