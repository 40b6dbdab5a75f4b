"""Evaluations and tasks are reminded of before their day and told of after it.

Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

from samskaping.db import narrow, widen

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

EVENTS = ("evaluation.near", "evaluation.late", "task.near", "task.late")


def upgrade() -> None:
    widen(op.get_bind(), "events", "what", *EVENTS)
    op.add_column("evaluations", sa.Column("reminded_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.execute("ALTER TABLE evaluations DROP COLUMN reminded_on")
    narrow(op.get_bind(), "events", "what", *EVENTS)
