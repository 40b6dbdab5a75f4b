"""The letters that tell somebody that their account is shut, or open again.

Revises: 0080
"""

from alembic import op

from samskaping.db import narrow, widen

revision = "0073"
down_revision = "0080"
branch_labels = None
depends_on = None

LETTERS = ("account_shut", "account_opened")


def upgrade() -> None:
    widen(op.get_bind(), "letters", "kind", *LETTERS)


def downgrade() -> None:
    narrow(op.get_bind(), "letters", "kind", *LETTERS)
