"""Files of more lists: the moderators' queue, what is planned, and input that staff entered.

Revises: 0018
"""

from alembic import op

from samskaping.db import narrow, widen

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

LISTS = ("moderering", "planlagt", "innspill")


def upgrade() -> None:
    widen(op.get_bind(), "exports", "listing", *LISTS)


def downgrade() -> None:
    theirs = "SELECT id FROM exports WHERE listing IN ('moderering', 'planlagt', 'innspill')"
    op.execute(f"DELETE FROM export_chunks WHERE export_id IN ({theirs})")  # noqa: S608  our own words
    op.execute("DELETE FROM exports WHERE listing IN ('moderering', 'planlagt', 'innspill')")
    narrow(op.get_bind(), "exports", "listing", *LISTS)
