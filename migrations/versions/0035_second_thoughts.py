"""What is said in a working group can be changed and taken back.

Revises: 0034
"""

import sqlalchemy as sa
from alembic import op

from samskaping.db import narrow, widen

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
EVENTS = ("group.said_anew", "group.unsaid")


def upgrade() -> None:
    widen(op.get_bind(), "events", "what", *EVENTS)
    op.add_column("group_posts", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    for name in ("edited_at", "retracted_at"):
        op.add_column("group_posts", sa.Column(name, MOMENT, nullable=True))


def downgrade() -> None:
    for name in ("version", "edited_at", "retracted_at"):
        op.drop_column("group_posts", name)
    narrow(op.get_bind(), "events", "what", *EVENTS)
