"""The open working group of a case says what it needs; staff are reminded of what they have not answered.

Revises: 0036
"""

from alembic import op

from samskaping.db import narrow, widen

revision = "0038"
down_revision = "0036"
branch_labels = None
depends_on = None

EVENTS = ("ask.made_by_group", "ask.closed_by_group", "reflection.near")


def upgrade() -> None:
    widen(op.get_bind(), "events", "what", *EVENTS)


def downgrade() -> None:
    narrow(op.get_bind(), "events", "what", *EVENTS)
