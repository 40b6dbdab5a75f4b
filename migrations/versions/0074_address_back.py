"""A mailed link by which whoever had an account's old address takes it back.

Revises: 0073
"""

from alembic import op

from samskaping.db import narrow, widen

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None


def upgrade() -> None:
    widen(op.get_bind(), "one_time_tokens", "purpose", "restore_email")


def downgrade() -> None:
    narrow(op.get_bind(), "one_time_tokens", "purpose", "restore_email")
