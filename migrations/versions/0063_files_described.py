"""That somebody said what a picture shows, is in the history.

Revises: 0049
"""

from alembic import op

from samskaping.db import narrow, widen

revision = "0063"
down_revision = "0049"
branch_labels = None
depends_on = None

EVENTS = ("file.described",)


def upgrade() -> None:
    widen(op.get_bind(), "events", "what", *EVENTS)


def downgrade() -> None:
    narrow(op.get_bind(), "events", "what", *EVENTS)
