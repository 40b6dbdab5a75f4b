"""The county and bodies of the state are asked as councils are.

Revises: 0028
"""

from alembic import op

from samskaping.db import narrow, widen

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

KINDS = ("fylke", "stat")


def upgrade() -> None:
    widen(op.get_bind(), "councils", "kind", *KINDS)


def downgrade() -> None:
    op.execute("UPDATE councils SET kind = 'annet' WHERE kind IN ('fylke', 'stat')")
    narrow(op.get_bind(), "councils", "kind", *KINDS)
