"""Whoever proposed asks for an ended case to be taken up again, and is answered.

Revises: 0025
"""

from alembic import op

from samskaping.db import narrow, widen

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

EVENTS = ("reopening.asked", "reopening.declined")


def upgrade() -> None:
    widen(op.get_bind(), "events", "what", *EVENTS)


def downgrade() -> None:
    narrow(op.get_bind(), "events", "what", *EVENTS)
