"""A new case is an open one that nobody has, however far it has come: its view is read along the handlers' index.

Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

OPEN = sa.text("shelf = 'apen'")


def upgrade() -> None:
    op.drop_index("ix_proposals_new", table_name="proposals")


def downgrade() -> None:
    columns = ["municipality_id", "state", "handler_id", "due_on", "reference"]
    op.create_index("ix_proposals_new", "proposals", columns, postgresql_where=OPEN, sqlite_where=OPEN)
