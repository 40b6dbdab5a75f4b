"""The open working group of a case answers what is offered to it.

Revises: 0035
"""

import sqlalchemy as sa
from alembic import op

from samskaping.db import narrow, widen

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

EVENTS = (
    "offer.accepted_by_group", "offer.declined_by_group", "offer.delivered_by_group", "offer.lost_by_group",
)  # fmt: skip


def upgrade() -> None:
    widen(op.get_bind(), "events", "what", *EVENTS)
    op.add_column("offers", sa.Column("answer_by_group", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("offers", "answer_by_group")
    narrow(op.get_bind(), "events", "what", *EVENTS)
