"""What was decided after a vote.

Revises: 0068
"""

import sqlalchemy as sa
from alembic import op

from samskaping.db import narrow, widen

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None

EVENTS = ("vote.decided",)


def upgrade() -> None:
    widen(op.get_bind(), "events", "what", *EVENTS)
    op.add_column("votes", sa.Column("decision", sa.JSON(), nullable=True))
    op.add_column("votes", sa.Column("decision_on", sa.Date(), nullable=True))
    op.add_column("votes", sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for name in ("decided_at", "decision_on", "decision"):
        op.drop_column("votes", name)
    narrow(op.get_bind(), "events", "what", *EVENTS)
