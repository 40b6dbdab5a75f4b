"""What a municipality, or a challenge, asks people to have shown of themselves before each act.

Revises: 0051
"""

import sqlalchemy as sa
from alembic import op

from samskaping.db import narrow, widen

revision = "0048"
down_revision = "0046"
branch_labels = None
depends_on = None

EVENT = "challenge.thresholds_set"
TABLES = ("municipalities", "challenges")


def upgrade() -> None:
    widen(op.get_bind(), "events", "what", EVENT)
    for table in TABLES:
        op.add_column(table, sa.Column("thresholds", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "thresholds")
    narrow(op.get_bind(), "events", "what", EVENT)
